import { useThreadsOfOrder, type Order, type SellerOrder } from "@feria/api";
import { Badge, Button, Dialog } from "@feria/ui";
import { ChatCircleIcon } from "@feria/ui/icons";
import { useState } from "react";
import { useTexts } from "../useTexts";
import { Conversation, FirstLetter } from "./Conversation";

/** Writes to a seller about a part of an order; what was written before is there. */
export function AskSeller({ order, part }: { order: Order; part: SellerOrder }) {
  const { t } = useTexts();
  const [isOpen, setIsOpen] = useState(false);
  const threads = useThreadsOfOrder(order).data?.items;
  const thread = threads?.find(({ about }) => about.id === part.id);
  if (!part.placed_at || !threads) return null;
  const close = () => setIsOpen(false);
  return (
    <div className="flex items-center gap-12 p-16">
      <Button icon={<ChatCircleIcon aria-hidden className="size-20" />} onClick={() => setIsOpen(true)}>
        {t(thread ? "messages.open" : "messages.ask", { name: part.seller.name })}
      </Button>
      {thread && thread.unread > 0 && (
        <Badge tone="info">{t("messages.new", { count: thread.unread })}</Badge>
      )}
      <Dialog
        isOpen={isOpen}
        onClose={close}
        title={t("messages.aboutOrder", { name: part.seller.name, number: part.number })}
        closeLabel={t("cart.close")}
      >
        <div className="type-body text-ink">
          {thread ? (
            <Conversation threadId={thread.id} order={order.number} />
          ) : (
            <FirstLetter about={part.id} order={order.number} onStarted={() => undefined} />
          )}
        </div>
      </Dialog>
    </div>
  );
}
