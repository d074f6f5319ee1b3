"""Every read of the catalogue and its stock; rows are reached through access functions that look at the actor."""
