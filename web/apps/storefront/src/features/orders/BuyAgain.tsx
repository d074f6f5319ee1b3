import { useBuyAgain, useIsSignedIn, type BoughtAgain } from "@feria/api";
import { Button, LinkButton, Note } from "@feria/ui";
import { ShoppingBagIcon } from "@feria/ui/icons";
import { useNavigate } from "@tanstack/react-router";
import { Fault } from "../../forms/Fault";
import { useTexts } from "../../useTexts";
import type { RowOrder } from "./OrderRow";

/** An order that still waits for its payment is paid, not bought once more. */
const isOver = ({ status }: RowOrder) => status !== "pending_payment";

/** Puts the order's things into the cart and leads on; says what could not be put there. */
export function BuyAgain({ order }: { order: RowOrder }) {
  const { t } = useTexts();
  const navigate = useNavigate();
  const isSignedIn = useIsSignedIn();
  const again = useBuyAgain();
  if (!isOver(order)) return null;
  const buy = () =>
    again.mutate(order.id, {
      onSuccess: ({ lines }) => {
        // Whoever is signed in finds the checkout filled in.
        if (lines.every(({ reason }) => !reason)) void navigate({ to: isSignedIn ? "/checkout" : "/cart" });
      },
    });
  return (
    <div className="flex flex-col items-start gap-12">
      <Button
        isBusy={again.isPending}
        onClick={buy}
        icon={<ShoppingBagIcon aria-hidden className="size-20" />}
      >
        {t("orders.again")}
        <span className="sr-only"> {t("orders.again.of", { number: order.number })}</span>
      </Button>
      {again.error && <Fault fault={again.error} />}
      {again.data && <Lacking lines={again.data.lines} />}
    </div>
  );
}

/** What the cart does not hold in full, each with the reason, and the way to what it does hold. */
function Lacking({ lines }: BoughtAgain) {
  const { t } = useTexts();
  const lacking = lines.filter(({ reason }) => reason);
  if (lacking.length === 0) return null;
  const isAnything = lines.some(({ in_cart: count }) => count > 0);
  return (
    <div role="status" className="w-full">
      <Note
        tone="warn"
        action={isAnything && <LinkButton href="/cart">{t("orders.again.toCart")}</LinkButton>}
      >
        <p className="font-600">{t(isAnything ? "orders.again.some" : "orders.again.none")}</p>
        <ul className="flex flex-col">
          {lacking.map(({ line_id: id, title, variant_title: variant, reason }) => (
            <li key={id}>
              {variant ? t("orders.again.variant", { title, variant }) : title}: {reason}
            </li>
          ))}
        </ul>
      </Note>
    </div>
  );
}
