import { useAccount, useCart, useIsSignedIn, type Account, type Cart } from "@feria/api";
import { Button, EmptyState, LinkButton, Skeleton, TextLink } from "@feria/ui";
import { addressLine } from "../../address/words";
import { Fault } from "../../forms/Fault";
import { usePage } from "../../page";
import { useTexts } from "../../useTexts";
import { AddressSection } from "./AddressSection";
import { CheckoutSummary, SummaryFolded } from "./CheckoutSummary";
import { DeliveryInShort, DeliverySection } from "./DeliverySection";
import { FaultNote } from "./FaultNote";
import { InShort } from "./InShort";
import { isDone, SECTIONS, type Checkout, type Section } from "./machine";
import { PaymentSection } from "./PaymentSection";
import { SavedAddresses } from "./SavedAddresses";
import { SectionPanel } from "./SectionPanel";
import { useCheckout, useReturn } from "./useCheckout";
import { useExpress } from "./useExpress";
import { useEndAttempt, usePay } from "./usePay";
import { VatNote } from "./VatNote";

/** From the cart to a paid order, on one page. */
export function CheckoutPage() {
  const { t } = useTexts();
  const { data: cart, error, refetch } = useCart();
  const account = useAccount();
  const isSignedIn = useIsSignedIn();
  const isAccountKnown = !isSignedIn || account.isFetched;
  usePage(t("checkout.title"));
  return (
    <div className="page-width flex flex-col gap-24 py-24 lg:py-48">
      <h1 className="type-title">{t("checkout.title")}</h1>
      {error && !cart && (
        <Fault fault={error} action={<Button onClick={() => void refetch()}>{t("shop.tryAgain")}</Button>} />
      )}
      {cart?.groups.length === 0 && <NothingToOrder />}
      {cart && cart.groups.length > 0 && isAccountKnown && (
        <Sections cart={cart} account={account.data ?? null} />
      )}
      {!error && (!cart || !isAccountKnown) && <Skeleton className="h-320" />}
    </div>
  );
}

function NothingToOrder() {
  const { t } = useTexts();
  return (
    <EmptyState
      title={t("checkout.nothing")}
      help={t("checkout.nothing.help")}
      action={
        <LinkButton href="/search?sort=newest" variant="primary">
          {t("cart.empty.action")}
        </LinkButton>
      }
    />
  );
}

type SectionsProps = { cart: Cart; account: Account | null };

function Sections({ cart, account }: SectionsProps) {
  const checkout = useCheckout();
  const { state, dispatch } = checkout;
  const pay = usePay(checkout);
  const endAttempt = useEndAttempt(checkout);
  useReturn(checkout);
  const express = useExpress(checkout, account);
  const payNow = () => {
    if (state.contact && state.step === "idle") {
      void pay({ cart, contact: state.contact, isGuest: account === null });
    }
  };
  const contents: Record<Section, React.ReactNode> = {
    address: account ? (
      <SavedAddresses {...checkout} cart={cart} account={account} />
    ) : (
      <AddressSection {...checkout} cart={cart} account={null} />
    ),
    delivery: <DeliverySection {...checkout} />,
    payment: (
      <PaymentSection
        {...checkout}
        isFree={cart.total.amount === 0}
        isFilledIn={express === "filled"}
        onPay={payNow}
      />
    ),
  };
  if (express === "looking") return <Skeleton className="h-320" />;
  return (
    <div className="flex flex-col gap-24 lg:grid lg:grid-cols-3 lg:items-start lg:gap-48">
      <div className="flex flex-col gap-16 lg:col-span-2">
        {!account && <SignInHint />}
        <SummaryFolded cart={cart} state={state} />
        <FaultNote state={state} cart={cart} onEndAttempt={(payment) => void endAttempt(payment)} />
        {state.contact && <VatNote cart={cart} />}
        {SECTIONS.map((section, place) => (
          <SectionPanel
            key={section}
            section={section}
            number={place + 1}
            state={stateOf(state, section)}
            inShort={<SectionInShort section={section} state={state} cart={cart} />}
            onChange={() => dispatch({ type: "opened", section })}
          >
            {contents[section]}
          </SectionPanel>
        ))}
      </div>
      <CheckoutSummary cart={cart} state={state} />
    </div>
  );
}

function stateOf(state: Checkout, section: Section) {
  if (state.section === section) return "open";
  return isDone(state, section) ? "done" : "ahead";
}

function SectionInShort({ section, state, cart }: { section: Section; state: Checkout; cart: Cart }) {
  const { country } = useTexts();
  if (section === "delivery") return <DeliveryInShort cart={cart} />;
  if (!state.contact) return null;
  return <InShort parts={[addressLine(state.contact.address, country), state.contact.email]} />;
}

function SignInHint() {
  const { t } = useTexts();
  return (
    <p className="text-ink-2">
      {t("checkout.guest")} <TextLink href="/sign-in?next=/checkout">{t("checkout.signIn")}</TextLink>
    </p>
  );
}
