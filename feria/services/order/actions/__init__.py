"""Every change of an order. Each locks cart and order first, and with it its parts, and decides on what it then reads."""
