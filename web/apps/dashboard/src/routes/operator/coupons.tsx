import { useMarketplace } from "@feria/api";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { CouponPage, CouponsPage, NewCoupon, type CouponPlace } from "../../features/coupons/CouponPages";
import { PageBody } from "../../frame/PageHead";
import { useMayAs } from "../../operator/roles";

const route = getRouteApi("/operator/coupons/$couponId");

function usePlace(): CouponPlace {
  const timeZone = useMarketplace().data?.time_zone ?? "UTC";
  return { owner: null, path: "/operator/coupons", timeZone };
}

/** The marketplace's coupons. */
export function OperatorCoupons() {
  const place = usePlace();
  const mayMake = useMayAs("finance");
  return (
    <PageBody>
      <CouponsPage {...place} mayMake={mayMake} />
    </PageBody>
  );
}

export function OperatorNewCoupon() {
  const place = usePlace();
  const navigate = useNavigate();
  const open = (couponId: string) =>
    void navigate({
      to: "/operator/coupons/$couponId",
      params: { couponId },
      replace: true,
      ignoreBlocker: true,
    });
  return (
    <PageBody>
      <NewCoupon {...place} onCreated={open} />
    </PageBody>
  );
}

export function OperatorCoupon() {
  const place = usePlace();
  const { couponId } = route.useParams();
  return (
    <PageBody>
      <CouponPage key={couponId} couponId={couponId} {...place} />
    </PageBody>
  );
}
