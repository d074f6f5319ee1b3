import {
  ApiProblem,
  shippingProfilesQuery,
  useMarketplace,
  useReplaceShippingProfiles,
  useUpdatePolicies,
  type Market,
  type SellerFile,
} from "@feria/api";
import { showToast } from "@feria/ui";
import { zodResolver } from "@hookform/resolvers/zod";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { useForm, useWatch, type FieldErrors } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { isSame } from "../../frame/changes";
import { useDraft } from "../../frame/draft";
import {
  policiesOf,
  profileDrafts,
  shippingSchema,
  shippingValues,
  type ShippingValues,
} from "./shippingForm";
import type { ShippingPageProps } from "./ShippingPage";

const NO_MARKETS: Market[] = [];
/** A tag nothing has, so that the server refuses what was typed on top of something else. */
const OUTDATED = '"0"';

/** Ways of shipping and policies are two things of the API, and one page to people. */
export function useShippingForm({ file, profiles, etag, onReload }: ShippingPageProps) {
  const { t } = useTranslation();
  const markets = useMarketplace().data?.markets ?? NO_MARKETS;
  // As read when the page was opened: what comes later must not slip below what is typed.
  const [read] = useState({ version: file.version, etag });
  const [base] = useState(() => shippingValues(file, profiles));
  const freshEtag = useFreshEtag(file, base);
  const schema = useShippingSchema(markets);
  const form = useForm<ShippingValues>({ resolver: zodResolver(schema), defaultValues: base });
  const draft = useDraft(`feria.draft.shipping.${file.id}`, form, `${read.version} ${read.etag}`);
  // Who leaves the page has been asked; only loading it again brings the draft back.
  useEffect(() => draft.clear, [draft]);
  const values = useWatch({ control: form.control }) as ShippingValues;
  const policies = useUpdatePolicies();
  const ways = useReplaceShippingProfiles();
  const [fault, setFault] = useState<unknown>(null);
  const isBusy = policies.isPending || ways.isPending;
  const save = form.handleSubmit(async (typed) => {
    setFault(null);
    try {
      const isTold = !isSame(policiesOf(base), policiesOf(typed));
      if (isTold) {
        await policies.mutateAsync({ sellerId: file.id, version: read.version, body: policiesOf(typed) });
      }
      if (!isSame(base.profiles, typed.profiles)) {
        const tag = isTold ? await freshEtag() : read.etag;
        await ways.mutateAsync({ sellerId: file.id, etag: tag, items: profileDrafts(typed, markets) });
      }
      draft.clear();
      showToast({ text: t("sell.shipping.saved") });
      await onReload();
    } catch (problem) {
      setFault(problem);
    }
  });
  const problem = fault instanceof ApiProblem ? fault : null;
  return {
    form,
    save: () => void (isBusy || save()),
    changes: useChanges(base, values),
    errors: errorsOf(form.formState.errors),
    isBusy,
    isStale: problem?.status === 412,
    fault: problem?.status === 412 ? null : fault,
  };
}

/** Saving the policies gives the ways of shipping another tag; good only if they are still those that were read. */
function useFreshEtag(file: SellerFile, base: ShippingValues) {
  const client = useQueryClient();
  return async (): Promise<string | null> => {
    const { items, etag } = await client.fetchQuery({ ...shippingProfilesQuery(file.id), staleTime: 0 });
    return isSame(shippingValues(file, items).profiles, base.profiles) ? etag : OUTDATED;
  };
}

function useShippingSchema(markets: Market[]) {
  const { t } = useTranslation();
  return useMemo(
    () =>
      shippingSchema(
        {
          required: t("sell.field.required"),
          amount: t("sell.field.amount"),
          number: t("sell.field.number"),
          order: t("sell.shipping.order"),
          returnsDays: t("sell.policies.returnsDaysWrong"),
        },
        markets,
      ),
    [t, markets],
  );
}

function useChanges(base: ShippingValues, values: ShippingValues): string[] {
  const { t } = useTranslation();
  return [
    !isSame(base.profiles, values.profiles) && t("sell.shipping.title"),
    base.returnsDays !== values.returnsDays && t("sell.policies.returnsDays"),
    base.returns !== values.returns && t("sell.policies.returns"),
    base.shipping !== values.shipping && t("sell.policies.shipping"),
  ].filter((name): name is string => name !== false);
}

/** All messages of the form by the names its fields carry. */
function errorsOf(errors: FieldErrors<ShippingValues>): { field: string; message: string }[] {
  const { profiles, ...rest } = errors;
  const rows = Array.isArray(profiles) ? profiles : [];
  const inRows = rows.flatMap((row, place) =>
    Object.entries((row ?? {}) as Record<string, { message?: string }>).map(([name, error]) => ({
      field: `profiles.${place}.${name}`,
      message: error.message ?? "",
    })),
  );
  const others = Object.entries(rest).map(([field, error]) => ({
    field,
    message: String(error.message ?? ""),
  }));
  return [...inRows, ...others].filter((error) => error.message !== "");
}
