import { useFindOrder } from "@feria/api";
import { Button, Note } from "@feria/ui";
import { zodResolver } from "@hookform/resolvers/zod";
import { useMemo } from "react";
import { useForm } from "react-hook-form";
import { emailShape } from "../../address/schema";
import { Fault } from "../../forms/Fault";
import { applyProblem } from "../../forms/problems";
import { Summary } from "../../forms/Summary";
import { TextField } from "../../forms/TextField";
import { z } from "../../forms/zod";
import { useTexts } from "../../useTexts";

/** Has the way back to an order mailed to its buyer; says the same whether there is such an order or not. */
export function FindOrder() {
  const { t } = useTexts();
  const find = useFindOrder();
  const resolver = useMemo(() => {
    const number = z.string().trim().min(1, t("orders.find.numberMissing")).max(20, t("form.tooLong"));
    return zodResolver(z.object({ number, email: emailShape(t) }));
  }, [t]);
  const form = useForm({ resolver, shouldFocusError: false, defaultValues: { number: "", email: "" } });
  const send = form.handleSubmit(async (values) => {
    await find.mutateAsync(values).catch((fault: unknown) => applyProblem(form, fault));
  });
  const { errors, submitCount, isSubmitting } = form.formState;
  if (find.isSuccess) {
    return (
      <div role="status">
        <Note tone="good">{t("orders.find.sent", { email: find.variables.email })}</Note>
      </div>
    );
  }
  return (
    <form noValidate onSubmit={(event) => void send(event)} className="flex flex-col gap-16">
      <Summary errors={errors} count={submitCount} />
      {find.error && <Fault fault={find.error} />}
      <TextField
        form={form}
        name="number"
        autoComplete="off"
        label={t("orders.find.number")}
        hint={t("orders.find.numberHint")}
      />
      <TextField
        form={form}
        name="email"
        type="email"
        inputMode="email"
        autoComplete="email"
        label={t("signIn.email")}
      />
      <Button type="submit" variant="primary" isWide isBusy={isSubmitting}>
        {t("orders.find.do")}
      </Button>
    </form>
  );
}
