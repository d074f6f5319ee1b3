import { Field, Panel, TextInput } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { RichText } from "../../frame/RichText";
import type { Editor } from "./useEditor";

/** Title and description. */
export function BasicsPanel({ editor }: { editor: Editor }) {
  const { t } = useTranslation();
  const { values, set, faults } = editor;
  return (
    <Panel>
      <div className="flex flex-col gap-20">
        <Field label={t("sell.product.field.title")} name="title" error={faults.title} isRequired>
          <TextInput
            maxLength={200}
            autoComplete="off"
            value={values.title}
            onChange={(event) => set("title", event.target.value)}
          />
        </Field>
        <Field
          label={t("sell.product.field.description")}
          name="description"
          hint={t("sell.product.descriptionHint")}
          error={faults.description}
        >
          <RichText
            label={t("sell.product.field.description")}
            value={values.description}
            onChange={(html) => set("description", html)}
          />
        </Field>
      </div>
    </Panel>
  );
}
