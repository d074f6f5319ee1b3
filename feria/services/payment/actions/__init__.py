"""Every change of state in the payment service, each inside the transaction that it is given."""
