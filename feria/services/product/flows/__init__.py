"""Use cases of the product service that touch files or the index beside the database."""
