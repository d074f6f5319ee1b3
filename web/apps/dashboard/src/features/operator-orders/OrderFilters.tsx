import type { OperatorOrderFilters } from "@feria/api";
import { Checkbox, FilterChips, Select, TextInput, formatDay, type ActiveFilter } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { SearchField } from "../../frame/SearchField";
import { ORDER_STATUSES } from "./words";

type OrderFiltersProps = {
  filters: OperatorOrderFilters;
  onChange: (changed: Partial<Record<keyof OperatorOrderFilters, string | undefined>>) => void;
};

/** Looks for orders by number or address, state and days; what is in force stands below as chips. */
export function OrderFilters({ filters, onChange }: OrderFiltersProps) {
  const { t } = useTranslation();
  const statuses = ORDER_STATUSES.map((value) => ({ value, label: t(`operator.orders.status.${value}`) }));
  const dayField = (name: "from" | "to") => (
    <label className="flex flex-col gap-x-8 gap-y-4 type-label text-ink-2 sm:flex-row sm:items-center">
      {t(`operator.orders.${name}`)}
      <TextInput
        type="date"
        value={filters[name] ?? ""}
        onChange={(event) => onChange({ [name]: event.target.value || undefined })}
        className="numbers text-ink"
      />
    </label>
  );
  return (
    <div className="flex flex-col gap-12 pb-12">
      <div className="flex flex-wrap items-center gap-x-16 gap-y-8">
        <SearchField
          label={t("operator.orders.search")}
          value={filters.q ?? ""}
          onSearch={(q) => onChange({ q: q || undefined })}
        />
        <div className="w-full sm:w-auto">
          <Select
            aria-label={t("operator.orders.state")}
            value={filters.status ?? ""}
            options={[{ value: "", label: t("operator.orders.anyState") }, ...statuses]}
            onChange={(event) => onChange({ status: event.target.value || undefined })}
          />
        </div>
        <Checkbox
          label={t("operator.orders.late")}
          checked={filters.late ?? false}
          onChange={(event) => onChange({ late: event.target.checked ? "true" : undefined })}
        />
        <div className="grid w-full grid-cols-2 gap-x-16 gap-y-8 sm:flex sm:w-auto">
          {dayField("from")}
          {dayField("to")}
        </div>
      </div>
      <ActiveFilters filters={filters} onChange={onChange} />
    </div>
  );
}

function ActiveFilters({ filters, onChange }: OrderFiltersProps) {
  const { t, i18n } = useTranslation();
  const texts = { locale: i18n.language };
  const labels = {
    q: filters.q && t("operator.orders.chip.q", { q: filters.q }),
    status: filters.status && t(`operator.orders.status.${filters.status}`),
    late: filters.late && t("operator.orders.late"),
    from: filters.from && t("operator.orders.chip.from", { day: formatDay(filters.from, texts) }),
    to: filters.to && t("operator.orders.chip.to", { day: formatDay(filters.to, texts) }),
  };
  const active = Object.entries(labels).flatMap(([key, label]): ActiveFilter[] =>
    label
      ? [
          {
            key,
            label,
            removeLabel: t("operator.orders.chip.remove", { filter: label }),
            onRemove: () => onChange({ [key]: undefined }),
          },
        ]
      : [],
  );
  return (
    <FilterChips
      label={t("operator.orders.filters")}
      filters={active}
      clearLabel={t("operator.orders.clear")}
      onClear={() =>
        onChange({ q: undefined, status: undefined, late: undefined, from: undefined, to: undefined })
      }
    />
  );
}
