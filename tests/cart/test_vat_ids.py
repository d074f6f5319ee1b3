"""VAT ids of businesses: what they do to a cart and an order, what is remembered of them, and the real client."""

import json
from typing import Any

import httpx
import pytest

from feria.app import Application
from feria.core.platform import Platform
from feria.services.cart.gateways import VatServiceSilent, vat_service
from feria.services.cart.gateways.vat_register import REGISTER
from feria.services.cart.gateways.vies import OFFICIAL_URL, Vies
from feria.services.cart.rules import vat
from tests.conftest import Later
from tests.factories import coupons, products, users
from tests.factories.coupons import enter
from tests.factories.orders import API, Shopper

GERMAN = "DE136695976"
BERLIN = {"name": "Ida Prova", "line1": "Weg 1", "city": "Berlin", "postal_code": "10115", "country": "DE"}
COMPANY = {"company": "Prova GmbH", "vat_id": GERMAN}


def eur(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "EUR"}


async def told(buyer: Shopper, **fields: Any) -> dict[str, Any]:
    """The cart after saying where it goes."""
    answer = await buyer.http.put(f"{API}/cart/address", json={"country": "DE", **fields})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def fresh(app: Application, platform: Platform, price: int = 1999, quantity: int = 3) -> Shopper:
    """A guest with some of a Portuguese shop's thing in the cart."""
    shop = await users.seller(platform)
    buyer = Shopper(app)
    await buyer.add(await products.product(platform, shop.id, price=price), quantity)
    return buyer


@pytest.fixture(autouse=True)
async def _nothing_known(platform: Platform) -> None:
    REGISTER.asked.clear()
    async with platform.db.transaction() as tx:
        await tx.execute("DELETE FROM cart.vat_checks")


async def test_a_business_elsewhere_pays_prices_without_their_tax(
    app: Application, platform: Platform
) -> None:
    buyer = await fresh(app, platform)
    private = await told(buyer)
    assert (private["vat"], private["groups"][0]["tax_reason"]) == (None, "standard")
    assert private["total"] == eur(3 * 1999 + 490)
    cart = await told(buyer, **COMPANY)
    assert cart["vat"] | {"message": ""} == {**COMPANY, "status": "valid", "message": ""}
    [group] = cart["groups"]
    # 19.99 contains 3.19 of 19 %, 4.90 contains 0.78.
    assert (group["items"][0]["unit_price"], group["items"][0]["total"]) == (eur(1680), eur(5040))
    assert (group["shipping"], group["tax"], group["tax_reason"]) == (eur(412), eur(0), "reverse_charge")
    assert cart["total"] == eur(5040 + 412)
    options = (await buyer.http.get(f"{API}/cart/shipping-options")).json()
    assert options["groups"][0]["options"][0]["price"] == eur(412)

    # The order counts by what is remembered; nobody is asked again.
    refused = await buyer.try_to_order(shipping_address=BERLIN, expected_total=cart["total"])
    assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (409, "price-changed")
    order = await buyer.order(shipping_address={**BERLIN, **COMPANY}, expected_total=cart["total"])
    [part] = order["seller_orders"]
    assert (part["tax"], part["tax_reason"]) == (eur(0), "reverse_charge")
    assert (part["lines"][0]["unit_price"], part["lines"][0]["tax_rate_bps"]) == (eur(1680), 0)
    assert REGISTER.asked == [GERMAN]
    async with platform.db.reading() as tx:
        [kept] = await tx.fetch("SELECT * FROM cart.vat_checks")
        remitter = await tx.fetchval(
            'SELECT remitted_by FROM "order".seller_orders WHERE number = $1', part["number"]
        )
    assert (kept["vat_id"], kept["valid"], kept["source"]) == (GERMAN, True, "test")
    assert kept["consultation"].startswith("TEST")
    assert remitter == "seller"


async def test_whom_is_billed_decides(app: Application, platform: Platform) -> None:
    buyer = await fresh(app, platform)
    cart = await told(buyer, **COMPANY)
    order = await buyer.order(
        shipping_address=BERLIN, billing_address={**BERLIN, **COMPANY}, expected_total=cart["total"]
    )
    assert order["seller_orders"][0]["tax_reason"] == "reverse_charge"
    other = await fresh(app, platform)
    cart = await told(other, **COMPANY)
    refused = await other.try_to_order(
        shipping_address={**BERLIN, **COMPANY}, billing_address=BERLIN, expected_total=cart["total"]
    )
    assert refused.status_code == 409


