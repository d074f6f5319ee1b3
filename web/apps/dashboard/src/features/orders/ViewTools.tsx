import {
  ApiProblem,
  useChangeOrderView,
  useForgetOrderView,
  useKeepOrderView,
  type OrderView,
} from "@feria/api";
import { Button, Dialog, Field, Menu, Note, TextInput, showToast } from "@feria/ui";
import { CaretDownIcon } from "@feria/ui/icons";
import { useId, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { useProblemText } from "../../frame/Problem";
import { isNarrowed, keptOf } from "./filters";
import type { Shown } from "./OrderList";

const NAME_LENGTH_MAX = 80;

type ViewToolsProps = { sellerId: string; shown: Shown };

/** Keeps the filters as a view of the shop; renames, changes and deletes one that is kept. */
export function ViewTools({ sellerId, shown }: ViewToolsProps) {
  const { t } = useTranslation();
  const [asks, setAsks] = useState<"keep" | "rename" | "delete" | null>(null);
  const close = () => setAsks(null);
  const { own } = shown;
  const isOpen = isNarrowed(shown.filters);
  if (!own && !(shown.isChanged && isOpen)) return null;
  return (
    <div className="flex basis-full flex-wrap items-center gap-8 px-4">
      {shown.isChanged && isOpen && <Button onClick={() => setAsks("keep")}>{t("sell.orders.keep")}</Button>}
      {own && <OwnView sellerId={sellerId} own={own} shown={shown} onAsk={setAsks} />}
      {isOpen && (
        <Button variant="quiet" onClick={() => shown.show("all", {})}>
          {t("sell.orders.clear")}
        </Button>
      )}
      {(asks === "keep" || (asks === "rename" && own)) && (
        <NameDialog sellerId={sellerId} shown={shown} own={asks === "rename" ? own : null} onClose={close} />
      )}
      {asks === "delete" && own && (
        <DeleteDialog sellerId={sellerId} own={own} shown={shown} onClose={close} />
      )}
    </div>
  );
}

type OwnViewProps = ViewToolsProps & { own: OrderView; onAsk: (what: "rename" | "delete") => void };

function OwnView({ sellerId, own, shown, onAsk }: OwnViewProps) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const change = useChangeOrderView();
  const save = () =>
    change.mutate(
      { sellerId, viewId: own.id, name: own.name, filters: keptOf(shown.filters) },
      { onError: (fault) => showToast({ text: problemText(fault) }) },
    );
  return (
    <>
      {shown.isChanged && (
        <Button isBusy={change.isPending} onClick={save}>
          {t("sell.orders.keepIn", { name: own.name })}
        </Button>
      )}
      <Menu
        align="start"
        trigger={
          <>
            {t("sell.orders.ofView", { name: own.name })} <CaretDownIcon aria-hidden className="size-16" />
          </>
        }
        triggerClassName="inline-flex min-h-36 items-center gap-8 rounded-control px-12 type-label hover:bg-sunken pointer-coarse:min-h-44"
        items={[
          { label: t("sell.orders.rename"), onSelect: () => onAsk("rename") },
          { label: t("sell.orders.forget"), tone: "bad", onSelect: () => onAsk("delete") },
        ]}
      />
    </>
  );
}

type NameDialogProps = ViewToolsProps & { own: OrderView | null; onClose: () => void };

function NameDialog({ sellerId, shown, own, onClose }: NameDialogProps) {
  const { t } = useTranslation();
  const form = useId();
  const { send, error, problem, isBusy } = useNaming({ sellerId, shown, own, onClose });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={own ? t("sell.orders.rename") : t("sell.orders.keep")}
      closeLabel={t("frame.close")}
      actions={
        <>
          <Button onClick={onClose}>{t("frame.cancel")}</Button>
          <Button type="submit" form={form} variant="primary" isBusy={isBusy}>
            {t("sell.orders.keepDo")}
          </Button>
        </>
      }
    >
      <form id={form} noValidate onSubmit={send} className="dense flex flex-col gap-16">
        {problem && <Note tone="bad">{problem}</Note>}
        <Field label={t("sell.orders.name")} hint={t("sell.orders.nameHint")} error={error} isRequired>
          <TextInput
            name="name"
            autoComplete="off"
            maxLength={NAME_LENGTH_MAX}
            defaultValue={own?.name ?? ""}
          />
        </Field>
      </form>
    </Dialog>
  );
}

function useNaming({ sellerId, shown, own, onClose }: NameDialogProps) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const keep = useKeepOrderView();
  const change = useChangeOrderView();
  const [isMissing, setIsMissing] = useState(false);
  const fault = keep.error ?? change.error;
  const isTaken = fault instanceof ApiProblem && fault.slug === "view-name-taken";
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const field = event.currentTarget.elements.namedItem("name") as HTMLInputElement;
    const name = field.value.trim();
    setIsMissing(!name);
    if (!name) field.focus();
    if (!name || keep.isPending || change.isPending) return;
    if (own) {
      change.mutate({ sellerId, viewId: own.id, name, filters: own.filters }, { onSuccess: onClose });
      return;
    }
    const made = { sellerId, name, filters: keptOf(shown.filters) };
    keep.mutate(made, {
      onSuccess: (view) => {
        onClose();
        shown.show(view.id, shown.filters);
      },
    });
  };
  return {
    send,
    error: isMissing ? t("sell.field.required") : isTaken ? problemText(fault) : undefined,
    problem: fault && !isTaken ? problemText(fault) : null,
    isBusy: keep.isPending || change.isPending,
  };
}

type DeleteDialogProps = ViewToolsProps & { own: OrderView; onClose: () => void };

function DeleteDialog({ sellerId, own, shown, onClose }: DeleteDialogProps) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const forget = useForgetOrderView();
  const send = () =>
    forget.mutate(
      { sellerId, viewId: own.id },
      {
        onSuccess: () => {
          onClose();
          shown.show("all", {});
        },
      },
    );
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("sell.orders.forgetTitle", { name: own.name })}
      closeLabel={t("frame.close")}
      actions={
        <>
          <Button onClick={onClose}>{t("frame.cancel")}</Button>
          <Button variant="danger" isBusy={forget.isPending} onClick={send}>
            {t("sell.orders.forget")}
          </Button>
        </>
      }
    >
      <p>{t("sell.orders.forgetHelp")}</p>
      {forget.error && <Note tone="bad">{problemText(forget.error)}</Note>}
    </Dialog>
  );
}
