import { categoryTrail, productQuery, useCategories, type Product } from "@feria/api";
import { Breadcrumbs } from "@feria/ui";
import { useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense, useEffect } from "react";
import { useTranslation } from "../texts";
import { Attributes } from "../features/product/Attributes";
import { BuyingColumn } from "../features/product/BuyingColumn";
import { Description } from "../features/product/Description";
import { Gallery } from "../features/product/Gallery";
import { useChoice } from "../features/product/useChoice";
import { idInAddress } from "../features/product/address";
import { thingOf } from "../features/products/card";
import { noteViewed } from "../lastViewed";
import { usePage } from "../page";

const ProductFoot = lazy(() => import("./productFoot").then((part) => ({ default: part.ProductFoot })));
const route = getRouteApi("/p/$address");

/** One thing: what it looks like, what it costs, when it comes, who made it. */
export function ProductPage() {
  const { address } = route.useParams();
  const { data: product } = useSuspenseQuery(productQuery(idInAddress(address)));
  useEffect(() => noteViewed(product.id), [product.id]);
  usePage(product.title);
  return <Thing key={product.id} product={product} />;
}

function Thing({ product }: { product: Product }) {
  const { variant: wanted } = route.useSearch();
  const navigate = route.useNavigate();
  const choice = useChoice(product, wanted, (variant) =>
    navigate({ search: { variant }, replace: true, resetScroll: false }),
  );
  const thing = thingOf(product.title, product.category?.path ?? "");
  return (
    <article className="page-width flex flex-col gap-32 pt-12 lg:gap-64 lg:pt-24">
      <div className="flex flex-col gap-12 lg:gap-20">
        <Trail product={product} />
        <div className="grid items-start gap-x-48 gap-y-20 lg:grid-cols-12">
          <div className="lg:col-span-7">
            <Gallery product={product} imageId={choice.variant?.image_id ?? null} thing={thing} />
          </div>
          <div className="lg:sticky lg:top-96 lg:col-span-5 lg:row-span-2">
            <BuyingColumn product={product} choice={choice} />
          </div>
          <div className="flex flex-col gap-32 pt-12 lg:col-span-7 lg:gap-48 lg:pt-20">
            <Description html={product.description} />
            <AttributesOf product={product} />
          </div>
        </div>
      </div>
      <Suspense fallback={<div className="h-480" />}>
        <ProductFoot product={product} />
      </Suspense>
    </article>
  );
}

function Trail({ product }: { product: Product }) {
  const { t } = useTranslation();
  const { data } = useCategories();
  const trail = product.category ? categoryTrail(data?.items ?? [], product.category.path) : [];
  return (
    <Breadcrumbs
      label={t("products.trail")}
      items={[
        { label: t("frame.tab.home"), href: "/" },
        ...trail.map(({ name, path }) => ({ label: name, href: `/c/${path}` })),
        { label: product.title },
      ]}
    />
  );
}

function AttributesOf({ product }: { product: Product }) {
  const { data } = useCategories();
  const category = product.category && categoryTrail(data?.items ?? [], product.category.path).at(-1);
  return <Attributes product={product} known={category?.attributes ?? []} />;
}
