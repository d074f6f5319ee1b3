import { Chip, Field, Select, type SelectOption } from "@feria/ui";
import { useTranslation } from "react-i18next";

export type ChosenProps = {
  label: string;
  hint?: string;
  options: SelectOption[];
  value: string[];
  onChange: (value: string[]) => void;
};

/** Several of many: a list to add from, and what was added, each removable. Without any, all count. */
export function Chosen({ label, hint, options, value, onChange }: ChosenProps) {
  const { t } = useTranslation();
  const nameOf = (id: string) => options.find((one) => one.value === id)?.label ?? id;
  return (
    <div className="flex min-w-0 flex-col gap-8">
      <Field label={label} hint={hint}>
        <Select
          value=""
          options={[
            { value: "", label: t(value.length > 0 ? "coupons.addMore" : "coupons.all") },
            ...options.filter((one) => !value.includes(one.value)),
          ]}
          onChange={(event) => event.target.value && onChange([...value, event.target.value])}
        />
      </Field>
      <ChosenChips ids={value} nameOf={nameOf} onChange={onChange} label={label} />
    </div>
  );
}

type ChosenChipsProps = {
  label: string;
  ids: string[];
  nameOf: (id: string) => string;
  onChange: (ids: string[]) => void;
};

export function ChosenChips({ label, ids, nameOf, onChange }: ChosenChipsProps) {
  const { t } = useTranslation();
  if (ids.length === 0) return null;
  return (
    <ul aria-label={label} className="flex flex-wrap gap-8">
      {ids.map((id) => (
        <li key={id} className="max-w-full">
          <Chip
            removeLabel={t("coupons.takeOff", { name: nameOf(id) })}
            onRemove={() => onChange(ids.filter((one) => one !== id))}
          >
            <span className="min-w-0 truncate">{nameOf(id)}</span>
          </Chip>
        </li>
      ))}
    </ul>
  );
}
