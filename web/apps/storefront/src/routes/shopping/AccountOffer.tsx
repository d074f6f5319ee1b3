import type { Order } from "@feria/api";
import { Panel } from "@feria/ui";
import { SignUpForm } from "../../features/signin/SignUpForm";
import { useArrive } from "../../features/signin/useArrive";
import { useTexts } from "../../useTexts";

/** After the payment, never before: an account, with what is known filled in. */
export function AccountOffer({ order }: { order: Order }) {
  const { t } = useTexts();
  const path = `/orders/${order.number}`;
  const arrive = useArrive(path);
  return (
    <Panel title={t("orders.account")}>
      <p className="mb-16 max-w-measure text-ink-2">{t("orders.account.help")}</p>
      <div className="max-w-form">
        <SignUpForm
          known={{ name: order.shipping_address.name, email: order.email }}
          next={path}
          onDone={async () => void (await arrive())}
        />
      </div>
    </Panel>
  );
}