async def test_what_is_collected_at_the_shop_bears_its_tax(app: Application, platform: Platform) -> None:
    shop = await users.seller(platform)
    buyer = Shopper(app)
    await buyer.add(await products.product(platform, shop.id, price=1999, fulfilment="pickup"))
    [group] = (await told(buyer, **COMPANY))["groups"]
    assert (group["tax_reason"], group["tax"], group["total"]) == ("standard", eur(319), eur(1999))
    # Nor does a parcel beside it make it leave the country.
    await buyer.add(await products.product(platform, shop.id, price=1999))
    [group] = (await told(buyer, **COMPANY))["groups"]
    assert group["tax_reason"] == "standard"
    # What is only sent, by wire or by road, does.
    other = Shopper(app)
    await other.add(await products.product(platform, shop.id, price=1999, fulfilment="digital"))
    [group] = (await told(other, **COMPANY))["groups"]
    assert group["tax_reason"] == "reverse_charge"


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"vat_id": "DE136695977", "company": "Prova GmbH"}, "invalid", "not registered"),
        ({"vat_id": "XX136695976", "company": "Prova GmbH"}, "invalid", "not registered"),
        ({"vat_id": "GB980780684", "company": "Prova Ltd"}, "invalid", "not registered"),
        ({"vat_id": GERMAN}, "valid", "Enter the company"),
        ({"vat_id": "PT501964843", "company": "Prova Lda"}, "valid", "Tax is charged"),
        ({**COMPANY, "country": "PT"}, "valid", "Tax is charged"),
    ],
)
async def test_other_vat_ids_change_no_price(
    app: Application, platform: Platform, fields: dict[str, str], status: str, words: str
) -> None:
    buyer = await fresh(app, platform)
    cart = await told(buyer, **fields)
    assert cart["vat"]["status"] == status
    assert words in cart["vat"]["message"]
    assert cart["total"] == eur(3 * 1999 + 490)
    assert cart["groups"][0]["tax_reason"] == "standard"


async def test_a_silent_service_means_tax_and_a_second_try(app: Application, platform: Platform) -> None:
    buyer = await fresh(app, platform)
    REGISTER.silent = 1
    cart = await told(buyer, **COMPANY)
    assert (cart["vat"]["status"], cart["total"]) == ("unchecked", eur(3 * 1999 + 490))
    assert "could not be checked" in cart["vat"]["message"]
    async with platform.db.reading() as tx:
        assert await tx.fetchval("SELECT count(*) FROM cart.vat_checks") == 0
    cart = await told(buyer, **COMPANY)
    assert (cart["vat"]["status"], cart["total"]) == ("valid", eur(5452))


async def test_an_answer_is_remembered_for_thirty_days_and_a_no_for_an_hour(
    app: Application, platform: Platform, later: Later
) -> None:
    buyer = await fresh(app, platform)
    await told(buyer, **COMPANY)
    later(days=29, hours=23)
    assert (await told(buyer, **COMPANY))["vat"]["status"] == "valid"
    assert REGISTER.asked == [GERMAN]
    later(hours=2)
    seen = (await buyer.http.get(f"{API}/cart")).json()
    assert (seen["vat"]["status"], seen["groups"][0]["tax_reason"]) == ("unchecked", "standard")
    REGISTER.close(GERMAN)
    try:
        assert (await told(buyer, **COMPANY))["vat"]["status"] == "invalid"
        assert (await told(buyer, **COMPANY))["vat"]["status"] == "invalid"
        assert len(REGISTER.asked) == 2
    finally:
        REGISTER._closed.clear()
    later(hours=1, seconds=1)
    assert (await told(buyer, **COMPANY))["vat"]["status"] == "valid"


async def test_conditions_are_judged_by_prices_as_listed(
    app: Application, platform: Platform, client: httpx.AsyncClient
) -> None:
    shop = await users.seller(platform, free_from_amount=5997)
    buyer = Shopper(app)
    await buyer.add(await products.product(platform, shop.id, price=1999), 3)
    deal = await coupons.of_shop(client, shop, minimum=eur(5997), percent_bps=1000)
    cart = await told(buyer, **COMPANY)
    assert cart["groups"][0]["shipping"] == eur(0)
    answer = await enter(buyer, deal)
    assert answer.status_code == 200, answer.text
    # Ten percent of 50.40; what is paid for goods is then below the threshold.
    assert (answer.json()["discount"], answer.json()["total"]) == (eur(504), eur(5040 - 504 + 412))


