import { itemsOf, useAllThreads, useViewThread, type Thread, type ThreadCard } from "@feria/api";
import { Button, Dialog, EmptyState, Panel, formatMoment } from "@feria/ui";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { MoreRows } from "../../frame/MoreRows";
import { Problem } from "../../frame/Problem";
import { WaitingRows } from "../../frame/Waiting";
import { ReasonDialog } from "../../operator/ReasonDialog";
import { Answer, Written } from "./Conversation";

/** Threads for support and moderators: who wrote about what; what they wrote is opened with a reason. */
export function StaffThreads({ filters }: { filters: { order?: string; reported?: boolean } }) {
  const { t } = useTranslation();
  const list = useAllThreads(filters);
  if (list.isError) return <Problem fault={list.error} onRetry={() => void list.refetch()} />;
  if (list.isPending) return <WaitingRows />;
  const threads = itemsOf(list.data);
  if (threads.length === 0) {
    if (filters.order) return <p className="text-ink-2">{t("operator.messages.noneOfOrder")}</p>;
    const kind = filters.reported ? "reported" : "all";
    return (
      <EmptyState
        title={t(`operator.messages.none.${kind}`)}
        help={t(`operator.messages.none.${kind}Help`)}
      />
    );
  }
  return (
    <>
      <ul className="divide-y divide-line">
        {threads.map((one) => (
          <Row key={one.id} thread={one} />
        ))}
      </ul>
      <MoreRows list={list} />
    </>
  );
}

function Row({ thread }: { thread: ThreadCard }) {
  const { t, i18n } = useTranslation();
  const [isAsked, setIsAsked] = useState(false);
  const [opened, setOpened] = useState<{ thread: Thread; reason: string } | null>(null);
  const view = useViewThread();
  const open = (reason: string) =>
    view.mutate(
      { threadId: thread.id, reason },
      {
        onSuccess: (found) => {
          setIsAsked(false);
          setOpened({ thread: found, reason });
        },
      },
    );
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-16 gap-y-8 px-16 py-12">
      <div className="flex min-w-0 flex-col gap-2">
        <span className="font-500">
          {t("operator.messages.between", { buyer: thread.buyer_name, seller: thread.seller.name })}
        </span>
        <span className="type-small text-ink-2">
          {t(`sell.messages.about.${thread.about.kind}`, { title: thread.about.title })} ·{" "}
          {t("operator.messages.count", { count: thread.messages })} ·{" "}
          <span className="numbers">{formatMoment(thread.last_at, { locale: i18n.language })}</span>
        </span>
        {thread.reported && <span className="type-small text-bad">{t("operator.messages.isReported")}</span>}
      </div>
      <Button onClick={() => setIsAsked(true)}>{t("operator.messages.read")}</Button>
      <ReasonDialog
        isOpen={isAsked}
        onClose={() => setIsAsked(false)}
        title={t("operator.messages.readTitle")}
        submitLabel={t("operator.messages.read")}
        hint={t("operator.messages.readHint")}
        isReasonRequired
        isBusy={view.isPending}
        fault={view.error}
        onSubmit={({ reason = "" }) => open(reason)}
      >
        <p>{t("operator.messages.readHelp")}</p>
      </ReasonDialog>
      {opened && (
        <Dialog
          isOpen
          onClose={() => setOpened(null)}
          title={t("operator.messages.between", { buyer: thread.buyer_name, seller: thread.seller.name })}
          closeLabel={t("frame.close")}
        >
          <div className="dense flex flex-col gap-20 type-label font-400">
            <Written thread={opened.thread} messages={opened.thread.items} />
            <Answer threadId={thread.id} onSent={() => open(opened.reason)} />
          </div>
        </Dialog>
      )}
    </li>
  );
}

/** The threads about one order, on its page. */
export function StaffThreadsOfOrder({ orderId }: { orderId: string }) {
  const { t } = useTranslation();
  return (
    <Panel title={t("operator.messages.title")} flush>
      <div className="border-t border-line empty:hidden [&>p]:p-16">
        <StaffThreads filters={{ order: orderId }} />
      </div>
    </Panel>
  );
}
