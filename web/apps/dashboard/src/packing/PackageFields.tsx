import { useAddPackage, useRemovePackage, type PackagePreset } from "@feria/api";
import { Button, Dialog, Field, IconButton, Note, Select, TextInput } from "@feria/ui";
import { TrashIcon } from "@feria/ui/icons";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useProblemText } from "../frame/Problem";
import { MEASURES, measuresOf, type BoxForm } from "./useBox";

type PackageFieldsProps = { sellerId: string | null; presets: PackagePreset[]; form: BoxForm };
type OfShop = { sellerId: string; form: BoxForm };

/** The box and what it weighs; boxes that the shop keeps fill in their measures. Without a shop none are kept. */
export function PackageFields({ sellerId, presets, form }: PackageFieldsProps) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-col gap-16">
      {sellerId && presets.length > 0 && <Presets sellerId={sellerId} presets={presets} form={form} />}
      <div className="grid grid-cols-2 items-start gap-16 sm:grid-cols-4">
        {MEASURES.map((name) => (
          <Field
            key={name}
            label={t(`sell.label.${name}`)}
            name={`box-${name}`}
            error={form.errors[name]}
            aside={t("sell.label.cm")}
            isRequired
          >
            <TextInput
              inputMode="decimal"
              autoComplete="off"
              value={form.box[name]}
              onChange={(event) => form.setBox({ [name]: event.target.value })}
            />
          </Field>
        ))}
        <Field
          label={t("sell.label.weight")}
          name="box-weight"
          error={form.errors.weight}
          aside={t("sell.label.grams")}
          isRequired
        >
          <TextInput
            inputMode="numeric"
            autoComplete="off"
            value={form.box.weight}
            onChange={(event) => form.setBox({ weight: event.target.value })}
          />
        </Field>
      </div>
      {sellerId && <KeepBox sellerId={sellerId} form={form} />}
    </div>
  );
}

function Presets({ sellerId, presets, form }: OfShop & { presets: PackagePreset[] }) {
  const { t } = useTranslation();
  const remove = useRemovePackage();
  const [chosen, setChosen] = useState("");
  const choose = (id: string) => {
    setChosen(id);
    const box = presets.find((preset) => preset.id === id);
    if (!box) return;
    const [length, width, height] = [box.length_mm, box.width_mm, box.height_mm].map((mm) => String(mm / 10));
    form.setBox({ length: length ?? "", width: width ?? "", height: height ?? "" });
  };
  return (
    <div className="flex items-end gap-8">
      <div className="min-w-0 flex-1">
        <Field label={t("sell.label.box")}>
          <Select
            value={chosen}
            onChange={(event) => choose(event.target.value)}
            options={[
              { value: "", label: t("sell.label.boxOther") },
              ...presets.map((preset) => ({ value: preset.id, label: preset.name })),
            ]}
          />
        </Field>
      </div>
      {chosen && (
        <IconButton
          label={t("sell.label.boxForget")}
          onClick={() => remove.mutate({ sellerId, packageId: chosen }, { onSuccess: () => setChosen("") })}
        >
          <TrashIcon aria-hidden className="size-20" />
        </IconButton>
      )}
    </div>
  );
}

function KeepBox({ sellerId, form }: OfShop) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const measures = measuresOf(form.box);
  if (!measures) return null;
  return (
    <div>
      <Button variant="quiet" onClick={() => setIsOpen(true)}>
        {t("sell.label.boxKeep")}
      </Button>
      {isOpen && <KeepDialog sellerId={sellerId} measures={measures} onClose={() => setIsOpen(false)} />}
    </div>
  );
}

type KeepDialogProps = {
  sellerId: string;
  measures: { length_mm: number; width_mm: number; height_mm: number };
  onClose: () => void;
};

function KeepDialog({ sellerId, measures, onClose }: KeepDialogProps) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const add = useAddPackage();
  const [name, setName] = useState("");
  const isMissing = name.trim() === "";
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("sell.label.boxKeep")}
      closeLabel={t("frame.close")}
      actions={
        <Button
          variant="primary"
          isBusy={add.isPending}
          disabled={isMissing}
          onClick={() =>
            add.mutate({ sellerId, name: name.trim(), weight_grams: 0, ...measures }, { onSuccess: onClose })
          }
        >
          {t("sell.label.boxKeepDo")}
        </Button>
      }
    >
      <div className="dense flex flex-col gap-16">
        {add.error && <Note tone="bad">{problemText(add.error)}</Note>}
        <Field label={t("sell.label.boxName")} isRequired>
          <TextInput maxLength={80} value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
      </div>
    </Dialog>
  );
}