async def test_the_account_takes_the_guests_vat_id_along(app: Application, platform: Platform) -> None:
    guest = await fresh(app, platform)
    await told(guest, **COMPANY)
    person = await users.account(platform)
    merged = (await guest.http.get(f"{API}/cart", headers=person.headers)).json()
    assert (merged["vat"]["vat_id"], merged["total"]) == (GERMAN, eur(5452))


async def test_a_vat_id_without_its_country_means_the_destinations(
    app: Application, platform: Platform
) -> None:
    buyer = await fresh(app, platform)
    cart = await told(buyer, company="Prova GmbH", vat_id="136 695 976")
    assert (cart["vat"]["vat_id"], cart["vat"]["status"]) == (GERMAN, "valid")
    bad = await buyer.http.put(f"{API}/cart/address", json={"country": "DE", "vat_id": "DE<1>"})
    assert bad.status_code == 422


@pytest.mark.parametrize(
    ("typed", "country", "written", "state"),
    [("el 094259216", "GR", "EL094259216", "GR"), ("094259216", "GR", "EL094259216", "GR"),
     ("GR094259216", "GR", "ELGR094259216", "GR"), ("at-u 135.85627", "DE", "ATU13585627", "AT"), ("", "DE", "", ""),
     ("CHE123", "CH", "CHE123", ""), ("XI123456789", "IE", "IEXI123456789", "IE")],
)  # fmt: skip
def test_how_vat_ids_are_written(typed: str, country: str, written: str, state: str) -> None:
    assert vat.normal(typed, country) == written
    assert vat.member_state(written) == state


def far_end(status: int, body: Any, asked: list[Any]) -> httpx.AsyncClient:
    """VIES as it answers once."""

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append((str(request.url), json.loads(request.content)))
        return httpx.Response(status, content=body if isinstance(body, bytes) else json.dumps(body).encode())

    return httpx.AsyncClient(transport=httpx.MockTransport(answer))


@pytest.mark.parametrize(("requester", "number"), [("", ""), ("PT501964843", "WAPIAAAAYX")])
@pytest.mark.parametrize("valid", [True, False])
async def test_vies_is_asked_as_it_wants(requester: str, number: str, valid: bool) -> None:
    asked: list[Any] = []
    body = {
        "countryCode": "DE",
        "vatNumber": "136695976",
        "valid": valid,
        "requestIdentifier": number,
        "name": "---",
    }
    async with far_end(200, body, asked) as http:
        answer = await Vies(http, OFFICIAL_URL, requester).check(GERMAN)
    assert (answer.valid, answer.consultation) == (valid, number)
    who = {"requesterMemberStateCode": "PT", "requesterNumber": "501964843"} if requester else {}
    assert asked == [
        (f"{OFFICIAL_URL}/check-vat-number", {"countryCode": "DE", "vatNumber": "136695976", **who})
    ]


@pytest.mark.parametrize(
    ("status", "body"),
    [(200, {"actionSucceed": False, "errorWrappers": [{"error": "MS_UNAVAILABLE"}]}), (500, {}), (429, {"valid": True}),
     (200, b"<html>"), (200, {"valid": None}), (200, {"valid": "yes"}), (200, {"valid": True, "actionSucceed": False})],
)  # fmt: skip
async def test_whatever_is_no_answer_is_silence(status: int, body: Any) -> None:
    async with far_end(status, body, []) as http:
        with pytest.raises(VatServiceSilent):
            await Vies(http, OFFICIAL_URL, "").check(GERMAN)


async def test_who_takes_too_long_is_silent() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        assert set(request.extensions["timeout"].values()) == {3.0}
        raise httpx.ReadTimeout("too long")

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as http:
        with pytest.raises(VatServiceSilent):
            await Vies(http, OFFICIAL_URL, "").check(GERMAN)


async def test_the_settings_choose_the_service(platform: Platform) -> None:
    assert vat_service(platform) is REGISTER
