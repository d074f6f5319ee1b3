import { itemsOf, useImportPictures, useRetryPictures, type Import } from "@feria/api";
import { Button, Note, Panel, Progress, TextLink } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { MoreRows } from "../../frame/MoreRows";
import { Problem, useProblemText } from "../../frame/Problem";
import { useCount } from "./count";

type PicturesPartProps = { sellerId: string; one: Import };

/** Pictures are fetched after the products are there: how far that is, and which cannot be had. */
export function PicturesPart({ sellerId, one }: PicturesPartProps) {
  const { t } = useTranslation();
  const count = useCount();
  const { waiting, failed } = one.pictures;
  const total = Math.max(one.counts.pictures ?? 0, waiting + failed);
  if (waiting + failed === 0) return null;
  return (
    <Panel title={t("sell.imports.pictures.title")}>
      <div className="flex flex-col gap-16">
        {waiting > 0 && (
          <Progress
            label={t("sell.imports.pictures.fetching")}
            value={total - waiting}
            max={total}
            aside={t("sell.imports.pictures.progress", { done: count(total - waiting), total: count(total) })}
          />
        )}
        {failed > 0 && <Failed key={failed} sellerId={sellerId} one={one} />}
      </div>
    </Panel>
  );
}

function Failed({ sellerId, one }: PicturesPartProps) {
  const { t } = useTranslation();
  const count = useCount();
  const { failed } = one.pictures;
  const list = useImportPictures(sellerId, one.id);
  const retry = useRetryPictures();
  const problemText = useProblemText();
  if (list.error) return <Problem fault={list.error} onRetry={() => void list.refetch()} />;
  return (
    <>
      <p role="status">{t("sell.imports.pictures.failed", { count: failed, number: count(failed) })}</p>
      <ul className="divide-y divide-line border-y border-line">
        {itemsOf(list.data).map((picture) => (
          <li key={`${picture.product_id} ${picture.url}`} className="flex flex-col gap-2 py-12">
            <span className="flex flex-wrap items-baseline gap-x-12">
              <span className="numbers text-ink-2">
                {t("sell.imports.report.line", { number: count(picture.line) })}
              </span>
              <TextLink href={`/sell/products/${picture.product_id}`}>{picture.product_title}</TextLink>
            </span>
            <span>{picture.reason}</span>
            <span className="type-small break-all text-ink-2">{picture.url}</span>
          </li>
        ))}
      </ul>
      <MoreRows list={list} />
      {retry.error && <Note tone="bad">{problemText(retry.error)}</Note>}
      <div>
        <Button isBusy={retry.isPending} onClick={() => retry.mutate({ sellerId, importId: one.id })}>
          {t("sell.imports.pictures.retry", { count: failed })}
        </Button>
      </div>
    </>
  );
}
