import {
  ApiProblem,
  useEnterCoupon,
  useIsCartChanging,
  useRemoveCoupon,
  type Cart,
  type CartCoupon,
} from "@feria/api";
import { Button, Field, IconButton, Note, TextInput, classes } from "@feria/ui";
import { XIcon } from "@feria/ui/icons";
import { useEffect, useRef, useState, type FormEvent } from "react";
import { useTexts } from "../useTexts";

const TOLD = new Set([
  "cart-empty",
  "coupon-unknown",
  "coupon-expired",
  "coupon-used-up",
  "coupons-full",
  "rate-limited",
]);

export type CouponBoxProps = {
  cart: Cart;
  /** Why an order was refused: the slug of the API's problem. */
  refused?: string | null;
};

/** Codes that take something off: those that were entered, and a field for another one. */
export function CouponBox({ cart, refused = null }: CouponBoxProps) {
  const { t } = useTexts();
  return (
    <section aria-label={t("coupon.title")} className="flex flex-col gap-8">
      {refused && <Refused slug={refused} cart={cart} />}
      <Codes coupons={cart.coupons} />
      <CodeField />
    </section>
  );
}

/** An order was refused for its codes: what the cart comes to without them. It takes the focus where it is seen. */
function Refused({ slug, cart }: { slug: string; cart: Cart }) {
  const { t, money } = useTexts();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.focus({ preventScroll: true });
    box.current?.scrollIntoView({ block: "nearest" });
  }, [slug]);
  return (
    <div ref={box} tabIndex={-1} role="alert" className="scroll-mt-96 focus:outline-none">
      <Note tone="warn">
        {t(`coupon.fault.${TOLD.has(slug) ? slug : "other"}`)}{" "}
        {t("coupon.refused", { total: money(cart.total) })}
      </Note>
    </div>
  );
}

function Codes({ coupons }: { coupons: CartCoupon[] }) {
  const { t, money } = useTexts();
  const remove = useRemoveCoupon();
  const isChanging = useIsCartChanging();
  if (coupons.length === 0) return null;
  return (
    <ul aria-label={t("coupon.entered")} className="flex flex-col gap-8">
      {coupons.map(({ code, name, discount, message }) => (
        <li key={code} className="flex items-start gap-8 rounded-control bg-sunken ps-12 type-label">
          <div className="min-w-0 flex-1 py-8">
            <p className="flex flex-wrap items-baseline justify-between gap-x-12">
              <span className="font-600 break-all">{code}</span>
              {discount.amount > 0 && (
                <span className={classes("numbers", isChanging && "invisible")}>
                  {money({ ...discount, amount: -discount.amount })}
                </span>
              )}
            </p>
            <p className="break-words text-ink-2">{name}</p>
            {message && <p className="text-warn">{message}</p>}
          </div>
          <IconButton label={t("coupon.remove", { code })} onClick={() => remove.mutate(code)}>
            <XIcon aria-hidden className="size-16" />
          </IconButton>
        </li>
      ))}
    </ul>
  );
}

function CodeField() {
  const { t } = useTexts();
  const enter = useEnterCoupon();
  const [code, setCode] = useState("");
  const [isMissing, setIsMissing] = useState(false);
  const send = (event: FormEvent) => {
    event.preventDefault();
    // A form around this one is none of its business.
    event.stopPropagation();
    const typed = code.trim();
    setIsMissing(!typed);
    if (typed && !enter.isPending) enter.mutate(typed, { onSuccess: () => setCode("") });
  };
  const fault = isMissing ? t("coupon.missing") : enter.error && sentenceOf(enter.error, t);
  return (
    <form noValidate onSubmit={send} className="flex flex-col gap-4">
      <Field label={t("coupon.have")} error={fault && <span role="alert">{fault}</span>}>
        <div className="flex gap-8">
          <TextInput
            value={code}
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            maxLength={80}
            className="uppercase placeholder:normal-case"
            onChange={(event) => {
              setCode(event.currentTarget.value);
              setIsMissing(false);
              if (enter.error) enter.reset();
            }}
          />
          <Button type="submit" isBusy={enter.isPending} className="shrink-0">
            {t("coupon.enter")}
          </Button>
        </div>
      </Field>
    </form>
  );
}

function sentenceOf(error: unknown, t: ReturnType<typeof useTexts>["t"]): string {
  if (!(error instanceof ApiProblem)) return t("shop.fault.server");
  if (TOLD.has(error.slug)) return t(`coupon.fault.${error.slug}`);
  if (error.status === 0) return t("shop.fault.offline");
  if (error.status === 429) return t("coupon.fault.rate-limited");
  return error.status < 500 ? t("coupon.fault.coupon-unknown") : t("shop.fault.server");
}
