"""Pure rules of the user service: passwords and tokens, what sellers may become, what the operator may set."""
