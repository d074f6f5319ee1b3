"""Every read of the payment service; rows of buyers and sellers are reached through the access functions."""
