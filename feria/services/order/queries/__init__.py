"""Every read of the order service."""
