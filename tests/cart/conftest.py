"""A database of their own for the tests of the cart: some hold stock for orders that there are none of."""

from tests.conftest import database_of_its_own

platform, app = database_of_its_own()
