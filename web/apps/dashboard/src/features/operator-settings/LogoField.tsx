import { useRemoveMarketplaceLogo, useSetMarketplaceLogo } from "@feria/api";
import { Button, FileDrop } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { useProblemText } from "../../frame/Problem";

type LogoFieldProps = { logo: string | null; name: string };

/** The picture that stands instead of the name; shown as soon as it is there, apart from the form. */
export function LogoField({ logo, name }: LogoFieldProps) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const set = useSetMarketplaceLogo();
  const remove = useRemoveMarketplaceLogo();
  const isBusy = set.isPending || remove.isPending;
  const fault = set.error ?? remove.error;
  return (
    <div className="flex flex-col gap-8">
      <p className="type-label">{t("operator.settings.logo")}</p>
      {logo && (
        <div className="flex flex-wrap items-center gap-16 rounded-control border border-line bg-ground p-16">
          <img
            src={logo}
            alt={t("operator.settings.logoOf", { name })}
            className="h-48 max-w-full object-contain"
          />
          <Button
            variant="quiet"
            isBusy={isBusy}
            onClick={() => remove.mutate(undefined)}
            className="ms-auto"
          >
            {t("operator.settings.removeLogo")}
          </Button>
        </div>
      )}
      <FileDrop
        label={t(isBusy ? "operator.settings.logoBusy" : "operator.settings.dropLogo")}
        buttonLabel={t(logo ? "operator.settings.otherLogo" : "operator.settings.chooseLogo")}
        hint={t("operator.settings.logoHint")}
        accept="image/jpeg,image/png,image/webp"
        isDisabled={isBusy}
        error={fault && problemText(fault)}
        onFiles={([file]) => file && set.mutate(file)}
      />
    </div>
  );
}
