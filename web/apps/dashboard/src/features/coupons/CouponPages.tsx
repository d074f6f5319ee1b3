import { useCreateCoupon, useOwnCoupon, useUpdateCoupon, type CouponOwner, type OwnCoupon } from "@feria/api";
import { LinkButton, showToast } from "@feria/ui";
import { PlusIcon } from "@feria/ui/icons";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { PageHead } from "../../frame/PageHead";
import { Problem } from "../../frame/Problem";
import { WaitingPage } from "../../frame/Waiting";
import { CodesPanel } from "./CodesPanel";
import { CouponForm } from "./CouponForm";
import { CouponList } from "./CouponList";
import { draftOf } from "./fields";
import { useScopeChoices } from "./ScopePanel";
import { UsesPanel } from "./UsesPanel";
import { CouponState, useCouponWords } from "./words";

/** Whose coupons these are, where their pages are, and by whose clocks they begin and end. */
export type CouponPlace = { owner: CouponOwner; path: string; timeZone: string };

/** Who may only look at coupons has no button to make one. */
export function CouponsPage({ mayMake, ...place }: CouponPlace & { mayMake: boolean }) {
  const { t } = useTranslation();
  return (
    <>
      <PageHead
        title={t("coupons.title")}
        summary={t(place.owner === null ? "coupons.summary" : "coupons.summaryShop")}
        actions={
          mayMake && (
            <LinkButton
              variant="primary"
              href={`${place.path}/new`}
              icon={<PlusIcon aria-hidden className="size-20" />}
            >
              {t("coupons.new")}
            </LinkButton>
          )
        }
      />
      <CouponList {...place} />
    </>
  );
}

type NewCouponProps = CouponPlace & { onCreated: (couponId: string) => void };

export function NewCoupon({ onCreated, ...place }: NewCouponProps) {
  const { t } = useTranslation();
  const choices = useScopeChoices();
  const create = useCreateCoupon(place.owner);
  return (
    <>
      <PageHead title={t("coupons.new")} back={{ href: place.path, label: t("coupons.title") }} />
      {!choices && <WaitingPage />}
      {choices && (
        <CouponForm
          {...place}
          choices={choices}
          write={async (fields) => {
            const made = await create.mutateAsync({ ...draftOf(fields, place), code: fields.code.trim() });
            showToast({ text: t("coupons.created") });
            onCreated(made.id);
          }}
        />
      )}
    </>
  );
}

export function CouponPage({ couponId, ...place }: CouponPlace & { couponId: string }) {
  const coupon = useOwnCoupon(couponId);
  const [visit, setVisit] = useState(0);
  const reload = async () => {
    await coupon.refetch();
    setVisit((before) => before + 1);
  };
  if (coupon.error) return <Problem fault={coupon.error} onRetry={() => void coupon.refetch()} />;
  if (!coupon.data) return <WaitingPage />;
  return <OneCoupon key={visit} coupon={coupon.data} onReload={() => void reload()} {...place} />;
}

type OneCouponProps = CouponPlace & { coupon: OwnCoupon; onReload: () => void };

function OneCoupon({ coupon, onReload, ...place }: OneCouponProps) {
  const { t } = useTranslation();
  const does = useCouponWords();
  const choices = useScopeChoices();
  const update = useUpdateCoupon();
  // As read when the page was opened: what comes later must not slip below what is typed.
  const [stored] = useState(coupon);
  return (
    <>
      <PageHead
        title={coupon.name}
        status={<CouponState state={coupon.state} />}
        summary={does(coupon)}
        back={{ href: place.path, label: t("coupons.title") }}
      />
      <div className="mb-20 grid items-start gap-20 lg:grid-cols-2">
        <UsesPanel couponId={coupon.id} owner={place.owner} timeZone={place.timeZone} />
        <CodesPanel coupon={coupon} />
      </div>
      {!choices && <WaitingPage />}
      {choices && (
        <CouponForm
          {...place}
          choices={choices}
          stored={stored}
          onReload={onReload}
          write={async (fields) => {
            const body = draftOf(fields, { ...place, stored });
            await update.mutateAsync({ couponId: stored.id, version: stored.version, body });
            showToast({ text: t("coupons.saved") });
            onReload();
          }}
        />
      )}
    </>
  );
}
