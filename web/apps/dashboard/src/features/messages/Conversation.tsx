import { useReadThread, useThread, useWriteMessage, type Message, type Thread } from "@feria/api";
import { Button, LetterForm, Letters, Note, formatMoment } from "@feria/ui";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Problem, useProblemText } from "../../frame/Problem";
import { WaitingRows } from "../../frame/Waiting";
import { ReportMessage } from "./ReportMessage";

/** One thread as the shop reads it, and its answer. */
export function Conversation({ threadId }: { threadId: string }) {
  const { t } = useTranslation();
  const thread = useThread(threadId);
  const { mutate: markRead } = useReadThread();
  const pages = thread.data?.pages;
  const unread = pages?.[0]?.unread ?? 0;
  useEffect(() => {
    if (unread > 0) markRead({ threadId });
  }, [unread, threadId, markRead]);
  if (thread.isError && !pages) return <Problem fault={thread.error} onRetry={() => void thread.refetch()} />;
  if (!pages?.[0]) return <WaitingRows />;
  return (
    <div className="flex flex-col gap-20">
      {thread.hasNextPage && (
        <Button variant="quiet" className="self-center" onClick={() => void thread.fetchNextPage()}>
          {t("sell.messages.earlier")}
        </Button>
      )}
      <Written thread={pages[0]} messages={pages.flatMap((page) => page.items)} />
      <Answer threadId={threadId} />
    </div>
  );
}

/** What was written, the oldest first; staff reads it from outside, where neither side is one's own. */
export function Written({ thread, messages }: { thread: Thread; messages: Message[] }) {
  const { t, i18n } = useTranslation();
  const isOwn = (one: Message) => one.by === thread.side;
  const letters = messages.toReversed().map((one) => ({
    id: one.id,
    isOwn: isOwn(one),
    author: one.author_name || t("sell.messages.marketplace"),
    at: formatMoment(one.at, { locale: i18n.language }),
    text: one.text,
    picture: one.picture,
    action: <Action thread={thread} message={one} />,
  }));
  return (
    <Letters
      label={t("sell.messages.with", { name: thread.buyer_name })}
      letters={letters}
      pictureLabel={(author) => t("sell.messages.pictureBy", { author })}
    />
  );
}

function Action({ thread, message }: { thread: Thread; message: Message }) {
  const { t } = useTranslation();
  if (thread.side === "operator") {
    if (!message.reported) return null;
    return (
      <span className="text-bad">{t("sell.messages.reportedFor", { reason: message.report_reason })}</span>
    );
  }
  return message.by === "buyer" ? <ReportMessage threadId={thread.id} message={message} /> : null;
}

export function useFormLabels() {
  const { t } = useTranslation();
  return {
    text: t("sell.messages.text"),
    send: t("sell.messages.send"),
    busy: t("sell.messages.sending"),
    picture: t("sell.messages.picture"),
    without: (name: string) => t("sell.messages.withoutPicture", { name }),
    missing: t("sell.messages.missing"),
  };
}

/** What the shop, or the marketplace, writes next. */
export function Answer({ threadId, onSent }: { threadId: string; onSent?: () => void }) {
  const labels = useFormLabels();
  const problemText = useProblemText();
  const write = useWriteMessage();
  const send = (text: string, file: File | null) =>
    write.mutateAsync({ threadId, text, file }).then(
      () => {
        onSent?.();
        return true;
      },
      () => false,
    );
  return (
    <LetterForm
      labels={labels}
      mayHavePicture
      isBusy={write.isPending}
      fault={write.error && <Note tone="bad">{problemText(write.error)}</Note>}
      onSend={send}
    />
  );
}
