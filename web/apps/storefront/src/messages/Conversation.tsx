import {
  useReadThread,
  useStartThread,
  useThread,
  useWriteMessage,
  type Message,
  type Thread,
} from "@feria/api";
import { Button, LetterForm, Letters, Skeleton } from "@feria/ui";
import { useEffect } from "react";
import { Fault } from "../forms/Fault";
import { useTexts } from "../useTexts";
import { ReportMessage } from "./ReportMessage";

export type ConversationProps = {
  threadId: string;
  /** The number of the order by whose secret a guest writes. */
  order?: string | undefined;
};

/** One thread as its buyer reads it, and what is written next. */
export function Conversation({ threadId, order }: ConversationProps) {
  const { t } = useTexts();
  const thread = useThread(threadId, { order });
  const { mutate: markRead } = useReadThread();
  const pages = thread.data?.pages;
  const unread = pages?.[0]?.unread ?? 0;
  useEffect(() => {
    if (unread > 0) markRead({ threadId, order });
  }, [unread, threadId, order, markRead]);
  if (thread.error && !pages) {
    return (
      <Fault
        fault={thread.error}
        action={<Button onClick={() => void thread.refetch()}>{t("shop.tryAgain")}</Button>}
      />
    );
  }
  if (!pages?.[0]) return <Skeleton className="h-96" />;
  return (
    <div className="flex flex-col gap-20">
      {thread.hasNextPage && (
        <Button variant="quiet" className="self-center" onClick={() => void thread.fetchNextPage()}>
          {t("messages.earlier")}
        </Button>
      )}
      <Written thread={pages[0]} messages={pages.flatMap((page) => page.items)} order={order} />
      <Answer threadId={threadId} order={order} />
    </div>
  );
}

type WrittenProps = { thread: Thread; messages: Message[]; order: string | undefined };

function Written({ thread, messages, order }: WrittenProps) {
  const { t, moment } = useTexts();
  const letters = messages.toReversed().map((one) => ({
    id: one.id,
    isOwn: one.by === "buyer",
    author: one.by === "buyer" ? t("messages.you") : one.author_name || t("messages.marketplace"),
    at: moment(one.at),
    text: one.text,
    picture: one.picture,
    action: one.by === "seller" && <ReportMessage threadId={thread.id} message={one} order={order} />,
  }));
  return (
    <Letters
      label={t("messages.with", { name: thread.seller.name })}
      letters={letters}
      pictureLabel={(author) => t("messages.pictureBy", { author })}
    />
  );
}

export function useFormLabels() {
  const { t } = useTexts();
  return {
    text: t("messages.text"),
    send: t("messages.send"),
    busy: t("messages.sending"),
    picture: t("messages.picture"),
    without: (name: string) => t("messages.withoutPicture", { name }),
    missing: t("messages.missing"),
  };
}

function Answer({ threadId, order }: ConversationProps) {
  const labels = useFormLabels();
  const write = useWriteMessage();
  return (
    <LetterForm
      labels={labels}
      mayHavePicture
      isBusy={write.isPending}
      fault={write.error && <Fault fault={write.error} />}
      onSend={(text, file) =>
        write.mutateAsync({ threadId, order, text, file }).then(
          () => true,
          () => false,
        )
      }
    />
  );
}

type FirstLetterProps = { about: string; order?: string | undefined; onStarted: (thread: Thread) => void };

/** The first letter about something; pictures come with the second. */
export function FirstLetter({ about, order, onStarted }: FirstLetterProps) {
  const labels = useFormLabels();
  const start = useStartThread();
  const write = useWriteMessage();
  const send = async (text: string, file: File | null) => {
    try {
      const thread = await start.mutateAsync({ about, order, text });
      if (file)
        await write.mutateAsync({ threadId: thread.id, order, text: "", file }).catch(() => undefined);
      onStarted(thread);
      return true;
    } catch {
      return false;
    }
  };
  return (
    <LetterForm
      labels={labels}
      isBusy={start.isPending || write.isPending}
      fault={start.error && <Fault fault={start.error} />}
      onSend={send}
    />
  );
}
