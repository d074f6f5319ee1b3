import { useNavigate, useSearch } from "@tanstack/react-router";
import { MessagesPage } from "../../features/messages/MessagesPage";
import { usePage } from "../../page";
import { useTexts } from "../../useTexts";

const textOf = (value: unknown) => (typeof value === "string" ? value : undefined);

/** The buyer's messages within the account. */
export function Messages() {
  const { t } = useTexts();
  const { thread, about }: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  usePage(t("messages.title"));
  return (
    <div className="flex flex-col gap-20">
      <h1 className="type-title">{t("messages.title")}</h1>
      <MessagesPage
        thread={textOf(thread)}
        about={textOf(about)}
        onOpen={(opened) => void navigate({ href: `/account/messages?thread=${opened}`, replace: true })}
      />
    </div>
  );
}
