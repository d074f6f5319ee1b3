import { productsQuery, useCategories } from "@feria/api";
import { useQueries } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { CategoryTiles } from "../features/home/CategoryTiles";
import { thingOf } from "../features/products/card";

const NEAR = "600px";

/** Categories with the picture of what sells best in each; these are asked for when people come near. */
export function HomeCategories() {
  const categories = useCategories().data?.items.filter(({ product_count: count }) => count > 0) ?? [];
  const [part, setPart] = useState<HTMLElement | null>(null);
  const isNear = useIsNear(part);
  const samples = useQueries({
    queries: categories.map(({ id }) => ({
      ...productsQuery({ category: id, limit: 1, sort: "best_selling" }),
      enabled: isNear,
    })),
  });
  if (categories.length === 0) return null;
  return (
    <section ref={setPart} className="page-width">
      <CategoryTiles
        categories={categories}
        thingOf={thingOf}
        sampleOf={(id) => samples[categories.findIndex((one) => one.id === id)]?.data?.items[0]}
      />
    </section>
  );
}

/** Whether this is on the screen or soon will be; once it was, it stays so. */
function useIsNear(element: HTMLElement | null): boolean {
  const [isNear, setIsNear] = useState(false);
  useEffect(() => {
    if (!element || isNear) return undefined;
    const observer = new IntersectionObserver(
      (entries) => entries.some((entry) => entry.isIntersecting) && setIsNear(true),
      { rootMargin: NEAR },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [element, isNear]);
  return isNear;
}
