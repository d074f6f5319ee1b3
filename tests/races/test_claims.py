"""Returns and cases against each other and every other way that money goes back: never twice, never too much."""

import asyncio
from datetime import timedelta
from uuid import UUID

from feria.app import Application
from feria.core import clock, ids
from feria.core.platform import Platform
from feria.services.order.actions import return_clock
from tests.factories.users import operator
from tests.order.claims import Claim, ask, complain, walked
from tests.order.orders import Sale, paid
from tests.races.crowd import ROUNDS, at_once, outcomes
from tests.races.line import Line


async def delivered(app: Application, platform: Platform) -> Sale:
    sale = await paid(app, platform)
    assert (await sale.ship()).status_code == 201
    assert (await sale.arrived()).status_code == 200
    return sale


async def returning(app: Application, platform: Platform, *way: tuple[str, str]) -> Claim:
    """A return of one of two units."""
    sale = await delivered(app, platform)
    made = await ask(sale)
    assert made.status_code == 201, made.text
    return await walked(Claim(sale, "return", made.json(), {}), way)


async def test_one_return_for_many_clicks(app: Application, platform: Platform, line: Line) -> None:
    for number in range(ROUNDS):
        sale = await delivered(app, platform)
        with line.in_round(number):
            answers = await at_once(*(ask(sale) for _ in range(4)))
        assert outcomes(answers) == {"201": 1, "409 return-open": 3}


async def test_a_return_is_received_and_refunded_once(
    app: Application, platform: Platform, line: Line
) -> None:
    for number in range(ROUNDS):
        claim = await returning(app, platform, ("approved", "seller"))
        with line.in_round(number):
            came = await at_once(
                *(claim.step("received") for _ in range(3)), claim.step("cancelled", "buyer")
            )
            done = await at_once(*(claim.step("refunded") for _ in range(3)))
        assert {answer.status_code for answer in (*came, *done)} <= {200, 409}
        part, status = await claim.sale.part(), (await claim.seen())["status"]
        quantities = part["lines"][0]["quantities"]
        wanted = (1999, 1, 1) if status == "refunded" else (0, 0, 0)
        assert (part["refunded"]["amount"], quantities["returned"], quantities["refunded"]) == wanted


async def test_a_returns_refund_against_the_sellers_own_and_a_case(
    app: Application, platform: Platform, line: Line
) -> None:
    for number in range(ROUNDS):
        claim = await returning(app, platform, ("approved", "seller"), ("received", "seller"))
        opened = await complain(claim.sale)
        case = Claim(claim.sale, "case", opened.json(), {})
        with line.in_round(number):
            answers = await at_once(
                claim.step("refunded"), claim.sale.refund(), case.step("resolved_buyer"), claim.sale.refund()
            )
        assert {answer.status_code for answer in answers} <= {200, 201, 409}, outcomes(answers)
        part = await claim.sale.part()
        assert part["refunded"] == part["total"]
        assert (await claim.seen())["status"] == "refunded"
        assert (await case.seen())["status"] == "resolved_buyer"


async def test_a_case_is_decided_once(app: Application, platform: Platform, line: Line) -> None:
    for number in range(ROUNDS):
        sale = await delivered(app, platform)
        opened = await at_once(*(complain(sale) for _ in range(3)))
        assert outcomes(opened) == {"201": 1, "409 case-open": 2}
        made = next(answer.json() for answer in opened if answer.status_code == 201)
        case = Claim(sale, "case", made, dict((await operator(platform, "support")).headers))
        assert (await case.step("under_review", "operator")).status_code == 200
        with line.in_round(number):
            answers = await at_once(
                case.step("split", "operator"),
                case.step("resolved_seller", "operator"),
                case.step("split", "operator", amount=700),
                case.step("closed", "buyer"),
            )
        assert {answer.status_code for answer in answers} <= {200, 409}
        seen, part = await case.seen(), await sale.part()
        refunded = 0 if seen["refunded"] is None else seen["refunded"]["amount"]
        assert seen["status"] in ("split", "resolved_seller", "closed")
        assert part["refunded"]["amount"] == refunded in ((100, 700) if seen["status"] == "split" else (0,))


async def test_the_clock_against_the_seller(app: Application, platform: Platform, line: Line) -> None:
    for number in range(ROUNDS):
        claim = await returning(app, platform)
        return_id = ids.decode("ret", claim.ref)

        async def strike(return_id: UUID = return_id) -> bool:
            async with platform.db.transaction(now=clock.now() + timedelta(hours=49)) as tx:
                return await return_clock.approve_when_due(tx, ids.owner_of(return_id), return_id)

        with line.in_round(number):
            answer, *struck = await asyncio.gather(claim.step("declined"), strike(), strike())
        status = (await claim.seen())["status"]
        assert status == ("declined" if answer.status_code == 200 else "approved")
        assert sum(struck) == (status == "approved")
        assert len((await claim.seen())["timeline"]) == 2
