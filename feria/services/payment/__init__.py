"""Payments, refunds, the ledger, commission."""
