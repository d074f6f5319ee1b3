"""Every change of an order. Each locks cart and order, and with it its parts, and decides on what it reads then."""
