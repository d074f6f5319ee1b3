"""Tax rates of an online service: asked before the order, kept with the cart, frozen with it, and never waited for."""

import asyncio
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feria.app import Application
from feria.core import ids
from feria.core.platform import Platform
from feria.services.cart.gateways import fake_stripe_tax
from feria.services.cart.gateways.fake_stripe_tax import FarEnd
from feria.services.cart.gateways.stripe_tax import StripeTax
from feria.services.cart.queries import bills, quotes
from feria.services.cart.queries.bills import Around
from feria.services.cart.queries.carts import Cart, Item
from feria.services.cart.queries.vat_checks import VatStanding
from feria.services.cart.rules import told_taxes
from feria.services.cart.rules.told_taxes import TaxQuestion
from feria.services.user.contract import Place
from tests.conftest import Later
from tests.factories import products, users
from tests.factories.orders import API, Shopper
from tests.order.orders import assert_clean, slug
from tests.order.test_totals import NOW, ORIGINS, TAXES, around, carts, offer

BERLIN = {"name": "Ida Prova", "line1": "Weg 1", "city": "Berlin", "postal_code": "10115", "country": "DE"}
PLACE = {"country": "DE", "postal_code": "10115"}
GERMAN = {"company": "Prova GmbH", "vat_id": "DE136695976"}


