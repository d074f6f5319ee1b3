import type { Order, TimelineEntry } from "@feria/api";
import { Panel } from "@feria/ui";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { useActorName } from "../../operator/actors";
import { History } from "../../operator/History";

/** What happened to each seller's part, newest first; the order's own state only follows from it. */
export function OrderHistory({ order }: { order: Order }) {
  const { t } = useTranslation();
  const actorName = useActorName();
  const entries = together(order.seller_orders.flatMap(({ timeline }) => timeline))
    .reverse()
    .map(({ at, status, actor, reason, note, subjects }) => ({
      key: `${at} ${subjects.join()} ${status}`,
      at,
      what: [t(`operator.orders.part.${status}`), note].filter(Boolean).join(": "),
      who: (
        <>
          {actorName(actor)} ·{" "}
          {subjects.map((subject, place) => (
            <Fragment key={subject}>
              {place > 0 && ", "}
              <span className="whitespace-nowrap">{subject}</span>
            </Fragment>
          ))}
        </>
      ),
      why: reason,
    }));
  return (
    <Panel title={t("operator.orders.history")}>
      <History entries={entries} />
    </Panel>
  );
}

type Together = Omit<TimelineEntry, "subject" | "from_status"> & { subjects: string[] };

/** Steps by time; what happened to several parts at once is one step. */
function together(steps: TimelineEntry[]): Together[] {
  const groups = new Map<string, Together>();
  for (const { subject, at, status, actor, reason, note } of steps) {
    const step = { at, status, actor, reason, note };
    const key = Object.values(step).join("\n");
    const group = groups.get(key);
    if (group) group.subjects.push(subject);
    else groups.set(key, { ...step, subjects: [subject] });
  }
  return [...groups.values()].sort((one, other) => one.at.localeCompare(other.at));
}
