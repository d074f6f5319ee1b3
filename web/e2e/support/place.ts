/** Where the marketplace is that the journeys are made on; empty: there is none, and they fail. */
export const PLACE = (process.env.FERIA_URL ?? "").replace(/\/$/, "");
export const PASSWORD = "demo-demo-demo";
export const DEMO = {
  buyer: "buyer@demo.test",
  seller: "seller@demo.test",
  secondSeller: "seller2@demo.test",
  operator: "operator@demo.test",
} as const;
export type Role = keyof typeof DEMO;

/** Unlike any before, so that journeys may be made again on the same database. */
export function unique(): string {
  return `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`;
}

export function freshEmail(): string {
  return `journey-${unique()}@post.test`;
}
