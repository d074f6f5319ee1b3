import { useGiveLabel, useReturnInstructions, type Return } from "@feria/api";
import { Button, Field, FileDrop, Note, Panel, TextArea, showToast } from "@feria/ui";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useProblemText } from "../../frame/Problem";

const KINDS = "image/jpeg,image/png,image/webp";

/** Where an approved return is sent, and the label for the way. */
export function SendingPanel({ found }: { found: Return }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const save = useReturnInstructions();
  const label = useGiveLabel();
  const [text, setText] = useState(found.instructions);
  const hasCarriers = found.labels.some(({ status }) => status === "bought" || status === "requested");
  return (
    <Panel title={t("claims.sending.title")}>
      <form
        className="flex flex-col gap-16"
        onSubmit={(event) => {
          event.preventDefault();
          if (save.isPending || !text.trim()) return;
          save.mutate(
            { returnId: found.id, instructions: text.trim() },
            { onSuccess: () => showToast({ text: t("claims.sending.saved") }) },
          );
        }}
      >
        {save.error && <Note tone="bad">{problemText(save.error)}</Note>}
        <Field label={t("claims.sending.where")} name="instructions" hint={t("claims.sending.whereHint")}>
          <TextArea maxLength={2000} value={text} onChange={(event) => setText(event.target.value)} />
        </Field>
        <Button
          type="submit"
          className="self-start"
          isBusy={save.isPending}
          disabled={!text.trim() || text.trim() === found.instructions}
        >
          {t("claims.sending.save")}
        </Button>
      </form>
      {!hasCarriers && (
        <div className="mt-20 flex flex-col gap-8">
          <p className="font-500">{t(`claims.sending.label.${found.label_paid_by}`)}</p>
          {found.has_label && <p className="text-good">{t("claims.sending.hasLabel")}</p>}
          <FileDrop
            label={t("claims.sending.drop")}
            buttonLabel={t(found.has_label ? "claims.sending.replace" : "claims.sending.choose")}
            hint={t("claims.sending.dropHint")}
            error={label.error ? problemText(label.error) : undefined}
            accept={KINDS}
            isDisabled={label.isPending}
            onFiles={([file]) => file && label.mutate({ returnId: found.id, file })}
          />
        </div>
      )}
    </Panel>
  );
}
