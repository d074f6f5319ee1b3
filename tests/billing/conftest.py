"""A database of its own: a month that was billed here would be over for the tests of orders, too."""

from tests.conftest import database_of_its_own

platform, app = database_of_its_own()
