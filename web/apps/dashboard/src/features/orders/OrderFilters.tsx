import type { SellerOrderStatus } from "@feria/api";
import { Chip, Select, TextInput } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { SearchField } from "../../frame/SearchField";
import { DUES } from "../../words/due";
import { stateKey } from "../../words/seller";
import type { ListFilters } from "./filters";

const STATUSES: SellerOrderStatus[] = [
  "placed",
  "accepted",
  "partially_shipped",
  "shipped",
  "delivered",
  "completed",
  "cancelled",
  "awaiting_payment",
  "expired",
];
const SORTS = ["newest", "ship_by"] as const;

type OrderFiltersProps = { filters: ListFilters; onChange: (change: ListFilters) => void };

/** Words, days and the order of the rows. */
export function OrderFilters({ filters, onChange }: OrderFiltersProps) {
  const { t } = useTranslation();
  return (
    <>
      <SearchField
        label={t("sell.orders.search")}
        value={filters.q ?? ""}
        onSearch={(q) => onChange({ q })}
      />
      <div className="grid grid-cols-2 gap-8 max-sm:basis-full">
        <Day name="from" filters={filters} onChange={onChange} />
        <Day name="to" filters={filters} onChange={onChange} />
      </div>
      <div className="max-sm:basis-full">
        <Select
          aria-label={t("sell.orders.sort")}
          value={filters.sort ?? "newest"}
          onChange={(event) => onChange({ sort: SORTS.find((sort) => sort === event.target.value) })}
          options={SORTS.map((sort) => ({ value: sort, label: t(`sell.orders.sort.${sort}`) }))}
        />
      </div>
    </>
  );
}

function Day({ name, filters, onChange }: OrderFiltersProps & { name: "from" | "to" }) {
  const { t } = useTranslation();
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <span aria-hidden className="type-small text-ink-2 sm:hidden">
        {t(`sell.orders.${name}`)}
      </span>
      <TextInput
        type="date"
        className="max-sm:ps-12 max-sm:pe-8"
        aria-label={t(`sell.orders.${name}`)}
        start={<span className="type-small text-ink-2 max-sm:hidden">{t(`sell.documents.${name}`)}</span>}
        value={filters[name] ?? ""}
        onChange={(event) => onChange({ [name]: event.target.value })}
      />
    </div>
  );
}

/** What is late and which states, each to be pressed for itself; several states are any of them. */
export function StateChips({ filters, onChange }: OrderFiltersProps) {
  const { t } = useTranslation();
  const chosen = filters.status ?? [];
  const toggled = (status: SellerOrderStatus) =>
    STATUSES.filter((one) => (one === status) !== chosen.includes(one));
  return (
    <div
      role="group"
      aria-label={t("sell.orders.byState")}
      className="flex min-w-0 flex-1 gap-8 p-4 whitespace-nowrap max-sm:overflow-x-auto sm:flex-wrap"
    >
      {DUES.map((due) => (
        <Chip
          key={due}
          isSelected={filters.due === due}
          onClick={() => onChange({ due: filters.due === due ? undefined : due })}
        >
          {t(`sell.orders.due.${due}`)}
        </Chip>
      ))}
      {STATUSES.map((status) => (
        <Chip
          key={status}
          isSelected={chosen.includes(status)}
          onClick={() => onChange({ status: toggled(status) })}
        >
          {t(stateKey("order", status))}
        </Chip>
      ))}
    </div>
  );
}
