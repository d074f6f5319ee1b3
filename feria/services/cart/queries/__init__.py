"""Reads of the cart service: stored carts, what they cost, how they are shown, quotes for orders, and checks."""
