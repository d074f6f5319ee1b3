"""Changes of carts: lines and choices, merging, the tie to an open order, and forgetting old carts."""
