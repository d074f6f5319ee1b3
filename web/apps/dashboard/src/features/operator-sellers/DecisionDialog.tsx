import { useDecideOnSeller, type SellerFile } from "@feria/api";
import { TextLink } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { focusTitle } from "../../frame/focusTitle";
import { ReasonDialog } from "../../operator/ReasonDialog";
import type { Decision } from "./words";

type DecisionDialogProps = {
  seller: SellerFile;
  /** Whom to tell: the shop hears of the decision from the operator. */
  owner: { name: string; email: string } | undefined;
  decision: Decision | null;
  onClose: () => void;
};

/** Asks before a decision, and says what it does to the shop, its buyers and its money. */
export function DecisionDialog({ seller, owner, decision, onClose }: DecisionDialogProps) {
  const { t } = useTranslation();
  const decide = useDecideOnSeller();
  const close = () => {
    decide.reset();
    onClose();
  };
  const done = () => {
    close();
    focusTitle();
  };
  const send = ({ reason = "" }: Record<string, string>) => {
    if (!decision) return;
    decide.mutate({ sellerId: seller.id, decision, reason }, { onSuccess: done });
  };
  const isHarmful = decision === "reject" || decision === "suspend";
  const effects = decision ? t(`operator.sellers.${decision}.effects`).split("\n") : [];
  return (
    <ReasonDialog
      isOpen={decision !== null}
      onClose={close}
      title={decision ? t(`operator.sellers.${decision}.title`, { name: seller.name }) : ""}
      submitLabel={decision ? t(`operator.sellers.${decision}.do`) : ""}
      hint={t("operator.sellers.reasonHint")}
      isReasonRequired={isHarmful}
      isHarmful={isHarmful}
      isBusy={decide.isPending}
      fault={decide.error}
      onSubmit={send}
    >
      <ul className="flex list-disc flex-col gap-4 ps-20">
        {effects.map((effect) => (
          <li key={effect}>{effect}</li>
        ))}
      </ul>
      {owner && (
        <p>
          {t("operator.sellers.tell", { name: owner.name })}{" "}
          <TextLink href={`mailto:${owner.email}`}>{owner.email}</TextLink>
        </p>
      )}
    </ReasonDialog>
  );
}
