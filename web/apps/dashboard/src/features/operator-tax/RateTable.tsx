import type { TaxRate, TaxRates } from "@feria/api";
import { Button, Checkbox, EmptyState, Panel } from "@feria/ui";
import { PlusIcon } from "@feria/ui/icons";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { countryName } from "../../frame/countries";
import { SearchField } from "../../frame/SearchField";
import { CountryGroup } from "./CountryGroup";
import { DeleteDialog } from "./DeleteDialog";
import { ExportButton } from "./ExportButton";
import { groupsOf } from "./groups";
import { ImportDialog } from "./ImportDialog";
import { RateDialog } from "./RateDialog";
import "./words";

type RateTableProps = { table: TaxRates; onReload: () => void };
type Open = { what: "add" } | { what: "import" } | { what: "edit" | "delete"; rate: TaxRate };

// As many countries as are looked for at once; more stay folded.
const UNFOLDED_MAX = 3;

/** The rates by country, and everything that can be done with them. */
export function RateTable({ table, onReload }: RateTableProps) {
  const { t, i18n } = useTranslation();
  const [text, setText] = useState("");
  const [showsOld, setShowsOld] = useState(false);
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const groups = useMemo(
    () => groupsOf(table.items, (code) => countryName(code, i18n.language), { text, showsOld }),
    [table.items, i18n.language, text, showsOld],
  );
  const isFound = text !== "" && groups.length <= UNFOLDED_MAX;
  const shared = { version: table.version, onReload, onClose: close };
  const country = isFound && groups.length === 1 ? (groups[0]?.country ?? "") : "";
  return (
    <div className="flex flex-col gap-16">
      <p className="max-w-prose text-ink-2">{t("tax.help")}</p>
      <Panel flush>
        <div className="flex flex-wrap items-center gap-8 p-12 md:px-20">
          <SearchField label={t("tax.search")} value={text} onSearch={setText} />
          <Checkbox
            className="me-auto"
            label={t("tax.old.show")}
            checked={showsOld}
            onChange={(event) => setShowsOld(event.target.checked)}
          />
          <Actions onOpen={setOpen} />
        </div>
        <p role="status" className="sr-only">
          {text && t("tax.found", { count: groups.length })}
        </p>
        {groups.length === 0 ? (
          <EmptyState title={t("tax.none")} help={t("tax.none.help")} />
        ) : (
          <ul aria-label={t("tax.table")} className="divide-y divide-line border-t border-line">
            {groups.map((group) => (
              <CountryGroup
                key={group.country}
                group={group}
                isOpen={isFound}
                onEdit={(rate) => setOpen({ what: "edit", rate })}
                onDelete={(rate) => setOpen({ what: "delete", rate })}
              />
            ))}
          </ul>
        )}
      </Panel>
      {open?.what === "add" && <RateDialog {...shared} rate={null} country={country} />}
      {open?.what === "edit" && <RateDialog {...shared} rate={open.rate} country={open.rate.country} />}
      {open?.what === "delete" && <DeleteDialog {...shared} rate={open.rate} />}
      {open?.what === "import" && <ImportDialog onClose={close} />}
    </div>
  );
}

function Actions({ onOpen }: { onOpen: (open: Open) => void }) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-wrap gap-8">
      <Button
        variant="primary"
        icon={<PlusIcon aria-hidden className="size-16" />}
        onClick={() => onOpen({ what: "add" })}
      >
        {t("tax.add")}
      </Button>
      <Button onClick={() => onOpen({ what: "import" })}>{t("tax.import")}</Button>
      <ExportButton />
    </div>
  );
}
