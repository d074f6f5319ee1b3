import { useSynonyms } from "@feria/api";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { SynonymsForm } from "../../features/operator-search/SynonymsForm";
import { PageBody, PageHead } from "../../frame/PageHead";
import { Problem } from "../../frame/Problem";
import { WaitingPage } from "../../frame/Waiting";
import { Saved } from "../../operator/Saved";

/** Words that search takes for one another. */
export function OperatorSynonyms() {
  const { t } = useTranslation();
  const synonyms = useSynonyms();
  const [savedTimes, setSavedTimes] = useState(0);
  return (
    <PageBody>
      <PageHead title={t("operator.synonyms.title")} summary={t("operator.synonyms.summary")} />
      {synonyms.isError && <Problem fault={synonyms.error} onRetry={() => void synonyms.refetch()} />}
      {synonyms.isPending && <WaitingPage />}
      {synonyms.data && (
        <>
          {savedTimes > 0 && <Saved key={`saved ${savedTimes}`}>{t("operator.synonyms.saved")}</Saved>}
          <SynonymsForm
            key={synonyms.data.version}
            synonyms={synonyms.data}
            onSaved={() => setSavedTimes((times) => times + 1)}
            onStale={() => void synonyms.refetch()}
          />
        </>
      )}
    </PageBody>
  );
}
