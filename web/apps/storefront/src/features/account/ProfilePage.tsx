import { useAccount, useUpdateAccount, type Account } from "@feria/api";
import { Badge, Button, Panel, Skeleton, showToast } from "@feria/ui";
import { zodResolver } from "@hookform/resolvers/zod";
import { useMemo } from "react";
import { useForm } from "react-hook-form";
import { z } from "../../forms/zod";
import { draftOf, dropDraft, useDraft } from "../../forms/draft";
import { Fault } from "../../forms/Fault";
import { applyProblem } from "../../forms/problems";
import { Summary } from "../../forms/Summary";
import { TextField } from "../../forms/TextField";
import { usePage } from "../../page";
import { useTexts } from "../../useTexts";

const DRAFT = "profile";
const NAME_MAX = 200;
const PHONE = /^(\+?[0-9][0-9 ()./-]{3,})?$/;

/** Name and telephone; the address to write to as it is. */
export function ProfilePage() {
  const { t } = useTexts();
  const { data: account } = useAccount();
  usePage(t("account.profile"));
  return (
    <div className="max-w-form">
      <h1 className="mb-20 type-title">{t("account.profile")}</h1>
      {account ? <ProfileForm account={account} /> : <Skeleton className="h-240" />}
    </div>
  );
}

function ProfileForm({ account }: { account: Account }) {
  const { t } = useTexts();
  const update = useUpdateAccount();
  const resolver = useMemo(
    () =>
      zodResolver(
        z.object({
          name: z.string().trim().min(1, t("signUp.name.missing")).max(NAME_MAX, t("form.tooLong")),
          phone: z.string().trim().regex(PHONE, t("address.phone.wrong")),
        }),
      ),
    [t],
  );
  const form = useForm({
    resolver,
    shouldFocusError: false,
    defaultValues: { name: account.name, phone: account.phone, ...draftOf(DRAFT) },
  });
  useDraft(DRAFT, form);
  const send = form.handleSubmit(async (values) => {
    try {
      await update.mutateAsync({ ...values, locale: account.locale });
      dropDraft(DRAFT);
      showToast({ text: t("account.saved") });
    } catch (fault) {
      applyProblem(form, fault);
    }
  });
  const { errors, submitCount, isSubmitting } = form.formState;
  return (
    <Panel>
      <form noValidate onSubmit={(event) => void send(event)} className="flex flex-col gap-16">
        <Summary errors={errors} count={submitCount} />
        {update.error && <Fault fault={update.error} />}
        <TextField form={form} name="name" autoComplete="name" label={t("signUp.name")} />
        <TextField
          form={form}
          name="phone"
          type="tel"
          inputMode="tel"
          autoComplete="tel"
          label={t("address.phone")}
          isOptional
        />
        <div className="flex flex-col gap-4">
          <p className="type-label">{t("signIn.email")}</p>
          <p className="flex flex-wrap items-center gap-8">
            <span className="break-all">{account.email}</span>
            {account.email_verified && <Badge tone="good">{t("account.verified")}</Badge>}
          </p>
        </div>
        <Button type="submit" variant="primary" className="self-start" isBusy={isSubmitting}>
          {t(isSubmitting ? "account.saving" : "account.save")}
        </Button>
      </form>
    </Panel>
  );
}
