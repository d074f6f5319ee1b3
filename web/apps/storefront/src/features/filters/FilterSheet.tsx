import { Button, Sheet } from "@feria/ui";
import { useTranslation } from "../../texts";
import { FilterGroups, type Choices } from "./FilterGroups";

export type FilterSheetProps = {
  choices: Choices;
  isOpen: boolean;
  onClose: () => void;
  total: number;
};

/** The filters on phones, from below; the list behind follows each choice. */
export function FilterSheet({ isOpen, onClose, total, choices }: FilterSheetProps) {
  const { t } = useTranslation();
  return (
    <Sheet
      side="bottom"
      isOpen={isOpen}
      onClose={onClose}
      title={t("filters.title")}
      closeLabel={t("frame.close")}
      footer={
        <Button variant="primary" isWide onClick={onClose}>
          {t("filters.show", { count: total })}
        </Button>
      }
    >
      <p role="status" className="sr-only">
        {t("products.count", { count: total })}
      </p>
      <FilterGroups {...choices} />
    </Sheet>
  );
}
