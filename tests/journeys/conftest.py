"""A database of their own for the journeys: `feria check` is clean at their end."""

from tests.conftest import database_of_its_own

platform, app = database_of_its_own()
