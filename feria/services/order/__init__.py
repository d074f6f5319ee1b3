"""Orders, seller orders, shipments."""
