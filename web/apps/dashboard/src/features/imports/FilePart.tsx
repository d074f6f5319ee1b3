import { FileDrop, Note, Progress } from "@feria/ui";
import { useTranslation } from "react-i18next";
import type { WizardHandle } from "./useWizard";

/** Where the file goes in. */
export function FilePart({ wizard }: { wizard: WizardHandle }) {
  const { t } = useTranslation();
  const { state, choose } = wizard;
  if (state.step === "sending") {
    return <Progress label={t("sell.imports.sending", { name: state.file.name })} value={0} max={1} />;
  }
  return (
    <div className="flex flex-col gap-12">
      {state.step === "choose" && state.refusal && <Note tone="bad">{state.refusal}</Note>}
      <FileDrop
        label={t("sell.imports.drop")}
        buttonLabel={t("sell.imports.choose")}
        hint={t("sell.imports.hint")}
        accept=".csv,text/csv"
        takesAll
        onFiles={([file]) => file && choose(file)}
      />
    </div>
  );
}
