import { EmptyState, LinkButton } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { LastViewed } from "./LastViewed";

export type EmptyCartProps = {
  level?: 1 | 2 | 3;
  /** In the sheet, where there is no room for cards. */
  isShort?: boolean;
  onFollow?: () => void;
};

/** Nothing here yet, and what was looked at last. */
export function EmptyCart({ level = 1, isShort = false, onFollow }: EmptyCartProps) {
  const { t } = useTranslation();
  return (
    <EmptyState
      level={level}
      title={t("cart.empty")}
      help={t("cart.empty.help")}
      action={
        <LinkButton href="/search?sort=newest" variant="primary" onClick={onFollow}>
          {t("cart.empty.action")}
        </LinkButton>
      }
    >
      {!isShort && <LastViewed />}
    </EmptyState>
  );
}
