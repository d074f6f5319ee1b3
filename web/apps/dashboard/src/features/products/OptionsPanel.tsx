import { Button, Chip, Field, Panel, TextInput } from "@feria/ui";
import { PlusIcon } from "@feria/ui/icons";
import { useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import {
  OPTIONS_MAX,
  addOption,
  addValue,
  removeOption,
  removeValue,
  renameOption,
  type Option,
} from "./matrix";
import type { Editor } from "./useEditor";

const ADD = "add-option";

/** The button that was pressed is gone, or what it made comes next. */
function focusSoon(id: string): void {
  requestAnimationFrame(() => document.getElementById(id)?.focus());
}

/** What a buyer chooses between: size, colour. */
export function OptionsPanel({ editor }: { editor: Editor }) {
  const { t } = useTranslation();
  const { options } = editor.values;
  return (
    <Panel
      title={t("sell.product.options.title")}
      actions={
        options.length < OPTIONS_MAX && (
          <Button
            icon={<PlusIcon aria-hidden className="size-16" />}
            id={ADD}
            onClick={() => {
              editor.changeMatrix((matrix) => addOption(matrix));
              focusSoon(`field-options.${options.length}.name`);
            }}
          >
            {t("sell.product.options.add")}
          </Button>
        )
      }
    >
      {options.length === 0 && <p className="text-ink-2">{t("sell.product.options.none")}</p>}
      <div className="flex flex-col gap-24">
        {options.map((option, place) => (
          <OptionRow key={place} option={option} place={place} editor={editor} />
        ))}
      </div>
    </Panel>
  );
}

type OptionRowProps = { option: Option; place: number; editor: Editor };

function OptionRow({ option, place, editor }: OptionRowProps) {
  const { t } = useTranslation();
  const { faults, changeMatrix } = editor;
  return (
    <div className="grid items-start gap-12 sm:grid-cols-3">
      <Field
        label={t("sell.product.options.name")}
        name={`options.${place}.name`}
        error={faults[`options.${place}.name`] ?? faults.options}
      >
        <TextInput
          autoComplete="off"
          placeholder={t("sell.product.options.namePlaceholder")}
          value={option.name}
          onChange={(event) => changeMatrix((matrix) => renameOption(matrix, place, event.target.value))}
        />
      </Field>
      <div className="flex flex-col gap-8 sm:col-span-2">
        <ValueField option={option} place={place} editor={editor} />
        <div className="flex flex-wrap items-center gap-8">
          {option.values.map((value) => (
            <Chip
              key={value}
              removeLabel={t("sell.product.options.removeValue", { value })}
              onRemove={() => {
                changeMatrix((matrix) => removeValue(matrix, place, value));
                focusSoon(`field-options.${place}.values`);
              }}
            >
              {value}
            </Chip>
          ))}
          <Button
            variant="quiet"
            onClick={() => {
              changeMatrix((matrix) => removeOption(matrix, place));
              focusSoon(ADD);
            }}
          >
            {t("sell.product.options.remove")}
          </Button>
        </div>
      </div>
    </div>
  );
}

/** Values come one by one with Enter, or several with commas. */
function ValueField({ option, place, editor }: OptionRowProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const add = () => {
    const values = typed.split(",").map((value) => value.trim());
    editor.changeMatrix((matrix, make) =>
      values.reduce((grown, value) => addValue(grown, place, value, make), matrix),
    );
    setTyped("");
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    add();
  };
  const isNamed = option.name.trim() !== "";
  return (
    <Field
      label={t("sell.product.options.values")}
      name={`options.${place}.values`}
      error={editor.faults[`options.${place}.values`]}
      hint={isNamed ? t("sell.product.options.valuesHint") : t("sell.product.options.nameFirst")}
    >
      <span className="flex gap-8">
        <TextInput
          id={`field-options.${place}.values`}
          autoComplete="off"
          value={typed}
          disabled={!isNamed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={press}
        />
        <Button onClick={add} disabled={typed.trim() === ""}>
          {t("sell.product.options.addValue")}
        </Button>
      </span>
    </Field>
  );
}
