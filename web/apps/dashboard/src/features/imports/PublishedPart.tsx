import type { ImportPublished } from "@feria/api";
import { Button, LinkButton, Panel, TextLink } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { useCount } from "./count";

type PublishedPartProps = { result: ImportPublished; onReset: () => void };

/** What is on sale now, and why the rest is not. */
export function PublishedPart({ result, onReset }: PublishedPartProps) {
  const { t } = useTranslation();
  const count = useCount();
  const { published, refused } = result;
  return (
    <Panel>
      <div className="flex flex-col gap-16">
        <div role="status" className="flex flex-col gap-4">
          <h2 className="type-heading">
            {t("sell.imports.published", { count: published, number: count(published) })}
          </h2>
          {refused.length > 0 && (
            <p className="text-ink-2">
              {t("sell.imports.notPublished", { count: refused.length, number: count(refused.length) })}
            </p>
          )}
        </div>
        {refused.length > 0 && (
          <ul className="flex flex-col gap-4">
            {refused.map((draft) => (
              <li key={draft.product_id}>
                <TextLink href={`/sell/products/${draft.product_id}`}>{draft.title}</TextLink>: {draft.reason}
              </li>
            ))}
          </ul>
        )}
        <div className="flex flex-wrap gap-8">
          <LinkButton href="/sell/products">{t("sell.imports.seeProducts")}</LinkButton>
          <Button onClick={onReset}>{t("sell.imports.another")}</Button>
        </div>
      </div>
    </Panel>
  );
}
