import type { Packing, SellerOrder } from "@feria/api";
import { Button, FieldError, Note } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { LabelChoice } from "../../packing/LabelChoice";
import { PackageFields } from "../../packing/PackageFields";
import { ShipFrom } from "../../packing/ShipFrom";
import { PackedLine } from "./PackedLine";
import { packable, packableLines } from "./rules";
import { useLabelForm } from "./useLabelForm";

/** A parcel with a label that is bought here: from where, what is inside, which box, then prices to choose from. */
export function LabelForm({ order, packing }: { order: SellerOrder; packing: Packing }) {
  const { t } = useTranslation();
  const form = useLabelForm(order);
  return (
    <div className="flex flex-col gap-16">
      <ShipFrom sellerId={order.seller.id} place={packing.ship_from} />
      {packing.ship_from && (
        <form noValidate onSubmit={form.ask} className="flex flex-col gap-16">
          <ul className="flex flex-col gap-12">
            {packableLines(order).map((line) => (
              <PackedLine
                key={line.id}
                line={line}
                open={packable(order, line)}
                value={form.units[line.id] ?? 0}
                onChange={(value) => form.setUnits(line.id, value)}
              />
            ))}
          </ul>
          {form.isEmpty && <FieldError>{t("sell.ship.nothing")}</FieldError>}
          <PackageFields sellerId={order.seller.id} presets={packing.packages} form={form.box} />
          {form.problem && <Note tone="bad">{form.problem}</Note>}
          <div>
            <Button type="submit" variant={form.rates ? "secondary" : "primary"} isBusy={form.isAsking}>
              {t("sell.label.ask")}
            </Button>
          </div>
        </form>
      )}
      {form.rates && (
        <LabelChoice
          rates={form.rates}
          isBusy={form.isBuying}
          onBuy={form.buy}
          help={t("sell.label.payHelp")}
        />
      )}
    </div>
  );
}
