import {
  ApiProblem,
  shippingCalendarQuery,
  shippingProfilesQuery,
  useMarketplace,
  useReplaceShippingProfiles,
  useSetShippingCalendar,
  useUpdatePolicies,
  type Market,
  type SellerFile,
} from "@feria/api";
import { showToast } from "@feria/ui";
import { zodResolver } from "@hookform/resolvers/zod";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { useForm, useWatch } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { isSame } from "../../frame/changes";
import { useDraft } from "../../frame/draft";
import { fieldErrors } from "./fieldErrors";
import { draftOf } from "./profileValues";
import { calendarOf, policiesOf, shippingSchema, shippingValues, type ShippingValues } from "./shippingForm";
import type { ShippingPageProps } from "./ShippingPage";

const NO_MARKETS: Market[] = [];
/** A tag nothing has, so that the server refuses what was typed on top of something else. */
const OUTDATED = '"0"';

/** Ways of shipping, calendar and policies are three things of the API, and one page to people. */
export function useShippingForm({ file, profiles, calendar, etag, onReload }: ShippingPageProps) {
  const { t } = useTranslation();
  const markets = useMarketplace().data?.markets ?? NO_MARKETS;
  // As read when the page was opened: what comes later must not slip below what is typed.
  const [read] = useState({ version: file.version, etag });
  const [base] = useState(() => shippingValues(file, profiles, calendar));
  const freshEtag = useFreshEtag(file, base);
  const schema = useShippingSchema(markets);
  const form = useForm<ShippingValues>({ resolver: zodResolver(schema), defaultValues: base });
  const draft = useDraft(`feria.draft.shipping.${file.id}`, form, `${read.version} ${read.etag}`);
  // Who leaves the page has been asked; only loading it again brings the draft back.
  useEffect(() => draft.clear, [draft]);
  const values = useWatch({ control: form.control }) as ShippingValues;
  const policies = useUpdatePolicies();
  const days = useSetShippingCalendar();
  const ways = useReplaceShippingProfiles();
  const [fault, setFault] = useState<unknown>(null);
  const isBusy = policies.isPending || days.isPending || ways.isPending;
  const save = form.handleSubmit(async (typed) => {
    setFault(null);
    try {
      let tag = read.etag;
      if (!isSame(policiesOf(base), policiesOf(typed))) {
        await policies.mutateAsync({ sellerId: file.id, version: read.version, body: policiesOf(typed) });
        tag = await freshEtag(base.calendar);
      }
      if (!isSame(base.calendar, typed.calendar)) {
        await days.mutateAsync({ sellerId: file.id, etag: tag, body: calendarOf(typed) });
        tag = await freshEtag(typed.calendar);
      }
      if (!isSame(base.profiles, typed.profiles)) {
        const items = typed.profiles.map((one) => draftOf(one, markets));
        await ways.mutateAsync({ sellerId: file.id, etag: tag, items });
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
    errors: fieldErrors(form.formState.errors),
    isBusy,
    isStale: problem?.status === 412,
    fault: problem?.status === 412 ? null : fault,
  };
}

/** Saving one thing gives the others another tag; good only if they are still what was read, or has just been saved. */
function useFreshEtag(file: SellerFile, base: ShippingValues) {
  const client = useQueryClient();
  return async (calendar: ShippingValues["calendar"]): Promise<string | null> => {
    const { etag, ...days } = await client.fetchQuery({ ...shippingCalendarQuery(file.id), staleTime: 0 });
    const { items } = await client.fetchQuery({ ...shippingProfilesQuery(file.id), staleTime: 0 });
    const now = shippingValues(file, items, days);
    return isSame(now.profiles, base.profiles) && isSame(now.calendar, calendar) ? etag : OUTDATED;
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
          weight: t("sell.shipping.weightWrong"),
          rising: t("sell.shipping.rising"),
          fromZero: t("sell.shipping.fromZero"),
          places: t("sell.shipping.zone.noPlaces"),
          workingDays: t("sell.calendar.noDays"),
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
    !isSame(base.calendar, values.calendar) && t("sell.calendar.title"),
    base.returnsDays !== values.returnsDays && t("sell.policies.returnsDays"),
    base.returns !== values.returns && t("sell.policies.returns"),
    base.shipping !== values.shipping && t("sell.policies.shipping"),
  ].filter((name): name is string => name !== false);
}
