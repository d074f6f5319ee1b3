"""Schemathesis over the description of the API, as four people, against a real process.

No server error, no undocumented status, header or content type, no answer that breaks its schema.
"""

import os
from collections.abc import AsyncIterator
from itertools import count
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import CheckContext, CheckFunction
from schemathesis.config import SchemathesisConfig
from schemathesis.core.transport import Response
from schemathesis.generation.case import Case
from schemathesis.generation.feedback import FeedbackSources
from schemathesis.pytest._test_builder import build_operation_test
from schemathesis.specs.openapi.checks import (
    allow_header_conformance,
    negative_data_rejection,
    positive_data_acceptance,
)
from schemathesis.specs.openapi.schemas import OpenApiSchema

from feria import app as feria_app
from tests.api.known import acquaint
from tests.api.permission_table import TABLE
from tests.api.served import Served, served

# The operator at last, whose generated settings the others would have to live with.
PEOPLE = ("nobody", "buyer", "seller", "operator")
DOCUMENT = feria_app.openapi()
OPERATIONS = {
    operation["operationId"]: operation for path in DOCUMENT["paths"].values() for operation in path.values()
}
THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "ci"
# How many requests are drawn for whoever may make the call, and for everybody else, who is mostly refused.
EXAMPLES, EXAMPLES_OF_OTHERS = (30, 5) if THOROUGH else (6, 1)


def refuses_invalid_data(ctx: CheckContext, response: Response, case: Case[Any]) -> bool | None:
    """Schemathesis's own check, but for the word null: as a parameter it is read as nothing."""
    given = (case.query or {}).values()
    if any(value is None or value in ("null", ["null"] * 2, [None]) for value in given):
        return None
    return negative_data_rejection(ctx, response, case)


EXCLUDED: list[CheckFunction] = [
    # Rules beyond what a schema can say (a country not shipped to, a common password, a spent link) are 422.
    positive_data_acceptance,
    # Replaced by the one above.
    negative_data_rejection,
    # Litestar's own answer to OPTIONS, which this API does not offer, names the methods of one handler only.
    allow_header_conformance,
]
_clients = count(1)


def entitled(operation: str) -> str:
    """Who may make this call, by the permission table; signing out is for those who need no session afterwards."""
    if operation == "logout":
        return "nobody"
    rows = TABLE[operation]
    expected = (rows[0] if isinstance(rows, list) else rows).expected
    return next((who for who in ("seller", "buyer", "operator") if expected[who] < 400), "nobody")


@pytest.fixture(scope="module")
async def world(server: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    async with served(server, tmp_path_factory.mktemp("served")) as found:
        yield found


@pytest.fixture(scope="module")
def described(world: Served) -> OpenApiSchema:
    found = schemathesis.openapi.from_dict(acquaint(DOCUMENT, world.place), config=SchemathesisConfig())
    found.config.phases.examples.enabled = False
    # Tokens are real ones; made-up ones are tested beside the other bad headers.
    found.config.generation.with_security_parameters = False
    for check, more in (
        (found.config.checks.negative_data_rejection, ["412", "413"]),
        (found.config.checks.missing_required_header, ["428"]),
    ):
        check.expected_statuses = [*check.expected_statuses, *more]
    return found


@pytest.mark.parametrize("operation", sorted(OPERATIONS))
@pytest.mark.parametrize("person", PEOPLE)
def test_every_answer_is_a_described_one(
    described: OpenApiSchema, world: Served, person: str, operation: str
) -> None:
    may = entitled(operation) == person
    # Signing out ends the session of a person whom no other call needs.
    headers = world.headers("manager" if operation == "logout" and person != "nobody" else person)

    def check(case: Case[Any]) -> None:
        number = next(_clients)
        # Limits are counted per client; here every request comes from another one.
        client = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        answer = case.call_and_validate(
            base_url=world.address,
            headers={**headers, "X-Forwarded-For": client},
            additional_checks=[refuses_invalid_data],
            excluded_checks=EXCLUDED,
        )
        assert answer.status_code != 401 or not (may and OPERATIONS[operation].get("security"))

    described.config.phases.coverage.enabled = THOROUGH and may
    run = build_operation_test(
        config=described.config,
        operation=described.find_operation_by_id(operation),
        test_func=check,
        given_kwargs={},
        feedback=FeedbackSources(),
        explicit_settings=settings(
            max_examples=EXAMPLES if may else EXAMPLES_OF_OTHERS,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    run()


async def test_nothing_is_out_of_joint_afterwards(world: Served) -> None:
    assert await world.faults() == []
