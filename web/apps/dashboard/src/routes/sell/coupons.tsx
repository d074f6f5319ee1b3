import { useSellerFile } from "@feria/api";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { CouponPage, CouponsPage, NewCoupon, type CouponPlace } from "../../features/coupons/CouponPages";
import { WaitingPage } from "../../frame/Waiting";
import { useShop } from "./shop";

const PATH = "/sell/coupons";
const route = getRouteApi("/sell/coupons/$couponId");

function usePlace(): CouponPlace | null {
  const shop = useShop();
  const timeZone = useSellerFile(shop.id).data?.time_zone;
  return timeZone ? { owner: shop.id, path: PATH, timeZone } : null;
}

/** The shop's coupons. */
export function SellCoupons() {
  const place = usePlace();
  const mayMake = useShop().role !== "staff";
  return place ? <CouponsPage {...place} mayMake={mayMake} /> : <WaitingPage />;
}

export function SellNewCoupon() {
  const place = usePlace();
  const navigate = useNavigate();
  const open = (couponId: string) =>
    void navigate({
      to: "/sell/coupons/$couponId",
      params: { couponId },
      replace: true,
      ignoreBlocker: true,
    });
  return place ? <NewCoupon {...place} onCreated={open} /> : <WaitingPage />;
}

export function SellCoupon() {
  const place = usePlace();
  const { couponId } = route.useParams();
  return place ? <CouponPage key={couponId} couponId={couponId} {...place} /> : <WaitingPage />;
}
