import { itemsOf, useOwnCoupons, type CouponOwner, type OwnCoupon } from "@feria/api";
import { EmptyState, formatDay } from "@feria/ui";
import { DataTable, type Column } from "@feria/ui/table";
import { useTranslation } from "react-i18next";
import { ListPanel } from "../../frame/ListPanel";
import { useCompactRows, useTableLabels } from "../../frame/rows";
import { CouponState, useCouponWords } from "./words";

type CouponListProps = { owner: CouponOwner; path: string; timeZone: string };

/** The coupons of a shop or of the marketplace, newest first. */
export function CouponList({ owner, path, timeZone }: CouponListProps) {
  const { t } = useTranslation();
  const list = useOwnCoupons(owner);
  const { isCompact } = useCompactRows();
  const labels = useTableLabels(t("coupons.title"));
  const columns = useColumns(timeZone);
  return (
    <ListPanel list={list}>
      <DataTable
        rows={itemsOf(list.data)}
        columns={columns}
        idOf={(row) => row.id}
        hrefOf={(row) => `${path}/${row.id}`}
        nameOf={(row) => row.name}
        labels={labels}
        isCompact={isCompact}
        empty={<EmptyState title={t("coupons.none")} help={t("coupons.noneHelp")} />}
      />
    </ListPanel>
  );
}

function useColumns(timeZone: string): Column<OwnCoupon>[] {
  const { t, i18n } = useTranslation();
  const does = useCouponWords();
  const day = (moment: string) => formatDay(moment, { locale: i18n.language, timeZone });
  const dates = ({ starts_at: from, ends_at: to }: OwnCoupon) =>
    to ? `${day(from)} – ${day(to)}` : t("coupons.since", { day: day(from) });
  return [
    { id: "name", header: t("coupons.name"), cell: (row) => row.name },
    {
      id: "codes",
      header: t("coupons.codes"),
      cell: (row) => <span className="numbers line-clamp-1 break-all">{row.codes.join(", ")}</span>,
      phone: "hidden",
    },
    { id: "does", header: t("coupons.does"), cell: (row) => does(row), phone: "second" },
    {
      id: "state",
      header: t("coupons.state"),
      cell: (row) => <CouponState state={row.state} />,
      phone: "first",
    },
    {
      id: "used",
      header: t("coupons.used"),
      isNumeric: true,
      cell: (row) => (row.uses_max ? t("coupons.usedOf", { used: row.used, max: row.uses_max }) : row.used),
      phone: "hidden",
    },
    { id: "dates", header: t("coupons.dates"), isNumeric: true, cell: dates, phone: "hidden" },
  ];
}
