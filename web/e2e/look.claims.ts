import { ask, shopOf, tokenOf } from "./support/api";
import { SIZES, take } from "./support/camera";
import type { Role } from "./support/place";
import { test } from "./support/test";

type Listed = { id: string; number: string };
type Scene = [name: string, path: string, role: Role];

const listed = async (role: Role, path: string) =>
  (await ask<{ items: Listed[] }>("GET", path, { token: await tokenOf(role) })).items;

/** Orders of the demo's buyer that something is wrong with, as all three sides see them. */
async function scenes(): Promise<Scene[]> {
  const found: Scene[] = [
    ["account-messages", "/account/messages", "buyer"],
    ["order-find", "/orders/find", "buyer"],
  ];
  for (const thread of (await listed("buyer", "/messages")).slice(0, 1)) {
    found.push(["account-message", `/account/messages?thread=${thread.id}`, "buyer"]);
  }
  for (const order of await listed("buyer", "/orders?limit=50")) {
    for (const one of await listed("buyer", `/orders/${order.id}/returns`)) {
      found.push([`return-${order.number}`, `/orders/${order.number}/returns/${one.id}`, "buyer"]);
      found.push([`return-new-${order.number}`, `/orders/${order.number}/return`, "buyer"]);
    }
    for (const one of await listed("buyer", `/orders/${order.id}/cases`)) {
      found.push([`case-${order.number}`, `/orders/${order.number}/cases/${one.id}`, "buyer"]);
      found.push([`case-new-${order.number}`, `/orders/${order.number}/problem`, "buyer"]);
    }
  }
  for (const role of ["seller", "secondSeller"] as const) {
    const shop = await shopOf(role);
    for (const kind of ["returns", "cases"]) {
      const all = await listed(role, `/sellers/${shop.id}/${kind}`);
      if (all.length > 0) found.push([`sell-${kind}-${role}`, `/sell/${kind}`, role]);
      for (const one of all) found.push([`sell-${kind}-${one.number}`, `/sell/${kind}/${one.id}`, role]);
    }
  }
  found.push(["sell-messages", "/sell/messages", "seller"], ["sell-documents", "/sell/documents", "seller"]);
  for (const one of await listed("operator", "/operator/cases")) {
    found.push([`operator-case-${one.number}`, `/operator/cases/${one.id}`, "operator"]);
  }
  for (const name of ["cases", "messages", "documents"]) {
    found.push([`operator-${name}`, `/operator/${name}`, "operator"]);
  }
  return found;
}

for (const { name: width, size } of SIZES) {
  test(`${width}: messages, returns, cases and documents`, async ({ visitor }) => {
    test.setTimeout(10 * 60_000);
    for (const [name, path, role] of await scenes()) {
      const page = await visitor(role);
      await page.setViewportSize(size);
      await page.goto(path);
      await take(page, name);
    }
  });
}
