import type { ClaimStep } from "@feria/api";
import { Button, Panel, Skeleton, TextLink } from "@feria/ui";
import type { ReactNode } from "react";
import { Fault } from "../../forms/Fault";
import { usePage } from "../../page";
import { useTexts } from "../../useTexts";

type ClaimFrameProps = {
  number: string;
  title: string;
  status?: ReactNode;
  error: Error | null;
  isLoading: boolean;
  onRetry: () => void;
  children: ReactNode;
};

/** A page that belongs to an order: the way back, the title, and what there is or stands in its place. */
export function ClaimFrame(props: ClaimFrameProps) {
  const { number, title, status, error, isLoading, onRetry, children } = props;
  const { t } = useTexts();
  usePage(title);
  return (
    <div className="page-width flex flex-col gap-24 py-24 lg:py-48">
      <header className="flex flex-col gap-8">
        <TextLink href={`/orders/${number}`} className="self-start">
          {t("claims.back", { number: number.toUpperCase() })}
        </TextLink>
        <h1 className="type-title">{title}</h1>
        {status && (
          <p role="status" className="font-600">
            {status}
          </p>
        )}
      </header>
      {error && <Fault fault={error} action={<Button onClick={onRetry}>{t("shop.tryAgain")}</Button>} />}
      {isLoading && <Skeleton className="h-320" />}
      {!error && !isLoading && children}
    </div>
  );
}

/** What happened, latest first. */
export function History({ steps }: { steps: ClaimStep[] }) {
  const { t, moment } = useTexts();
  return (
    <Panel title={t("claims.history")}>
      <ol className="flex flex-col gap-12">
        {steps.toReversed().map((step) => (
          <li key={step.at + step.status} className="flex flex-col border-s border-line-strong ps-12">
            <span className="font-500">{t(`claims.happened.${step.status}`)}</span>
            {step.reason && <span className="break-words text-ink-2">{step.reason}</span>}
            <span className="type-small text-ink-2">
              {moment(step.at)} · {t(`claims.by.${step.by}`)}
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
