import { ApiProblem, useCreateShipment, type OrderLine, type SellerOrder } from "@feria/api";
import { Button, Field, FieldError, Note, TextInput } from "@feria/ui";
import { zodResolver } from "@hookform/resolvers/zod";
import { useId, type FormEvent } from "react";
import { Controller, useForm, useWatch, type UseFormReturn } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { z } from "../../zod";
import { useDraft } from "../../frame/draft";
import { focusTitle } from "../../frame/focusTitle";
import { useProblemText } from "../../frame/Problem";
import { CARRIERS, LAST_CARRIER } from "./carriers";
import { PackedLine } from "./PackedLine";
import { packable, packableLines } from "./rules";

type Values = { carrier: string; tracking: string; units: Record<string, number> };

/** A parcel whose way the shop arranges itself: which things, who carries it, and its number; or what is collected. */
export function ShipForm({ order }: { order: SellerOrder }) {
  const { t } = useTranslation();
  const lines = packableLines(order);
  const { form, send, problem, isBusy, count } = useShipping(order, lines);
  return (
    <form noValidate onSubmit={send} className="flex flex-col gap-16">
      {problem && <Note tone="bad">{problem}</Note>}
      <ul className="flex flex-col gap-12">
        {lines.map((line) => (
          <Controller
            key={line.id}
            control={form.control}
            name={`units.${line.id}`}
            render={({ field }) => (
              <PackedLine
                line={line}
                open={packable(order, line)}
                value={field.value}
                onChange={field.onChange}
              />
            )}
          />
        ))}
      </ul>
      {form.formState.errors.units && <FieldError>{t("sell.ship.nothing")}</FieldError>}
      {!order.pickup && <ParcelFields form={form} />}
      <div>
        <Button type="submit" variant="primary" isBusy={isBusy}>
          {order.pickup
            ? t("sell.ship.ready", { count })
            : count > 0
              ? t("sell.ship.send", { count })
              : t("sell.ship.sendNone")}
        </Button>
      </div>
    </form>
  );
}

function ParcelFields({ form }: { form: UseFormReturn<Values> }) {
  const { t } = useTranslation();
  const listId = useId();
  const { errors } = form.formState;
  return (
    <div className="grid items-start gap-16 sm:grid-cols-2">
      <Field label={t("sell.ship.carrier")} name="carrier" error={errors.carrier?.message} isRequired>
        <TextInput list={listId} autoComplete="off" {...form.register("carrier")} />
        <datalist id={listId}>
          {CARRIERS.map((carrier) => (
            <option key={carrier} value={carrier} />
          ))}
        </datalist>
      </Field>
      <Field
        label={t("sell.ship.tracking")}
        name="tracking"
        error={errors.tracking?.message}
        hint={t("sell.ship.trackingHint")}
        aside={t("sell.field.optional")}
      >
        <TextInput autoComplete="off" {...form.register("tracking")} />
      </Field>
    </div>
  );
}

function useShipping(order: SellerOrder, lines: OrderLine[]) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const create = useCreateShipment();
  const schema = z.object({
    carrier: z.string().trim().min(1, t("sell.field.required")).max(80),
    tracking: z
      .string()
      .trim()
      .max(80)
      .regex(/^[A-Za-z0-9 ./_-]*$/, t("sell.ship.trackingWrong")),
    units: z
      .record(z.string(), z.number())
      .refine((units) => Object.values(units).some((count) => count > 0)),
  });
  const form = useForm<Values>({
    resolver: zodResolver(schema),
    defaultValues: {
      carrier: order.pickup ? order.shipping_name : (localStorage.getItem(LAST_CARRIER) ?? ""),
      tracking: "",
      units: Object.fromEntries(lines.map((line) => [line.id, packable(order, line)])),
    },
  });
  const draft = useDraft(`feria.draft.ship.${order.id}`, form, String(order.version));
  const send = form.handleSubmit(({ carrier, tracking, units }) => {
    const items = Object.entries(units)
      .filter(([, quantity]) => quantity > 0)
      .map(([id, quantity]) => ({ id, quantity }));
    // Not once it is done: by then the next parcel's form may stand here already.
    if (!order.pickup) localStorage.setItem(LAST_CARRIER, carrier);
    create.mutate(
      { orderId: order.id, version: order.version, carrier, tracking_number: tracking, items },
      {
        onSuccess: () => {
          draft.clear();
          focusTitle();
        },
        onError: (fault) => {
          const message = fault instanceof ApiProblem && fault.messageOf("tracking_number");
          if (message) form.setError("tracking", { message });
        },
      },
    );
  });
  const count = Object.values(useWatch({ control: form.control, name: "units" })).reduce(
    (sum, one) => sum + one,
    0,
  );
  return {
    form,
    count,
    send: (event: FormEvent) => (create.isPending ? event.preventDefault() : void send(event)),
    problem: create.error && problemText(create.error),
    isBusy: create.isPending,
  };
}
