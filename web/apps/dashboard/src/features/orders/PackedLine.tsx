import type { OrderLine } from "@feria/api";
import { QuantityStepper } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { Thumb } from "../../frame/Thumb";

export type PackedLineProps = {
  line: OrderLine;
  /** Units that can be packed. */
  open: number;
  value: number;
  onChange: (value: number) => void;
};

/** How many of a line go into the parcel. */
export function PackedLine({ line, open, value, onChange }: PackedLineProps) {
  const { t } = useTranslation();
  return (
    <li className="flex flex-wrap items-center gap-12">
      <Thumb url={line.image} size="line" />
      <span className="min-w-0 flex-1 basis-96">
        <span className="block font-500">{line.title}</span>
        <span className="type-small text-ink-2">
          {[line.variant_title, t("sell.ship.of", { count: open })].filter(Boolean).join(" · ")}
        </span>
      </span>
      <QuantityStepper
        value={value}
        onChange={onChange}
        min={0}
        max={open}
        labels={{
          quantity: t("sell.ship.quantity", { title: line.title }),
          decrease: t("sell.ship.fewer", { title: line.title }),
          increase: t("sell.ship.more", { title: line.title }),
        }}
      />
    </li>
  );
}
