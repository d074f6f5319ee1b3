import { itemsOf, useThread, useThreads, type ThreadCard } from "@feria/api";
import { Badge, EmptyState, Panel, TextLink, classes, formatMoment, Anchor } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { addressOf } from "../../frame/address";
import { MoreRows } from "../../frame/MoreRows";
import { Problem } from "../../frame/Problem";
import { WaitingRows } from "../../frame/Waiting";
import { Conversation } from "./Conversation";

export type MessageView = "unread" | "all";
type ThreadListProps = { sellerId: string; view: MessageView; open?: string | undefined };

/** A shop's threads, and beside them the one that is open. */
export function ThreadList({ sellerId, view, open }: ThreadListProps) {
  return (
    <div className="grid items-start gap-20 lg:grid-cols-3">
      <div className={classes("min-w-0", open ? "max-lg:hidden" : "lg:col-span-3")}>
        <Threads sellerId={sellerId} view={view} open={open} />
      </div>
      {open && (
        <div className="min-w-0 lg:col-span-2">
          <Opened key={open} threadId={open} view={view} />
        </div>
      )}
    </div>
  );
}

function Threads({ sellerId, view, open }: ThreadListProps) {
  const { t } = useTranslation();
  const list = useThreads({ seller: sellerId, ...(view === "unread" ? { unread: true } : {}) });
  if (list.isError) return <Problem fault={list.error} onRetry={() => void list.refetch()} />;
  if (list.isPending) return <WaitingRows />;
  const threads = itemsOf(list.data);
  if (threads.length === 0) {
    return <EmptyState title={t(`sell.messages.none.${view}`)} help={t(`sell.messages.none.${view}Help`)} />;
  }
  return (
    <Panel flush>
      <ul className="divide-y divide-line">
        {threads.map((one) => (
          <Row key={one.id} thread={one} view={view} isOpen={one.id === open} />
        ))}
      </ul>
      <MoreRows list={list} />
    </Panel>
  );
}

function Row({ thread, view, isOpen }: { thread: ThreadCard; view: MessageView; isOpen: boolean }) {
  const { t, i18n } = useTranslation();
  const said = thread.last_text || t("sell.messages.aPicture");
  return (
    <li className={classes("covered relative flex flex-col gap-2 px-16 py-12", isOpen && "bg-plum-soft")}>
      <div className="flex items-center justify-between gap-12">
        <Anchor
          href={addressOf("/sell/messages", { view: view === "all" ? undefined : view, thread: thread.id })}
          aria-current={isOpen || undefined}
          className="cover min-w-0 truncate font-500"
        >
          {thread.buyer_name}
        </Anchor>
        {thread.unread > 0 && <Badge tone="info">{t("sell.messages.new", { count: thread.unread })}</Badge>}
      </div>
      <span className="type-small text-ink-2">
        {t(`sell.messages.about.${thread.about.kind}`, { title: thread.about.title })} ·{" "}
        <span className="numbers">{formatMoment(thread.last_at, { locale: i18n.language })}</span>
      </span>
      <span className="truncate type-small" dir="auto">
        {thread.last_by === "seller" ? t("sell.messages.youSaid", { text: said }) : said}
      </span>
    </li>
  );
}

function Opened({ threadId, view }: { threadId: string; view: MessageView }) {
  const { t } = useTranslation();
  const thread = useThread(threadId).data?.pages[0];
  const about = thread?.about;
  const href = about?.kind === "order" ? `/sell/orders/${about.id}` : `/sell/products/${about?.id ?? ""}`;
  return (
    <Panel title={thread ? t("sell.messages.with", { name: thread.buyer_name }) : t("sell.messages.title")}>
      <div className="flex flex-col gap-20">
        <p className="flex flex-wrap items-center justify-between gap-x-16">
          {about && about.kind !== "shop" ? (
            <TextLink href={href} className="inline-flex items-center pointer-coarse:min-h-44">
              {t(`sell.messages.about.${about.kind}`, { title: about.title })}
            </TextLink>
          ) : (
            <span />
          )}
          <TextLink
            href={addressOf("/sell/messages", { view: view === "all" ? undefined : view })}
            className="inline-flex items-center lg:hidden pointer-coarse:min-h-44"
          >
            {t("sell.messages.back")}
          </TextLink>
        </p>
        <Conversation threadId={threadId} />
      </div>
    </Panel>
  );
}
