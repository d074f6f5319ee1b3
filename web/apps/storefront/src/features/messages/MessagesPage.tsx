import {
  itemsOf,
  useProduct,
  useSeller,
  useThread,
  useThreads,
  type Thread,
  type ThreadCard,
} from "@feria/api";
import {
  Anchor,
  Badge,
  Button,
  EmptyState,
  LinkButton,
  LoadMore,
  Skeleton,
  StallMark,
  TextLink,
} from "@feria/ui";
import { Fault } from "../../forms/Fault";
import { Conversation, FirstLetter } from "../../messages/Conversation";
import { useTexts } from "../../useTexts";

export type MessagesPageProps = {
  /** The thread that is open. */
  thread?: string | undefined;
  /** What a first letter would be about: the id of a product, a shop or a seller order. */
  about?: string | undefined;
  onOpen: (threadId: string) => void;
};

/** What the buyer and sellers wrote to each other: all threads, one of them, or a first letter. */
export function MessagesPage({ thread, about, onOpen }: MessagesPageProps) {
  if (thread) return <OpenThread threadId={thread} />;
  if (about) return <NewThread about={about} onOpen={onOpen} />;
  return <ThreadList />;
}

function ThreadList() {
  const { t } = useTexts();
  const list = useThreads();
  const threads = itemsOf(list.data);
  if (list.error && !list.data) {
    return (
      <Fault
        fault={list.error}
        action={<Button onClick={() => void list.refetch()}>{t("shop.tryAgain")}</Button>}
      />
    );
  }
  if (!list.data) return <Skeleton className="h-96" />;
  if (threads.length === 0) {
    return (
      <EmptyState
        title={t("messages.none")}
        help={t("messages.none.help")}
        action={<LinkButton href="/shops">{t("messages.none.action")}</LinkButton>}
      />
    );
  }
  return (
    <>
      <ul className="flex flex-col gap-12">
        {threads.map((one) => (
          <li key={one.id}>
            <ThreadRow thread={one} />
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <LoadMore
          href="/account/messages"
          isLoading={list.isFetchingNextPage}
          onLoad={() => void list.fetchNextPage()}
        >
          {t("messages.more")}
        </LoadMore>
      )}
    </>
  );
}

function ThreadRow({ thread }: { thread: ThreadCard }) {
  const { t, moment } = useTexts();
  const by = thread.last_by === "buyer" ? `${t("messages.you")}: ` : "";
  return (
    <article className="covered relative flex flex-col gap-4 rounded-panel border border-line bg-surface p-16 transition-colors hover:border-ink">
      <div className="flex flex-wrap items-center justify-between gap-x-16 gap-y-4">
        <h2 className="flex min-w-0 items-center gap-8 font-500">
          <Anchor href={`/account/messages?thread=${thread.id}`} className="cover">
            <StallMark name={thread.seller.name} hue={thread.seller.stall_hue} />
          </Anchor>
        </h2>
        <span className="numbers type-label text-ink-2">{moment(thread.last_at)}</span>
      </div>
      <p className="type-label text-ink-2">
        {t(`messages.about.${thread.about.kind}`, { title: thread.about.title })}
      </p>
      <p className="flex items-center justify-between gap-16">
        <span className="min-w-0 truncate" dir="auto">
          {by}
          {thread.last_text || t("messages.aPicture")}
        </span>
        {thread.unread > 0 && (
          <span className="shrink-0 whitespace-nowrap">
            <Badge tone="info">{t("messages.new", { count: thread.unread })}</Badge>
          </span>
        )}
      </p>
    </article>
  );
}

function OpenThread({ threadId }: { threadId: string }) {
  const { t } = useTexts();
  const thread = useThread(threadId).data?.pages[0];
  return (
    <section className="flex max-w-form flex-col gap-20">
      <TextLink href="/account/messages">{t("messages.all")}</TextLink>
      {thread && <Subject thread={thread} />}
      <Conversation threadId={threadId} />
    </section>
  );
}

/** With whom, and about what; the thing, the order or the stall is a press away. */
function Subject({ thread: { seller, about, order_number: number } }: { thread: Thread }) {
  const { t } = useTexts();
  const hrefs = {
    order: `/orders/${number ?? ""}`,
    product: `/p/${about.id}`,
    shop: `/shops/${seller.slug}`,
  };
  return (
    <header className="flex flex-col gap-4">
      <h2 className="type-heading">{seller.name}</h2>
      <p>
        <TextLink href={hrefs[about.kind]}>
          {t(`messages.about.${about.kind}`, { title: about.title })}
        </TextLink>
      </p>
    </header>
  );
}

function NewThread({ about, onOpen }: { about: string; onOpen: (threadId: string) => void }) {
  const { t } = useTexts();
  return (
    <section className="flex max-w-form flex-col gap-20">
      <TextLink href="/account/messages">{t("messages.all")}</TextLink>
      {about.startsWith("prod_") ? <AboutProduct id={about} /> : <AboutShop id={about} />}
      <FirstLetter about={about} onStarted={(thread) => onOpen(thread.id)} />
    </section>
  );
}

function AboutProduct({ id }: { id: string }) {
  const { t } = useTexts();
  const { data: product, error } = useProduct(id);
  if (error && !product) return <Fault fault={error} />;
  if (!product) return <Skeleton className="h-24" />;
  return (
    <p className="type-heading">
      {t("messages.toAbout", { name: product.seller.name, title: product.title })}
    </p>
  );
}

function AboutShop({ id }: { id: string }) {
  const { t } = useTexts();
  const { data: seller, error } = useSeller(id);
  if (error && !seller) return <Fault fault={error} />;
  if (!seller) return <Skeleton className="h-24" />;
  return <p className="type-heading">{t("messages.to", { name: seller.name })}</p>;
}
