import { getRouteApi } from "@tanstack/react-router";
import { ProductPage as Editor } from "../../features/products/ProductPage";

const route = getRouteApi("/sell/products/$productId");

/** One product of the shop. */
export function ProductPage() {
  const { productId } = route.useParams();
  return <Editor key={productId} productId={productId} />;
}
