import type { Cart } from "@feria/api";
import { Note } from "@feria/ui";

/** Whether the company's VAT id counts, and what that does to the price. */
export function VatNote({ cart }: { cart: Cart }) {
  if (!cart.vat) return null;
  const isFine = cart.vat.status === "valid";
  return (
    <div role="status">
      <Note tone={isFine ? "good" : "warn"}>{cart.vat.message}</Note>
    </div>
  );
}
