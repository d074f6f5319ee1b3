"""Use cases of orders that cross the network."""
