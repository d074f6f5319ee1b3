import { Button, Note, Progress } from "@feria/ui";
import { useTranslation } from "react-i18next";
import type { useUploads } from "./uploads";

type UploadStateProps = {
  uploads: ReturnType<typeof useUploads>;
  /** Sends again what may be taken the next time. */
  onRetry?: (files: File[]) => void;
};

/** How far the upload is, and what could not be taken, each in words. */
export function UploadState({ uploads, onRetry }: UploadStateProps) {
  const { t } = useTranslation();
  const { progress, failures, isBusy } = uploads;
  const again = failures.flatMap(({ file }) => (file ? [file] : []));
  return (
    <>
      {isBusy && progress && (
        <Progress
          label={t("sell.pictures.uploading", { name: progress.name })}
          value={progress.sentBytes}
          max={progress.bytes}
          aside={t("sell.pictures.count", { done: progress.done + 1, total: progress.total })}
        />
      )}
      {failures.length > 0 && (
        <Note tone="bad">
          <ul>
            {failures.map(({ name, why }) => (
              <li key={name}>{t("sell.pictures.failed", { name, why })}</li>
            ))}
          </ul>
          {onRetry && again.length > 0 && (
            <Button className="mt-12" onClick={() => onRetry(again)}>
              {t("sell.pictures.retry", { count: again.length })}
            </Button>
          )}
        </Note>
      )}
    </>
  );
}
