import { EmptyState, LinkButton } from "@feria/ui";
import { useLocation } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";

/** No page at this address; leads to the first page of the area one is in. */
export function NotFound() {
  const { t } = useTranslation();
  const isOperator = useLocation().pathname.startsWith("/operator");
  const title = t("frame.notFound.title");
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <EmptyState
      level={1}
      title={title}
      help={t("frame.notFound.help")}
      action={
        <LinkButton href={isOperator ? "/operator" : "/sell"}>
          {isOperator ? t("frame.notFound.operator") : t("frame.notFound.action")}
        </LinkButton>
      }
    />
  );
}
