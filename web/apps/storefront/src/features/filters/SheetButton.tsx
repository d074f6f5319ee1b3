import { Button } from "@feria/ui";
import { FunnelSimpleIcon } from "@feria/ui/icons";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "../../texts";
import type { Choices } from "./FilterGroups";
import { activeValues } from "./listSearch";

const FilterSheet = lazy(() => import("./FilterSheet").then((part) => ({ default: part.FilterSheet })));

/** Opens the filters on phones. */
export function SheetButton({ choices, total }: { choices: Choices; total: number | null | undefined }) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const [wasOpened, setWasOpened] = useState(false);
  const count = activeValues(choices.search).length;
  const open = () => {
    setWasOpened(true);
    setIsOpen(true);
  };
  return (
    <div className="lg:hidden">
      <Button
        icon={<FunnelSimpleIcon aria-hidden className="size-20" />}
        aria-haspopup="dialog"
        onClick={open}
      >
        {count > 0 ? t("filters.titleWithCount", { count }) : t("filters.title")}
      </Button>
      {wasOpened && (
        <Suspense>
          <FilterSheet choices={choices} total={total} isOpen={isOpen} onClose={() => setIsOpen(false)} />
        </Suspense>
      )}
    </div>
  );
}
