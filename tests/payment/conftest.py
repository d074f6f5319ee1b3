"""A database of their own for the tests of payments: some refund behind the order's back."""

from tests.conftest import database_of_its_own

platform, app = database_of_its_own()
