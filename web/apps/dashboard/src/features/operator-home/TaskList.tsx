import { Anchor, Panel, Skeleton } from "@feria/ui";
import { CaretRightIcon, CheckCircleIcon } from "@feria/ui/icons";
import { useTranslation } from "react-i18next";

export type Task = {
  id: "sellers" | "products" | "reviews" | "cases" | "flagged" | "dead";
  count: number;
  /** Where it is done; some only the command line can. */
  href?: string;
};

/** What waits for the operator; null while it is not known. */
export function TaskList({ tasks }: { tasks: Task[] | null }) {
  if (!tasks) {
    return (
      <Panel>
        <Skeleton className="h-44 w-full" />
      </Panel>
    );
  }
  const open = tasks.filter(({ count }) => count > 0);
  return (
    <Panel flush>
      {open.length > 0 ? (
        <ul className="divide-y divide-line">
          {open.map((task) => (
            <li key={task.id}>
              <TaskRow task={task} />
            </li>
          ))}
        </ul>
      ) : (
        <AllDone />
      )}
    </Panel>
  );
}

const ROW = "flex min-h-64 items-center gap-16 px-16 py-12 md:px-20";

function TaskRow({ task }: { task: Task }) {
  const { t } = useTranslation();
  const content = (
    <>
      <span className="min-w-44 type-price-large text-plum-text">{task.count}</span>
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="type-body font-500">{t(`operator.task.${task.id}`, { count: task.count })}</span>
        <span className="type-small text-ink-2">{t(`operator.task.${task.id}.help`)}</span>
      </span>
    </>
  );
  if (!task.href) return <div className={ROW}>{content}</div>;
  return (
    <Anchor href={task.href} className={`${ROW} -outline-offset-2 hover:bg-sunken`}>
      {content}
      <CaretRightIcon aria-hidden className="size-20 shrink-0 text-ink-3 rtl:-scale-x-100" />
    </Anchor>
  );
}

function AllDone() {
  const { t } = useTranslation();
  return (
    <div className="flex items-center gap-16 p-20">
      <CheckCircleIcon aria-hidden className="size-24 shrink-0 text-good" />
      <p className="type-body">{t("operator.task.none")}</p>
    </div>
  );
}
