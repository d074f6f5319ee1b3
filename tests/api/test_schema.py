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
from schemathesis.checks import CheckFunction
from schemathesis.config import SchemathesisConfig
from schemathesis.generation.case import Case
from schemathesis.generation.feedback import FeedbackSources
from schemathesis.pytest._test_builder import build_operation_test
from schemathesis.specs.openapi.checks import positive_data_acceptance
from schemathesis.specs.openapi.schemas import OpenApiSchema

from feria import app as feria_app
from tests.api.known import acquaint
from tests.api.served import Served, served

THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "ci"
EXAMPLES = int(os.environ.get("EX", "0")) or (100 if THOROUGH else 12)
# The operator at last, whose generated settings the others would have to live with.
PEOPLE = ("nobody", "buyer", "seller", "operator")
DOCUMENT = feria_app.openapi()
OPERATIONS = sorted(
    operation["operationId"] for path in DOCUMENT["paths"].values() for operation in path.values()
)
EXCLUDED: list[CheckFunction] = [
    # Rules beyond what a schema can say (a country not shipped to, a common password, a spent link) are 422.
    positive_data_acceptance,
]
_clients = count(1)


@pytest.fixture(scope="module")
async def world(server: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    async with served(server, tmp_path_factory.mktemp("served")) as found:
        yield found


@pytest.fixture(scope="module")
def described(world: Served) -> OpenApiSchema:
    config = SchemathesisConfig()
    schema = schemathesis.openapi.from_dict(acquaint(DOCUMENT, world.place, mine=False), config=config)
    schema.config.phases.coverage.enabled = os.environ.get("COVERAGE", "1") == "1"
    schema.config.phases.examples.enabled = False
    refused = schema.config.checks.negative_data_rejection
    refused.expected_statuses = [*refused.expected_statuses, "412", "413"]
    return schema


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("person", PEOPLE)
def test_every_answer_is_a_described_one(
    described: OpenApiSchema, world: Served, person: str, operation: str
) -> None:
    headers = world.place.headers(person)

    def check(case: Case[Any]) -> None:
        number = next(_clients)
        # Limits are counted per client; here every request comes from another one.
        client = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        case.call_and_validate(
            base_url=world.address, headers={**headers, "X-Forwarded-For": client}, excluded_checks=EXCLUDED
        )

    run = build_operation_test(
        config=described.config,
        operation=described.find_operation_by_id(operation),
        test_func=check,
        given_kwargs={},
        feedback=FeedbackSources(),
        explicit_settings=settings(
            max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck)
        ),
    )
    run()


async def test_nothing_is_out_of_joint_afterwards(world: Served) -> None:
    assert await world.faults() == []
