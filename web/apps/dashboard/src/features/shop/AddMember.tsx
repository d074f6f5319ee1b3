import { ApiProblem, useAddMember, type MemberRole } from "@feria/api";
import { Button, Field, Note, Panel, Select, TextInput, showToast } from "@feria/ui";
import { zodResolver } from "@hookform/resolvers/zod";
import type { FormEvent } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { z } from "../../zod";
import { useProblemText } from "../../frame/Problem";
import { ROLES } from "./roles";

type Values = { email: string; role: MemberRole };

/** Adds somebody who has an account already. */
export function AddMember({ sellerId }: { sellerId: string }) {
  const { t } = useTranslation();
  const add = useAddMember();
  const problemText = useProblemText();
  const schema = z.object({
    email: z.email(t("sell.members.emailWrong")),
    role: z.enum(["owner", "manager", "staff"]),
  });
  const form = useForm<Values>({
    resolver: zodResolver(schema),
    defaultValues: { email: "", role: "staff" },
  });
  const fault = add.error instanceof ApiProblem ? add.error : null;
  const send = form.handleSubmit((values) =>
    add.mutate(
      { sellerId, ...values },
      {
        onSuccess: (member) => {
          form.reset();
          showToast({ text: t("sell.members.added", { name: member.name }) });
        },
      },
    ),
  );
  const submit = (event: FormEvent) => (add.isPending ? event.preventDefault() : void send(event));
  const error = form.formState.errors.email?.message ?? fault?.messageOf("email");
  return (
    <Panel title={t("sell.members.add")}>
      <form noValidate onSubmit={submit} className="flex flex-col gap-16">
        {add.error && !fault?.errors.length && <Note tone="bad">{problemText(add.error)}</Note>}
        <div className="grid items-start gap-16 sm:grid-cols-3">
          <div className="sm:col-span-2">
            <Field
              label={t("sell.members.email")}
              name="email"
              hint={t("sell.members.emailHint")}
              error={error}
              isRequired
            >
              <TextInput type="email" autoComplete="off" {...form.register("email")} />
            </Field>
          </div>
          <Field label={t("sell.members.role")} name="role">
            <Select
              {...form.register("role")}
              options={ROLES.map((role) => ({ value: role, label: t(`sell.members.role.${role}`) }))}
            />
          </Field>
        </div>
        <div>
          <Button type="submit" variant="primary" isBusy={add.isPending}>
            {t("sell.members.send")}
          </Button>
        </div>
      </form>
    </Panel>
  );
}
