"""Carts, price calculation, shipping quotes, tax."""
