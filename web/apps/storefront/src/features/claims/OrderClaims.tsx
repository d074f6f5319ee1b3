import { useCasesOfOrder, useReturnsOfOrder, type Order } from "@feria/api";
import { Anchor, LinkButton, Panel, StatusDot } from "@feria/ui";
import { CaretRightIcon } from "@feria/ui/icons";
import { useTexts } from "../../useTexts";
import { addClaimTexts } from "./texts";
import { CASE_TONES, RETURN_TONES } from "./words";

addClaimTexts();

const ROW =
  "flex min-h-48 flex-wrap items-center gap-x-16 gap-y-4 py-12 hover:underline hover:underline-offset-4";

/** What went wrong with an order: its returns and cases, and the ways to begin one. */
export function OrderClaims({ order }: { order: Order }) {
  const { t, money } = useTexts();
  const returns = useReturnsOfOrder(order).data;
  const cases = useCasesOfOrder(order).data;
  const canReturn = (returns?.returnable.length ?? 0) > 0;
  const canComplain = cases?.openable.some(({ reasons }) => reasons.length > 0) ?? false;
  const isEmpty = !returns?.items.length && !cases?.items.length;
  if (isEmpty && !canReturn && !canComplain) return null;
  const at = (path: string) => `/orders/${order.number}/${path}`;
  return (
    <Panel title={t("claims.order")}>
      {!isEmpty && (
        <ul className="mb-16 divide-y divide-line">
          {returns?.items.map((one) => (
            <li key={one.id}>
              <Anchor href={at(`returns/${one.id}`)} className={ROW}>
                <span className="min-w-0 flex-1">{t("claims.return.title", { number: one.number })}</span>
                {one.refunded && <span className="numbers">{money(one.refunded)}</span>}
                <StatusDot tone={RETURN_TONES[one.status]}>{t(`claims.return.${one.status}`)}</StatusDot>
                <CaretRightIcon aria-hidden className="size-20 text-ink-3 rtl:-scale-x-100" />
              </Anchor>
            </li>
          ))}
          {cases?.items.map((one) => (
            <li key={one.id}>
              <Anchor href={at(`cases/${one.id}`)} className={ROW}>
                <span className="min-w-0 flex-1">{t("claims.case.title", { number: one.number })}</span>
                <StatusDot tone={CASE_TONES[one.status]}>{t(`claims.case.${one.status}`)}</StatusDot>
                <CaretRightIcon aria-hidden className="size-20 text-ink-3 rtl:-scale-x-100" />
              </Anchor>
            </li>
          ))}
        </ul>
      )}
      <div className="flex flex-wrap gap-8">
        {canReturn && <LinkButton href={at("return")}>{t("claims.order.return")}</LinkButton>}
        {canComplain && <LinkButton href={at("problem")}>{t("claims.order.problem")}</LinkButton>}
      </div>
    </Panel>
  );
}
