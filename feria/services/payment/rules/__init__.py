"""Pure rules of payment: states of attempts, what the ledger gets, and commission. No database, no clock."""
