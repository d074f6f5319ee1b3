import { Note } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { PageHead } from "../../frame/PageHead";
import { Problem } from "../../frame/Problem";
import { WaitingPage } from "../../frame/Waiting";
import { FilePart } from "./FilePart";
import { MappingPart } from "./MappingPart";
import { PastImports } from "./PastImports";
import { PicturesPart } from "./PicturesPart";
import { ReportPart } from "./ReportPart";
import { StepPart } from "./StepPart";
import { useWizard, type WizardHandle } from "./useWizard";

type ImportPageProps = {
  sellerId: string;
  importId: string | undefined;
  outcome: string | undefined;
  onOpen: (importId?: string) => void;
};

/** A catalogue as a file: looked at first, then taken in. */
export function ImportPage({ sellerId, importId, outcome, onOpen }: ImportPageProps) {
  const { t } = useTranslation();
  const wizard = useWizard(sellerId, importId, onOpen);
  const isOpen = importId !== undefined;
  return (
    <>
      <PageHead
        key={importId}
        title={wizard.one?.file_name ?? t("sell.imports.title")}
        summary={isOpen ? undefined : t("sell.imports.summary")}
        {...(isOpen ? { back: { href: "/sell/imports", label: t("sell.imports.title") } } : {})}
      />
      <div className="flex flex-col gap-20">
        {isOpen ? (
          <Opened sellerId={sellerId} wizard={wizard} outcome={outcome} />
        ) : (
          <>
            <FilePart wizard={wizard} />
            <PastImports sellerId={sellerId} />
          </>
        )}
      </div>
    </>
  );
}

type OpenedProps = { sellerId: string; wizard: WizardHandle; outcome: string | undefined };

function Opened({ sellerId, wizard, outcome }: OpenedProps) {
  const { one, fault, problem } = wizard;
  if (!one) return fault ? <Problem fault={fault} /> : <WaitingPage />;
  return (
    <>
      {problem && <Note tone="bad">{problem}</Note>}
      <StepPart wizard={wizard} one={one} />
      {one.state === "unmapped" && <MappingPart key={one.id} sellerId={sellerId} one={one} />}
      {!one.dry_run && <PicturesPart sellerId={sellerId} one={one} />}
      {one.state === "done" && <ReportPart key={one.id} sellerId={sellerId} one={one} outcome={outcome} />}
    </>
  );
}
