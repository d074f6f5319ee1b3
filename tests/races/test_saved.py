"""Things kept for later, by two tabs at once: nothing is there twice, and nothing is lost."""

from typing import Any

from feria.app import Application
from feria.core.platform import Platform
from tests.cart.test_saved import keep, lines, saved
from tests.factories import products, users
from tests.factories.orders import API, Shopper
from tests.races.crowd import ROUNDS, at_once, outcomes
from tests.races.line import Line


async def cart_of(guest: Shopper) -> dict[str, Any]:
    found: dict[str, Any] = (await guest.http.get(f"{API}/cart")).json()
    return found


async def test_a_line_goes_to_the_list_once(app: Application, platform: Platform, line: Line) -> None:
    shop = await users.seller(platform)
    for number in range(ROUNDS):
        pot = await products.product(platform, shop.id, title="Pot", on_hand=9)
        guest = Shopper(app)
        cart = await guest.add(pot, 3)
        with line.in_round(number):
            answers = await at_once(*(keep(guest, cart) for _ in range(3)))
        assert outcomes(answers) == {"200": 1, "404 not-found": 2}
        assert lines(await cart_of(guest)) == []
        assert [one["quantity"] for one in await saved(guest)] == [3]


async def test_a_thing_comes_back_once(app: Application, platform: Platform, line: Line) -> None:
    shop = await users.seller(platform)
    for number in range(ROUNDS):
        pot = await products.product(platform, shop.id, title="Pot", on_hand=9)
        guest = Shopper(app)
        await keep(guest, await guest.add(pot, 3))
        [kept] = await saved(guest)
        with line.in_round(number):
            answers = await at_once(
                *(guest.http.post(f"{API}/cart/saved/{kept['id']}/move") for _ in range(3))
            )
        assert outcomes(answers) == {"200": 1, "404 not-found": 2}
        assert lines(await cart_of(guest)) == [("Pot", 3)]
        assert await saved(guest) == []


async def test_there_and_back_at_once_loses_nothing(app: Application, platform: Platform, line: Line) -> None:
    """One tab puts a line aside while another fetches the earlier one of the same thing: three and two are five."""
    shop = await users.seller(platform)
    for number in range(ROUNDS):
        pot = await products.product(platform, shop.id, title="Pot", on_hand=9)
        guest = Shopper(app)
        await keep(guest, await guest.add(pot, 3))
        [kept] = await saved(guest)
        cart = await guest.add(pot, 2)
        with line.in_round(number):
            answers = await at_once(keep(guest, cart), guest.http.post(f"{API}/cart/saved/{kept['id']}/move"))
        assert {answer.status_code for answer in answers} <= {200, 404}
        there = sum(quantity for _, quantity in lines(await cart_of(guest)))
        assert there + sum(one["quantity"] for one in await saved(guest)) == 5
