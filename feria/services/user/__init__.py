"""Accounts, sign-in, roles, sellers and their members, the marketplace's own settings."""
