"""What a cart costs and may hold, as pure functions: lines, coupons, the whole price, tax rates, limits."""
