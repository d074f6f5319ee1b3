import { useStartThread, useThreadsOfOrder, useWriteMessage, type SellerOrder } from "@feria/api";
import { LetterForm, Note, Panel } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { useProblemText } from "../../frame/Problem";
import { Conversation, useFormLabels } from "./Conversation";

/** What was written about this order, beside it. */
export function OrderMessages({ order }: { order: SellerOrder }) {
  const { t } = useTranslation();
  const whole = { id: order.order_id, number: order.order_number };
  const threads = useThreadsOfOrder(whole, order.seller.id).data?.items;
  if (!threads || !order.placed_at) return null;
  const thread = threads.find(({ about }) => about.id === order.id);
  return (
    <Panel title={t("sell.messages.withBuyer", { name: order.buyer_name })}>
      {thread ? <Conversation threadId={thread.id} /> : <FirstLetter about={order.id} />}
    </Panel>
  );
}

function FirstLetter({ about }: { about: string }) {
  const labels = useFormLabels();
  const problemText = useProblemText();
  const start = useStartThread();
  const write = useWriteMessage();
  const send = async (text: string, file: File | null) => {
    try {
      const thread = await start.mutateAsync({ about, text });
      if (file) await write.mutateAsync({ threadId: thread.id, text: "", file }).catch(() => undefined);
      return true;
    } catch {
      return false;
    }
  };
  return (
    <LetterForm
      labels={labels}
      isBusy={start.isPending}
      fault={start.error && <Note tone="bad">{problemText(start.error)}</Note>}
      onSend={send}
    />
  );
}
