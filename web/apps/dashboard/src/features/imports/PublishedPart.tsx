import type { ImportPublished } from "@feria/api";
import { Button, LinkButton, Panel, TextLink } from "@feria/ui";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useMissingText } from "../../words/missing";
import { useCount } from "./count";

type PublishedPartProps = { result: ImportPublished; onReset: () => void };

/** What is on sale now, and why the rest is not. */
export function PublishedPart({ result, onReset }: PublishedPartProps) {
  const { t } = useTranslation();
  const count = useCount();
  const missingText = useMissingText();
  const heading = useRef<HTMLHeadingElement>(null);
  const { published, submitted, refused } = result;
  const waiting = t("sell.imports.submitted", { count: submitted, number: count(submitted) });
  // The button that was pressed is gone.
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <Panel>
      <div className="flex flex-col gap-16">
        <div role="status" className="flex flex-col gap-4">
          <h2 ref={heading} tabIndex={-1} className="type-heading">
            {published > 0 && t("sell.imports.published", { count: published, number: count(published) })}
            {published === 0 && submitted > 0 && waiting}
            {published === 0 && submitted === 0 && t("sell.imports.nonePublished")}
          </h2>
          {published > 0 && submitted > 0 && <p>{waiting}</p>}
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
                <TextLink href={`/sell/products/${draft.product_id}`}>{draft.title}</TextLink>:{" "}
                {missingText({ errors: draft.errors, title: draft.reason })}
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
