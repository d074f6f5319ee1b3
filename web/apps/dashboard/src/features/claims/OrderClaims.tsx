import { useCasesOfOrder, useReturnsOfOrder } from "@feria/api";
import { Anchor, Panel, formatMoney } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { CaseState, ReturnState, type Side } from "./words";

const AREA: Record<Side, string> = { seller: "/sell", operator: "/operator" };
const ROW =
  "flex min-h-44 flex-wrap items-center gap-x-16 gap-y-4 py-8 hover:underline hover:underline-offset-4";

/** The returns and cases of an order or of a seller order, where there are any. */
export function OrderClaims({ order, side }: { order: { id: string; number: string }; side: Side }) {
  const { t, i18n } = useTranslation();
  const returns = useReturnsOfOrder(order).data?.items ?? [];
  const cases = useCasesOfOrder(order).data?.items ?? [];
  if (returns.length + cases.length === 0) return null;
  return (
    <Panel title={t("claims.ofOrder")}>
      <ul className="divide-y divide-line">
        {returns.map((one) => (
          <li key={one.id}>
            <Anchor href={`${AREA[side]}/returns/${one.id}`} className={ROW}>
              <span className="min-w-0 flex-1">{t("claims.return.title", { number: one.number })}</span>
              {one.refunded && <span className="numbers">{formatMoney(one.refunded, i18n.language)}</span>}
              <ReturnState status={one.status} side={side} />
            </Anchor>
          </li>
        ))}
        {cases.map((one) => (
          <li key={one.id}>
            <Anchor href={`${AREA[side]}/cases/${one.id}`} className={ROW}>
              <span className="min-w-0 flex-1">{t("claims.case.title", { number: one.number })}</span>
              {one.refunded && <span className="numbers">{formatMoney(one.refunded, i18n.language)}</span>}
              <CaseState status={one.status} side={side} />
            </Anchor>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