@pytest.fixture(autouse=True)
async def asks(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Germany is asked of the service, which knows other rates than the table: 16 %, and nothing on food."""
    far_end = FarEnd()
    far_end.registrations["DE"] = [("Germany", "country", "15.5"), ("Berlin", "city", "0.5")]
    far_end.free["DE"] = (fake_stripe_tax.FOOD,)
    monkeypatch.setattr(fake_stripe_tax, "FAR_END", far_end)
    settings = msgspec.structs.replace(platform.settings, tax_service_countries="DE US")
    monkeypatch.setattr(platform, "settings", settings)
    await platform.cache.close()  # what was told to others before
    yield
    await platform.cache.close()


def far_end() -> FarEnd:
    return fake_stripe_tax.FAR_END


async def fresh(app: Application, platform: Platform, *categories: str) -> Shopper:
    """A guest with a thing of 19.99 of each category, all of one Portuguese shop that ships for 4.90."""
    shop = await users.seller(platform)
    guest = Shopper(app)
    for category in categories or ("standard",):
        await guest.add(await products.product(platform, shop.id, price=1999, tax_category=category), 1)
    return guest


async def told(guest: Shopper, **fields: Any) -> dict[str, Any]:
    """The cart after saying where it goes."""
    answer = await guest.http.put(f"{API}/cart/address", json={**PLACE, **fields})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_what_is_told_is_charged_and_frozen_with_its_source(
    app: Application, platform: Platform
) -> None:
    guest = await fresh(app, platform, "standard", "food")
    cart = await told(guest)
    # 19.99 and 4.90 contain 3.43 of 16 % together; the food bears nothing.
    assert (cart["tax"]["amount"], cart["total"]["amount"]) == (343, 2 * 1999 + 490)
    assert len(far_end().asked) == 1
    far_end().silent = 100
    order = await guest.order(shipping_address=BERLIN)
    [part] = order["seller_orders"]
    assert [line["tax_rate_bps"] for line in part["lines"]] == [1600, 0]
    assert {line["tax_source"] for line in part["lines"]} == {"stripe taxcalc_fake00000001 (Germany, Berlin)"}
    assert part["tax"]["amount"] == 343
    assert far_end().silent == 100, "an order asks nobody"
    await guest.pay(order)
    await assert_clean(platform)


async def test_where_rates_are_told_the_postal_code_stays(app: Application, platform: Platform) -> None:
    guest = await fresh(app, platform)
    await told(guest)
    order = await guest.order(shipping_address=BERLIN)
    await guest.pay(order)
    for ref in (order["id"], order["seller_orders"][0]["id"]):
        for code, status in (("80331", 409), ("10115", 200)):
            moved = await guest.http.put(
                f"{API}/orders/{ref}/address",
                json={"address": {**BERLIN, "line1": "Weg 2", "postal_code": code}},
                headers={"If-Match": "*"},
            )
            assert moved.status_code == status, moved.text


async def test_other_countries_and_carts_without_an_address_ask_nobody(
    app: Application, platform: Platform
) -> None:
    guest = await fresh(app, platform)
    await guest.total()
    cart = await told(guest, country="PT", postal_code="4050-262")
    assert cart["tax"]["amount"] == 465  # of 23 %
    assert far_end().asked == []
    order = await guest.order()
    assert order["seller_orders"][0]["lines"][0]["tax_source"] == "table"


async def test_an_answer_counts_for_its_way_its_day_and_its_categories(
    app: Application, platform: Platform, later: Later
) -> None:
    guest = await fresh(app, platform)
    first = await told(guest)
    assert first["tax"]["amount"] == 343
    item = first["groups"][0]["items"][0]["id"]
    more = (await guest.http.put(f"{API}/cart/items/{item}", json={"quantity": 3})).json()
    assert more["tax"]["amount"] == 895
    assert len(far_end().asked) == 1, "the same way, category and day"
    again = await told(guest, postal_code="80331")
    assert (again["tax"]["amount"], len(far_end().asked)) == (895, 2)
    shop_food = await products.product(
        platform, (await users.seller(platform)).id, price=1000, tax_category="food"
    )
    await guest.add(shop_food, 1)
    assert len(far_end().asked) == 3
    later(days=1)
    await guest.total()
    assert len(far_end().asked) == 5, "both shops' on the next day"


async def test_nobody_gets_the_tables_rates_by_ordering_to_a_place_that_was_not_shown(
    app: Application, platform: Platform, later: Later
) -> None:
    guest = await fresh(app, platform)
    elsewhere = {**BERLIN, "postal_code": "80331"}
    for shown in (None, {"country": "PT", "postal_code": "4050-262"}, {}):
        if shown is not None:
            await told(guest, **shown)
        refused = await guest.try_to_order(shipping_address=elsewhere)
        assert slug(refused) == (409, "place-not-told")
    later(days=1)
    order = await guest.try_to_order(
        shipping_address={**BERLIN, "postal_code": " 10115 "},
        expected_total={"amount": 2489, "currency": "EUR"},
    )
    # Of the day before, as it was shown: nobody gains by waiting.
    assert order.json()["seller_orders"][0]["lines"][0]["tax_rate_bps"] == 1600
    assert len(far_end().asked) == 1


async def test_a_silent_service_leaves_what_it_told_the_day_before(
    app: Application, platform: Platform, later: Later
) -> None:
    guest = await fresh(app, platform)
    assert (await told(guest))["tax"]["amount"] == 343
    later(days=1)
    far_end().silent = 1
    assert (await guest.http.get(f"{API}/cart")).json()["tax"]["amount"] == 343
    assert far_end().silent == 0


async def test_the_same_is_asked_once_a_day_and_changes_no_cart(app: Application, platform: Platform) -> None:
    shop = await users.seller(platform)
    thing = await products.product(platform, shop.id, price=1999)
    for _ in range(2):
        guest = Shopper(app)
        await guest.add(thing, 1)
        assert (await told(guest))["tax"]["amount"] == 343
    assert len(far_end().asked) == 1
    order = await guest.order(shipping_address=BERLIN)
    assert slug(await guest.try_to_order(shipping_address=BERLIN)) == (409, "already-ordered")
    assert order["tax"]["amount"] == 343


@pytest.mark.parametrize("kind", ["silent", "refused", "slow"])
async def test_who_is_not_answered_pays_by_the_table(
    app: Application, platform: Platform, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    guest = await fresh(app, platform)
    if kind == "silent":
        far_end().silent = 1
    elif kind == "refused":
        far_end().registrations["DE"] = [("Germany", "country", "900")]
    else:
        settings = msgspec.structs.replace(platform.settings, rates_seconds=0.05)
        monkeypatch.setattr(platform, "settings", settings)
        monkeypatch.setattr(StripeTax, "rates", _never)
    async with asyncio.timeout(20):
        cart = await told(guest)
    assert cart["tax"]["amount"] == 397  # of 19 %
    asked = len(far_end().asked)
    await guest.total()
    assert len(far_end().asked) == asked, "it is left alone for a while"
    order = await guest.order(shipping_address=BERLIN)
    assert order["seller_orders"][0]["lines"][0]["tax_source"] == "table"


async def test_nobody_has_it_asked_about_ever_more_places(app: Application, platform: Platform) -> None:
    guest = await fresh(app, platform)
    most = 60
    for number in range(most):
        await told(guest, postal_code=f"{10000 + number}")
    refused = await guest.http.put(f"{API}/cart/address", json={**PLACE, "postal_code": "99999"})
    assert slug(refused) == (429, "rate-limited")
    assert len(far_end().asked) == most
    await told(guest, country="PT", postal_code="4050-262")  # which the table knows


async def _never(self: StripeTax, question: TaxQuestion) -> Any:
    await asyncio.sleep(60)


async def test_a_business_is_freed_of_the_told_rates(app: Application, platform: Platform) -> None:
    guest = await fresh(app, platform)
    cart = await told(guest, **GERMAN)
    [group] = cart["groups"]
    assert group["tax_reason"] == "reverse_charge"
    # 19.99 contains 2.76 of 16 %, 4.90 contains 0.68.
    assert (group["items"][0]["unit_price"]["amount"], group["shipping"]["amount"]) == (1723, 422)
    assert not any("vat" in name or "tax_id" in name for name in far_end().asked[0])


async def test_two_shops_are_asked_at_once_and_one_refusal_is_only_its_own(
    app: Application, platform: Platform
) -> None:
    guest = Shopper(app)
    for country in ("PT", "ES"):
        shop = await users.seller(platform, country=country)
        await guest.add(await products.product(platform, shop.id, price=1999), 1)
    cart = await told(guest)
    assert [group["tax"]["amount"] for group in cart["groups"]] == [343, 343]
    assert sorted(form["ship_from_details[address][country]"] for form in far_end().asked) == ["ES", "PT"]


@given(carts(), st.sampled_from(("PT", "US", "CA", "DE")), st.sampled_from(("", "PT", "DE")))
def test_the_same_rates_make_the_same_order_from_either_source(
    made: tuple[Cart, Around], country: str, business: str
) -> None:
    cart, world = made
    if business:
        known = VatStanding(vat_id="", status="valid", country=business)
        world = msgspec.structs.replace(world, vat=known)
    place = Place(country=country)
    by_table = bills.bill(cart, world, NOW, place=place, choices={})
    rates = {row.tax_category: row.rate_bps for row in world.rates.get(country, [])}
    cart.told_taxes = {
        str(group.seller_id): {
            "asked_for": told_taxes.asked_for(ORIGINS[group.seller_id], place),
            "on": NOW.date().isoformat(),
            "source": "service 7",
            "rates": {name: rates.get(name, rates.get("standard", 0)) for name in TAXES},
            # Of a business's shipping, what its listed price contains.
            "shipping_rate_bps": group.shipping_relief_bps or group.shipping_tax_rate_bps,
        }
        for group in by_table.price.groups
    }
    by_service = bills.bill(cart, world, NOW, place=place, choices={})
    assert {one.source for one in by_service.taxes.values()} == {"service 7"}
    expected = quotes.quote_of(cart, world, by_table)
    got = quotes.quote_of(cart, world, by_service)
    as_table = [msgspec.structs.replace(group, tax_source="table") for group in got.groups]
    assert msgspec.structs.replace(got, groups=as_table) == expected


def test_shipping_may_bear_a_rate_that_no_line_has() -> None:
    cart, world = _one_line()
    cart.told_taxes = {
        "1001": {
            "asked_for": told_taxes.asked_for("PT", Place(country="DE")),
            "on": NOW.date().isoformat(),
            "source": "service 7",
            "rates": {"standard": 1600},
            "shipping_rate_bps": 700,
        }
    }
    bill = bills.bill(cart, world, NOW, place=Place(country="DE"), choices={})
    [group] = bill.price.groups
    assert (group.lines[0].tax_amount, group.shipping_tax_amount) == (276, 32)  # of 19.99 and of 4.90
    assert (group.shipping_tax_rate_bps, group.tax_amount, group.total_amount) == (700, 308, 2489)


def _one_line() -> tuple[Cart, Around]:
    one = offer(1001, 3, 1999, "EUR")
    item = Item(
        id=ids.at(9, 1, 0, 1), variant_id=one.variant_id, personalisation="", quantity=1, seen_amount=1999,
        currency="EUR", seen_title="Thing",
    )  # fmt: skip
    cart = Cart(
        shopper_id=9, id=ids.at(9, 1, 1, 1), account_id=None, market="m", currency="EUR", country="DE", region="",
        postal_code="", company="", vat_id="", shipping={}, gift_notes={}, live_rates={}, told_taxes={}, coupons=[],
        version=1, open_order_id=None, ordered_version=None, ordered={}, merged_into=None, items=[item],
    )  # fmt: skip
    return cart, around("EUR", [one], {}, 490)
