import { Chip, Field, Select } from "@feria/ui";
import { useTranslation } from "react-i18next";
import type { Named } from "../../operator/names";

type CodeChipsProps = {
  /** The field's name in the form. */
  name: string;
  label: string;
  addLabel: string;
  codes: string[];
  all: Named[];
  /** Codes that cannot be chosen here, since they are elsewhere. */
  taken?: Set<string>;
  error?: string | undefined;
  onChange: (codes: string[]) => void;
};

/** Several countries or languages: those chosen as chips, the rest in a list to add from. */
export function CodeChips({ name, label, addLabel, codes, all, taken, error, onChange }: CodeChipsProps) {
  const { t } = useTranslation();
  const names = new Map(all.map((one) => [one.code, one.name]));
  const free = all.filter(({ code }) => !codes.includes(code) && !taken?.has(code));
  const sorted = all.filter(({ code }) => codes.includes(code)).map(({ code }) => code);
  const add = (code: string) => code && onChange([...codes, code]);
  return (
    <div className="flex flex-col gap-8">
      <div className="sm:max-w-320">
        <Field name={name} label={label} error={error}>
          <Select
            value=""
            onChange={(event) => add(event.target.value)}
            options={[
              { value: "", label: addLabel },
              ...free.map((one) => ({ value: one.code, label: one.name })),
            ]}
          />
        </Field>
      </div>
      <ul aria-label={label} className="flex flex-wrap gap-8">
        {sorted.map((code) => (
          <li key={code}>
            <Chip
              removeLabel={t("operator.removeNamed", { name: names.get(code) ?? code })}
              onRemove={() => onChange(codes.filter((one) => one !== code))}
            >
              {names.get(code) ?? code}
            </Chip>
          </li>
        ))}
      </ul>
    </div>
  );
}
