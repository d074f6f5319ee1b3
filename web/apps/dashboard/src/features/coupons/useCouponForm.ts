import { ApiProblem, sentence, type CouponOwner, type OwnCoupon } from "@feria/api";
import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { useForm, useWatch, type SubmitHandler } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { changedLabels } from "../../frame/changes";
import { useDraft } from "../../frame/draft";
import { couponSchema, FIELD_OF, fieldsOf, newFields, type CouponFields } from "./fields";
import type { ScopeChoices } from "./ScopePanel";
import { useCurrencies } from "./useCurrencies";

export type CouponFormProps = {
  owner: CouponOwner;
  timeZone: string;
  choices: ScopeChoices;
  /** None while it is new. */
  stored?: OwnCoupon;
  write: SubmitHandler<CouponFields>;
  onReload?: () => void;
};

const NAMES: Record<keyof CouponFields, string> = {
  name: "coupons.name",
  code: "coupons.code",
  kind: "coupons.kind",
  percent: "coupons.percent",
  amount: "coupons.amount",
  currency: "coupons.currency",
  buy: "coupons.buy",
  get: "coupons.get",
  minimum: "coupons.minimum",
  sellers: "coupons.sellers",
  categories: "coupons.categories",
  products: "coupons.products",
  funded: "coupons.funded",
  budget: "coupons.budget",
  usesMax: "coupons.usesMax",
  usesPerCode: "coupons.usesPerCode",
  usesPerCustomer: "coupons.usesPerCustomer",
  startsAt: "coupons.startsAt",
  endsAt: "coupons.endsAt",
  paused: "coupons.paused",
};

/** A coupon's form: kept while typed, checked, and what the server refuses told at its field. */
export function useCouponForm({ owner, timeZone, stored, write }: CouponFormProps) {
  const { t } = useTranslation();
  const [currency = "EUR"] = useCurrencies();
  const [base] = useState(() =>
    stored ? fieldsOf(stored, currency, timeZone) : newFields(currency, timeZone),
  );
  const form = useForm<CouponFields>({ resolver: zodResolver(couponSchema), defaultValues: base });
  const draft = useDraft(`feria.draft.coupon.${stored?.id ?? `new ${owner}`}`, form, `${stored?.version}`);
  const [fault, setFault] = useState<ApiProblem | null>(null);
  const take = (problem: ApiProblem) => {
    const taken = problem.slug === "code-taken" ? [{ field: "code", message: t("coupons.error.taken") }] : [];
    const told = [...problem.errors, ...taken].map(({ field, message }) => ({
      path: FIELD_OF[field],
      message: sentence(message),
    }));
    for (const { path, message } of told) if (path) form.setError(path, { message });
    setFault(told.length > 0 && told.every(({ path }) => path) ? null : problem);
  };
  const save = form.handleSubmit(async (values, event) => {
    setFault(null);
    try {
      await write(values, event);
      draft.clear();
    } catch (problem) {
      if (!(problem instanceof ApiProblem)) throw problem;
      take(problem);
    }
  });
  const values = useWatch({ control: form.control }) as CouponFields;
  const labels = Object.fromEntries(Object.entries(NAMES).map(([name, key]) => [name, t(key)]));
  const { errors } = form.formState;
  return {
    form,
    save: () => void (form.formState.isSubmitting || save()),
    discard: () => {
      setFault(null);
      form.reset(base);
      draft.clear();
    },
    changes: changedLabels(base, values, labels),
    errors: Object.entries(errors).map(([field, error]) => ({ field, message: t(error.message ?? "") })),
    fault: fault?.status === 412 ? null : fault,
    isStale: fault?.status === 412,
    isBusy: form.formState.isSubmitting,
  };
}
