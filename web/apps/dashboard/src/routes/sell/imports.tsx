import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { ImportPage } from "../../features/imports/ImportPage";
import { useShop } from "./shop";

const route = getRouteApi("/sell/imports");

/** Files with products, now and before. */
export function Imports() {
  const shop = useShop();
  const navigate = useNavigate();
  const { import: importId, outcome } = route.useSearch();
  return (
    <ImportPage
      sellerId={shop.id}
      importId={importId}
      outcome={outcome}
      onOpen={(opened) =>
        void navigate({ to: "/sell/imports", search: { import: opened, outcome: undefined } })
      }
    />
  );
}
