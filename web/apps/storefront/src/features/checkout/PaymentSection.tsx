import { useMarketplace } from "@feria/api";
import { Badge, Note, RadioGroup, TextLink } from "@feria/ui";
import { WalletIcon } from "@feria/ui/icons";
import { useTranslation } from "react-i18next";
import type { Outcome } from "./machine";
import type { CheckoutParts } from "./useCheckout";

export const PAYMENT_FORM = "checkout-payment-form";
const OUTCOMES: Outcome[] = ["succeed", "decline", "challenge", "late"];

type PaymentSectionProps = CheckoutParts & {
  /** Codes took off all of it. */
  isFree: boolean;
  /** Address and delivery came from the last order. */
  isFilledIn: boolean;
  onPay: () => void;
};

/** How to pay. The test provider takes no money and lets one choose what its bank answers. */
export function PaymentSection({ state, dispatch, isFree, isFilledIn, onPay }: PaymentSectionProps) {
  const { t } = useTranslation();
  return (
    <form
      id={PAYMENT_FORM}
      className="flex flex-col gap-16"
      onSubmit={(event) => {
        event.preventDefault();
        onPay();
      }}
    >
      {isFilledIn && <Note>{t("checkout.filledIn")}</Note>}
      {isFree ? (
        <Note tone="good">{t("checkout.nothingToPay")}</Note>
      ) : (
        <TestPayment {...{ state, dispatch }} />
      )}
      <Terms />
    </form>
  );
}

function TestPayment({ state, dispatch }: CheckoutParts) {
  const { t } = useTranslation();
  return (
    <>
      <div className="flex flex-wrap items-center gap-12">
        <WalletIcon aria-hidden className="size-24" />
        <p className="font-500">{t("checkout.test")}</p>
        <Badge tone="info">{t("checkout.test.noMoney")}</Badge>
      </div>
      <RadioGroup
        legend={t("checkout.test.legend")}
        name="outcome"
        value={state.outcome}
        onChange={(outcome) => dispatch({ type: "outcomeChosen", outcome: outcome as Outcome })}
        options={OUTCOMES.map((outcome) => ({
          value: outcome,
          label: t(`checkout.test.${outcome}`),
          hint: t(`checkout.test.${outcome}.hint`),
        }))}
      />
    </>
  );
}

/** What one agrees to, where one agrees to it. */
function Terms() {
  const { t } = useTranslation();
  const pages = useMarketplace().data?.legal_pages ?? [];
  const shown = pages.filter(({ slug }) => slug === "terms" || slug === "privacy");
  if (shown.length === 0) return null;
  return (
    <p className="flex flex-wrap gap-x-12 type-small text-ink-2">
      {t("checkout.terms")}
      {shown.map(({ slug, title }) => (
        <TextLink key={slug} href={`/legal/${slug}`} target="_blank">
          {title}
        </TextLink>
      ))}
    </p>
  );
}
