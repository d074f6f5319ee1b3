import { Button, Sheet } from "@feria/ui";
import { useTranslation } from "../../texts";
import { FilterGroups, type Choices } from "./FilterGroups";

export type FilterSheetProps = {
  choices: Choices;
  isOpen: boolean;
  onClose: () => void;
  /** Unknown while search is being put in order. */
  total: number | null | undefined;
};

/** The filters on phones, from below; the list behind follows each choice. */
export function FilterSheet({ isOpen, onClose, total, choices }: FilterSheetProps) {
  const { t } = useTranslation();
  const isKnown = typeof total === "number";
  return (
    <Sheet
      side="bottom"
      isOpen={isOpen}
      onClose={onClose}
      title={t("filters.title")}
      closeLabel={t("frame.close")}
      footer={
        <Button variant="primary" isWide onClick={onClose}>
          {isKnown ? t("filters.show", { count: total }) : t("frame.close")}
        </Button>
      }
    >
      <p role="status" className="sr-only">
        {isKnown && t("products.count", { count: total })}
      </p>
      <FilterGroups {...choices} />
    </Sheet>
  );
}
