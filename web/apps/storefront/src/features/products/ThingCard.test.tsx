import { newQueryClient, type ProductCard } from "@feria/api";
import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import { beforeAll, describe, expect, it } from "vitest";
import { startTexts } from "../../texts";
import { ThingCard } from "./ThingCard";

const CARD: ProductCard = {
  id: "prod_1",
  slug: "mug",
  title: "Atlantic mug",
  price: { amount: 2400, currency: "EUR" },
  price_from: false,
  compare_at_price: { amount: 3000, currency: "EUR" },
  image: null,
  second_image: null,
  rating: null,
  review_count: 0,
  seller: { id: "sel_1", slug: "ilha-azul", name: "Ilha Azul", stall_hue: 235 } as ProductCard["seller"],
  in_stock: true,
  published_at: "2020-01-01T00:00:00Z",
};

function show(card: ProductCard) {
  render(
    <QueryClientProvider client={newQueryClient()}>
      <ThingCard card={card} shelf="list" />
    </QueryClientProvider>,
  );
}

beforeAll(() => startTexts("en"));

describe("a card's price", () => {
  it("is the price, with the one before struck and the reduction on the tag", () => {
    show(CARD);
    expect(screen.getByText("€24.00")).toBeInTheDocument();
    expect(screen.getByText("€30.00")).toBeInTheDocument();
    expect(screen.getByText(/−20/)).toBeInTheDocument();
    expect(screen.queryByText("from")).toBeNull();
  });

  it("is a price to begin with where variants differ; then nothing is struck", () => {
    show({ ...CARD, price_from: true });
    expect(screen.getByText("from")).toBeInTheDocument();
    expect(screen.queryByText("€30.00")).toBeNull();
  });

  it("has no tag once the thing is sold out", () => {
    show({ ...CARD, in_stock: false });
    expect(screen.getByText("Sold out")).toBeInTheDocument();
    expect(screen.queryByText(/−20/)).toBeNull();
  });
});
