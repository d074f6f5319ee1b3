import { Anchor, LinkButton, Panel, Skeleton, classes } from "@feria/ui";
import { CaretRightIcon, CheckCircleIcon } from "@feria/ui/icons";
import { useTranslation } from "react-i18next";
import { Problem } from "../../frame/Problem";
import { useTasks, type Task } from "./tasks";

const URGENT = new Set<Task["id"]>(["overdue"]);

/** What must be done now; each task leads to the list of what it counts. */
export function TaskList({ sellerId }: { sellerId: string }) {
  const { tasks, hasProducts, fault } = useTasks(sellerId);
  if (fault) return <Problem fault={fault} />;
  return (
    <Panel flush>
      {tasks === null && <WaitingTasks />}
      {tasks && tasks.length > 0 && <Rows tasks={tasks} />}
      {tasks?.length === 0 && (hasProducts ? <AllDone /> : <FirstThing />)}
    </Panel>
  );
}

function Rows({ tasks }: { tasks: Task[] }) {
  return (
    <ul className="divide-y divide-line">
      {tasks.map((task) => (
        <li key={task.id}>
          <TaskRow task={task} />
        </li>
      ))}
    </ul>
  );
}

function TaskRow({ task }: { task: Task }) {
  const { t } = useTranslation();
  const number = `${task.count}${task.isMore ? "+" : ""}`;
  const isUrgent = URGENT.has(task.id);
  return (
    <Anchor
      href={task.href}
      className="flex min-h-64 items-center gap-16 px-16 py-12 -outline-offset-2 hover:bg-sunken md:px-20"
    >
      <span
        className={classes("min-w-44 text-end type-price-large", isUrgent ? "text-bad" : "text-plum-text")}
      >
        {number}
      </span>
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="type-body font-500">{t(`sell.task.${task.id}`, { count: task.count })}</span>
        <span className="type-small text-ink-2">{t(`sell.task.${task.id}.help`)}</span>
      </span>
      <CaretRightIcon aria-hidden className="size-20 shrink-0 text-ink-3 rtl:-scale-x-100" />
    </Anchor>
  );
}

function AllDone() {
  const { t } = useTranslation();
  return (
    <div className="flex items-center gap-16 p-20">
      <CheckCircleIcon aria-hidden className="size-24 shrink-0 text-good" />
      <p className="type-body">{t("sell.task.none")}</p>
    </div>
  );
}

/** A new shop's first task. */
function FirstThing() {
  const { t } = useTranslation();
  return (
    <div className="flex flex-col items-start gap-16 p-20">
      <div>
        <p className="type-body font-500">{t("sell.task.first")}</p>
        <p className="text-ink-2">{t("sell.task.first.help")}</p>
      </div>
      <div className="flex flex-wrap gap-8">
        <LinkButton variant="primary" href="/sell/products/new">
          {t("sell.products.add")}
        </LinkButton>
        <LinkButton href="/sell/imports">{t("sell.products.import")}</LinkButton>
      </div>
    </div>
  );
}

function WaitingTasks() {
  return (
    <div className="flex flex-col gap-16 p-20">
      <Skeleton className="h-44 w-full" />
      <Skeleton className="h-44 w-full" />
      <Skeleton className="h-44 w-full" />
    </div>
  );
}
