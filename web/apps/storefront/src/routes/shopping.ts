/** Pages to buy and to look after what was bought: cart, checkout, orders, account. */
export const shoppingRoutes = [] as const;
