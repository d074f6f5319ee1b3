import type { ClaimPhoto, ClaimStep } from "@feria/api";
import { Panel, formatMoment } from "@feria/ui";
import { useTranslation } from "react-i18next";

/** What happened to a return or a case, latest first. */
export function History({ steps }: { steps: ClaimStep[] }) {
  const { t, i18n } = useTranslation();
  return (
    <Panel title={t("claims.history")}>
      <ol className="flex flex-col gap-12">
        {steps.toReversed().map((step) => (
          <li key={step.at + step.status} className="flex flex-col border-s border-line-strong ps-12">
            <span className="font-500">{t(`claims.happened.${step.status}`)}</span>
            {step.reason && <span className="break-words text-ink-2">{step.reason}</span>}
            <span className="type-small text-ink-2">
              {formatMoment(step.at, { locale: i18n.language })} · {t(`claims.by.${step.by}`)}
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

/** Pictures that show what is wrong, each opening in full. */
export function Photos({ photos }: { photos: ClaimPhoto[] }) {
  const { t } = useTranslation();
  if (photos.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-12">
      {photos.map((photo, place) => (
        <li key={photo.id}>
          <a href={photo.url} target="_blank" rel="noreferrer" className="block rounded-thumb">
            <img
              src={photo.thumbnail}
              width={photo.width}
              height={photo.height}
              alt={t("claims.photo.label", { place: place + 1, by: t(`claims.by.${photo.by}`) })}
              className="size-96 rounded-thumb object-cover"
            />
          </a>
        </li>
      ))}
    </ul>
  );
}
