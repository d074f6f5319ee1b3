import { useQuery } from "@tanstack/react-query";
import { call, fetchFile } from "./client";
import { once } from "./idempotency";
import type {
  LabelDraft,
  LabelRatesDraft,
  PackageDraft,
  ReturnLabelDraft,
  ReturnLabelRatesDraft,
  ShipFromDraft,
} from "./models";
import { claimTouched } from "./returns";
import { read } from "./read";
import { urlOf } from "./url";
import { useWrite } from "./write";

/** Labels of carriers, and how a shop packs; apart from `orders.ts`, which buyers load. */

const PACKING = "/api/v1/sellers/{seller_id}/packing";
const LABEL = "/api/v1/orders/{order_id}/shipments/{shipment_id}/label";
type ParcelOf = { orderId: string; shipmentId: string };
const of = ({ orderId, shipmentId }: ParcelOf) => ({ order_id: orderId, shipment_id: shipmentId });
const touched = () => ["/api/v1/orders", "/api/v1/sellers/", "/api/v1/operator/orders"];
const packing = ({ sellerId }: { sellerId: string }) => [`/api/v1/sellers/${sellerId}/packing`];

/** Where a shop's parcels start, its boxes, and the carriers that sell labels here. */
export function usePacking(sellerId: string, isAsked = true) {
  return useQuery({ ...read(PACKING, { path: { seller_id: sellerId } }), enabled: isAsked });
}

/** Has labels bought by themselves for returns that the shop has to answer for, or no longer. */
export function useSetLabelsReturns() {
  return useWrite(
    ({ sellerId, ...body }: { sellerId: string; labels_returns: boolean }) =>
      call("put", "/api/v1/sellers/{seller_id}/return-labels", { path: { seller_id: sellerId }, body }),
    packing,
  );
}

export function useSetShipFrom() {
  return useWrite(
    ({ sellerId, ...body }: { sellerId: string } & ShipFromDraft) =>
      call("put", "/api/v1/sellers/{seller_id}/ship-from", { path: { seller_id: sellerId }, body }),
    packing,
  );
}

export function useAddPackage() {
  return useWrite(
    ({ sellerId, ...body }: { sellerId: string } & PackageDraft) =>
      call("post", "/api/v1/sellers/{seller_id}/packages", { path: { seller_id: sellerId }, body }),
    packing,
  );
}

export function useRemovePackage() {
  return useWrite(
    ({ sellerId, packageId }: { sellerId: string; packageId: string }) =>
      call("delete", "/api/v1/sellers/{seller_id}/packages/{package_id}", {
        path: { seller_id: sellerId, package_id: packageId },
      }),
    packing,
  );
}

/** What a parcel would cost; asks the carriers anew each time. */
export function useLabelRates() {
  return useWrite(
    ({ orderId, ...body }: { orderId: string } & LabelRatesDraft) =>
      call("post", "/api/v1/orders/{order_id}/label-rates", { path: { order_id: orderId }, body }),
    () => [],
  );
}

/** Buys a label; pressing again after a lost answer finds the same one. */
export function useBuyLabel() {
  return useWrite(
    ({ orderId, ...body }: { orderId: string } & LabelDraft) =>
      once(`post label ${orderId}`, body, (idempotencyKey) =>
        call("post", "/api/v1/orders/{order_id}/label", {
          path: { order_id: orderId },
          body,
          idempotencyKey,
        }),
      ),
    touched,
  );
}

/** Takes a label back before its parcel has left. */
export function useVoidLabel() {
  return useWrite((parcel: ParcelOf) => call("delete", LABEL, { path: of(parcel) }), touched);
}

/** The parcel was given to its carrier. */
export function useHandOver() {
  return useWrite(
    (parcel: ParcelOf) =>
      call("post", "/api/v1/orders/{order_id}/shipments/{shipment_id}/handover", {
        path: of(parcel),
        body: {},
      }),
    touched,
  );
}

/** The label's file, to print or to keep. */
export function fetchLabel(parcel: ParcelOf): Promise<Blob> {
  return fetchFile(urlOf(LABEL, of(parcel)));
}

const RETURN_LABEL = "/api/v1/returns/{return_id}/carrier-label";

/** What a label for the way back would cost. */
export function useReturnLabelRates() {
  return useWrite(
    ({ returnId, ...body }: { returnId: string } & ReturnLabelRatesDraft) =>
      call("post", "/api/v1/returns/{return_id}/label-rates", { path: { return_id: returnId }, body }),
    () => [],
  );
}

/** Buys a label for the way back; pressing again after a lost answer finds the same one. */
export function useBuyReturnLabel() {
  return useWrite(
    ({ returnId, ...body }: { returnId: string } & ReturnLabelDraft) =>
      once(`post return label ${returnId}`, body, (idempotencyKey) =>
        call("post", RETURN_LABEL, { path: { return_id: returnId }, body, idempotencyKey }),
      ),
    claimTouched,
  );
}

/** Takes the label of a return back before its parcel has left; staff say why. */
export function useVoidReturnLabel() {
  return useWrite(
    ({ returnId, reason }: { returnId: string; reason?: string }) =>
      call("delete", RETURN_LABEL, { path: { return_id: returnId }, query: reason ? { reason } : {} }),
    claimTouched,
  );
}
