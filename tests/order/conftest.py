"""A database of their own for the tests of orders: each asks whether everything still adds up."""

from tests.conftest import database_of_its_own

platform, app = database_of_its_own()
