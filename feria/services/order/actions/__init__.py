"""Every change of an order. Each locks cart, order and seller orders first and decides on the locked rows."""
