"""Stripe Tax: the client against far ends that answer as Stripe documents it, and the settings that choose it."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import httpx
import msgspec
import pytest

from feria.core import settings as core_settings
from feria.services.cart.gateways import TaxQuestionRefused, TaxServiceSilent, fake_stripe_tax, stripe_tax
from feria.services.cart.gateways.fake_stripe_tax import FarEnd
from feria.services.cart.gateways.stripe_tax import StripeTax
from feria.services.cart.rules.told_taxes import AskedLine, TaxQuestion
from feria.services.user.contract import Place

QUESTION = TaxQuestion(
    seller_id=7,
    origin=Place(country="PT", postal_code="4050-262"),
    destination=Place(country="US", region="california", postal_code="94103"),
    currency="USD",
    tax_inclusive=False,
    lines=[
        AskedLine(tax_category="books", quantity=1, amount=1200),
        AskedLine(tax_category="standard", quantity=3, amount=6000),
    ],
    shipping_amount=500,
    on=date(2026, 11, 26),
    buyer_vat_id="DE136695976",
)


def answering(respond: Callable[[httpx.Request], httpx.Response]) -> StripeTax:
    http = httpx.AsyncClient(transport=httpx.MockTransport(respond))
    return StripeTax(http, "https://api.stripe.test/", "rk_test_1")


async def test_stripe_is_asked_as_it_wants() -> None:
    seen: list[httpx.Request] = []

    def respond(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        request.headers["authorization"] = f"Bearer {fake_stripe_tax.KEY}"
        return FarEnd()(request)

    client = answering(respond)
    answer = await client.rates(QUESTION)
    assert {name: rate.rate_bps for name, rate in answer.rates.items()} == {"books": 950, "standard": 950}
    assert answer.rates["books"].jurisdictions == ["California", "Los Angeles County", "Los Angeles"]
    assert (answer.shipping.rate_bps, answer.reference) == (0, "taxcalc_fake00000001")
    await client.rates(QUESTION)
    first, second = seen
    assert (first.method, str(first.url)) == ("POST", "https://api.stripe.test/v1/tax/calculations")
    assert first.headers["stripe-version"] == stripe_tax.VERSION
    assert first.headers["idempotency-key"] == second.headers["idempotency-key"]
    assert dict(httpx.QueryParams(first.content.decode())) == {
        "currency": "usd",
        "tax_date": str(int(datetime(2026, 11, 26, 12, tzinfo=UTC).timestamp())),
        "customer_details[address_source]": "shipping",
        "customer_details[address][country]": "US",
        "customer_details[address][state]": "CA",
        "customer_details[address][postal_code]": "94103",
        "ship_from_details[address][country]": "PT",
        "ship_from_details[address][postal_code]": "4050-262",
        "shipping_cost[amount]": "500",
        "shipping_cost[tax_behavior]": "exclusive",
        "shipping_cost[tax_code]": "txcd_92010001",
        "expand[0]": "line_items.data.tax_breakdown",
        "line_items[0][amount]": "1200",
        "line_items[0][quantity]": "1",
        "line_items[0][reference]": "books",
        "line_items[0][tax_behavior]": "exclusive",
        "line_items[0][tax_code]": "txcd_35010000",
        "line_items[1][amount]": "6000",
        "line_items[1][quantity]": "3",
        "line_items[1][reference]": "standard",
        "line_items[1][tax_behavior]": "exclusive",
        "line_items[1][tax_code]": "txcd_99999999",
    }


@pytest.mark.parametrize(
    ("currency", "amount", "sent"),
    [("EUR", 1999, "1999"), ("JPY", 500, "500"), ("ISK", 500, "50000"), ("KWD", 1999, "1990"), ("KWD", 0, "10"),
     ("EUR", 0, "1")],
)  # fmt: skip
def test_amounts_are_in_stripes_smallest_unit(currency: str, amount: int, sent: str) -> None:
    lines = [AskedLine(tax_category="standard", quantity=1, amount=amount)]
    form = stripe_tax._form(msgspec.structs.replace(QUESTION, currency=currency, lines=lines))
    assert form["line_items[0][amount]"] == sent


def part(percent: str | None, taxable: int, reason: str = "standard_rated", name: str = "Place") -> Any:
    details = None if percent is None else {"percentage_decimal": percent, "display_name": "Tax"}
    return {
        "jurisdiction": {"display_name": name, "level": "state"},
        "taxability_reason": reason,
        "taxable_amount": taxable,
        "tax_rate_details": details,
    }


@pytest.mark.parametrize(
    ("amount", "amount_tax", "behaviour", "parts", "rate_bps"),
    [
        (1000, 80, "exclusive", [part("8.0", 1000)], 800),
        (1000, 89, "exclusive", [part("4", 1000), part("4.5", 1000), part("0.375", 1000)], 888),
        (1230, 230, "inclusive", [part("23.0", 1000)], 2300),
        (1000, 0, "exclusive", [part(None, 0, "not_collecting")], 0),
        (1000, 0, "exclusive", [part("0.0", 0, "product_exempt")], 0),
        (1000, 40, "exclusive", [part("8.0", 500, "portion_product_exempt")], 400),
        (1000, 0, "exclusive", [], 0),
    ],
)
def test_rates_of_jurisdictions_add_up(
    amount: int, amount_tax: int, behaviour: str, parts: list[Any], rate_bps: int
) -> None:
    taxed = {"amount": amount, "amount_tax": amount_tax, "tax_behavior": behaviour, "tax_breakdown": parts}
    assert stripe_tax._rate(msgspec.convert(taxed, stripe_tax._Taxed)).rate_bps == rate_bps


@pytest.mark.parametrize("status", [401, 403, 409, 429, 500, 503])
async def test_a_service_that_cannot_answer_is_silent(status: int) -> None:
    with pytest.raises(TaxServiceSilent):
        await answering(lambda request: httpx.Response(status, json={"error": {}})).rates(QUESTION)


@pytest.mark.parametrize(
    "body", [b"<html>", b"{}", json.dumps({"id": "x", "line_items": {"data": []}}).encode()]
)
async def test_what_is_no_answer_is_silence(body: bytes) -> None:
    with pytest.raises(TaxServiceSilent):
        await answering(lambda request: httpx.Response(200, content=body)).rates(QUESTION)


@pytest.mark.parametrize(
    ("percent", "amount_tax", "behaviour"),
    [
        ("NaN", 0, "exclusive"),
        ("Infinity", 0, "exclusive"),
        ("x", 0, "exclusive"),
        ("8.0", 1000, "inclusive"),
    ],
)
async def test_numbers_that_are_none_are_silence(percent: str, amount_tax: int, behaviour: str) -> None:
    taxed = {
        "amount": 1000,
        "amount_tax": amount_tax,
        "tax_behavior": behaviour,
        "tax_breakdown": [part(percent, 1000)],
    }
    lines = [{**taxed, "reference": line.tax_category} for line in QUESTION.lines]
    body = {"id": "x", "line_items": {"data": lines}, "shipping_cost": taxed}
    with pytest.raises(TaxServiceSilent):
        await answering(lambda request: httpx.Response(200, json=body)).rates(QUESTION)


async def test_refusals_are_about_the_question() -> None:
    def respond(request: httpx.Request) -> httpx.Response:
        request.headers["authorization"] = f"Bearer {fake_stripe_tax.KEY}"
        return FarEnd()(request)

    nowhere = msgspec.structs.replace(QUESTION, destination=Place(country="US"))
    with pytest.raises(TaxQuestionRefused, match="could not determine"):
        await answering(respond).rates(nowhere)


async def test_who_takes_too_long_is_silent() -> None:
    def respond(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("too long")

    with pytest.raises(TaxServiceSilent):
        await answering(respond).rates(QUESTION)


def test_production_needs_a_key() -> None:
    given_settings = {
        "FERIA_ENV": "production",
        "FERIA_SECRET": "x" * 32,
        "FERIA_TAX_SERVICE_COUNTRIES": "US",
    }
    with pytest.raises(core_settings.SettingsError, match="FERIA_STRIPE_TAX_KEY"):
        core_settings.load(given_settings)
    core_settings.load({**given_settings, "FERIA_STRIPE_TAX_KEY": "rk_1"})
    with pytest.raises(core_settings.SettingsError, match="FERIA_TAX_SERVICE_COUNTRIES"):
        core_settings.load({"FERIA_TAX_SERVICE_COUNTRIES": "us,ca"})
