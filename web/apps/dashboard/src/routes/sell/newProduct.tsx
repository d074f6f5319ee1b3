import { useNavigate } from "@tanstack/react-router";
import { NewProduct } from "../../features/products/NewProduct";
import { useShop } from "./shop";

/** A product that is not there yet. */
export function NewProductPage() {
  const shop = useShop();
  const navigate = useNavigate();
  return (
    <NewProduct
      sellerId={shop.id}
      onCreated={(productId) =>
        void navigate({
          to: "/sell/products/$productId",
          params: { productId },
          replace: true,
          ignoreBlocker: true,
        })
      }
    />
  );
}
