import { read } from "./read";

const LAST_MAX = 10;

/** The account's newest orders, paid or not; apart from `orders.ts`, since only the checkout asks for them. */
export const lastOrdersQuery = () => read("/api/v1/orders", { query: { limit: LAST_MAX } });
