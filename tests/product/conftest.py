"""A database of their own, and the product service with the user service that it asks: it needs none of the others."""

from tests.conftest import database_of_its_own

platform, app = database_of_its_own(("user", "product"))
