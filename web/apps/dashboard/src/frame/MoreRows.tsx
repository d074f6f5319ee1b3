import { Button } from "@feria/ui";
import { useTranslation } from "react-i18next";

type Growing = { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };

/** "Load more" below a table. */
export function MoreRows({ list }: { list: Growing }) {
  const { t } = useTranslation();
  if (!list.hasNextPage) return null;
  return (
    <div className="flex justify-center p-16">
      <Button onClick={() => void list.fetchNextPage()} isBusy={list.isFetchingNextPage}>
        {t("frame.more")}
      </Button>
    </div>
  );
}
