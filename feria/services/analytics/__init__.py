"""Sales and revenue figures."""
