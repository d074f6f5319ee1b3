import { QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import { renderToString } from "react-dom/server";
import { afterEach, expect, test, vi } from "vitest";
import { CART, useCartOfPage } from "./cartContent";
import { newQueryClient, seed } from "./queryClient";

const EMPTY = { groups: [] };
const FILLED = { groups: [{}] };

function Count() {
  const { data } = useCartOfPage();
  return <p>{data ? (data as unknown as typeof EMPTY).groups.length : "waiting"}</p>;
}

function drawn(queries: Record<string, unknown>) {
  const client = newQueryClient();
  seed(client, { queries, marketplace: null, signedIn: false, today: "" });
  const page = (
    <QueryClientProvider client={client}>
      <Count />
    </QueryClientProvider>
  );
  const root = document.createElement("div");
  root.innerHTML = renderToString(page);
  return { client, page, root };
}

afterEach(() => vi.restoreAllMocks());

test("a cart that was fetched before the page came alive changes nothing of what was drawn", () => {
  const said = vi.spyOn(console, "error");
  const { client, page, root } = drawn({});
  expect(root.textContent).toBe("waiting");
  client.setQueryData([CART], FILLED); // the header was quicker
  render(page, { container: root, hydrate: true });
  expect(root.textContent).toBe("1");
  expect(said).not.toHaveBeenCalled();
});

test("a cart that came with the page is there at once", () => {
  expect(drawn({ [CART]: EMPTY }).root.textContent).toBe("0");
});
