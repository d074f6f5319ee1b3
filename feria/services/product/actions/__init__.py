"""Every state change of the catalogue and its stock; one verb each, inside the transaction given as `tx`."""
