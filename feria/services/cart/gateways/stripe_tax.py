"""Stripe Tax as a source of tax rates, by its calculations: https://docs.stripe.com/api/tax/calculations/create.

Nothing is recorded at Stripe as a transaction, and no amount of its answers is used: only the rates.
"""

import hashlib
from datetime import UTC, datetime, time
from decimal import ROUND_HALF_UP, Decimal

import httpx
import msgspec

from feria.core import money
from feria.services.cart.gateways import TaxQuestionRefused, TaxServiceSilent
from feria.services.cart.rules.told_taxes import TaxAnswer, TaxQuestion, ToldRate
from feria.services.user import contract as user
from feria.services.user.contract import Place

VERSION = "2025-03-31.basil"
SECONDS_MAX = 5.0
ANSWER_BYTES_MAX = 1_000_000
# https://docs.stripe.com/tax/tax-codes; what has no code of its own here counts as general tangible goods.
TAX_CODES = {"standard": "txcd_99999999", "books": "txcd_35010000", "food": "txcd_40040000"}
SHIPPING_CODE = "txcd_92010001"
# Currencies without decimals that Stripe counts in hundredths, https://docs.stripe.com/currencies#special-cases.
_HUNDREDTHS = ("ISK", "UGX")
_BUSY = (408, 409, 425, 429)
# A wrong key, or one without the right: nothing about the question.
_LOCKED_OUT = (401, 403)


class _Jurisdiction(msgspec.Struct):
    display_name: str
    level: str


class _Rate(msgspec.Struct):
    percentage_decimal: str


class _Part(msgspec.Struct):
    """What one jurisdiction takes; without `tax_rate_details` it takes nothing."""

    jurisdiction: _Jurisdiction
    taxability_reason: str
    taxable_amount: int
    tax_rate_details: _Rate | None = None


class _Taxed(msgspec.Struct):
    """A line, or shipping; tax is inside of `amount` where that is inclusive."""

    amount: int
    amount_tax: int
    tax_behavior: str
    tax_breakdown: list[_Part] | None = None
    reference: str | None = None


class _Lines(msgspec.Struct):
    data: list[_Taxed]


class _Calculation(msgspec.Struct):
    id: str | None
    line_items: _Lines
    shipping_cost: _Taxed | None = None


class StripeTax:
    """Asks Stripe Tax with the marketplace's key; where it has no registration there, Stripe says 0."""

    name = "stripe"

    def __init__(self, http: httpx.AsyncClient, url: str, key: str) -> None:
        self._http, self._key = http, key
        self._url = url.rstrip("/") + "/v1/tax/calculations"

    async def rates(self, question: TaxQuestion) -> TaxAnswer:
        """Have the question calculated; the same question has the same idempotency key."""
        form = _form(question)
        digest = hashlib.sha256("\n".join(f"{name}={value}" for name, value in form.items()).encode())
        headers = {
            "Authorization": f"Bearer {self._key}",
            "Stripe-Version": VERSION,
            "Idempotency-Key": f"feria-tax-{digest.hexdigest()}",
        }
        try:
            answer = await self._http.post(self._url, data=form, headers=headers, timeout=SECONDS_MAX)
        except httpx.HTTPError as error:
            raise TaxServiceSilent(f"{type(error).__name__}: {error}") from error
        status = answer.status_code
        if status >= 500 or status in _BUSY or status in _LOCKED_OUT:
            raise TaxServiceSilent(f"answered {status}: {_said(answer)}")
        if not answer.is_success:
            raise TaxQuestionRefused(f"answered {status}: {_said(answer)}")
        try:
            return _answer(
                msgspec.json.decode(answer.content[:ANSWER_BYTES_MAX], type=_Calculation), question
            )
        except (msgspec.DecodeError, ArithmeticError, ValueError) as error:  # also of numbers that are none
            raise TaxServiceSilent(f"answered what cannot be read: {error}") from error


def _form(question: TaxQuestion) -> dict[str, str]:
    """The question as Stripe's form.

    The VAT id stays here: to one Stripe would answer 0, and the tax that a listed price contains could not be known.
    """
    behaviour = "inclusive" if question.tax_inclusive else "exclusive"
    # The middle of the day, so that it is this day nearly everywhere.
    at = datetime.combine(question.on, time(12), UTC)
    form = {
        "currency": question.currency.lower(),
        "tax_date": str(int(at.timestamp())),
        "customer_details[address_source]": "shipping",
        **_address("customer_details[address]", question.destination),
        **_address("ship_from_details[address]", question.origin),
        "shipping_cost[amount]": str(_amount(question.shipping_amount, question.currency)),
        "shipping_cost[tax_behavior]": behaviour,
        "shipping_cost[tax_code]": SHIPPING_CODE,
        "expand[0]": "line_items.data.tax_breakdown",
    }
    for place, line in enumerate(question.lines):
        form |= {
            f"line_items[{place}][amount]": str(_amount(line.amount, question.currency)),
            f"line_items[{place}][quantity]": str(line.quantity),
            f"line_items[{place}][reference]": line.tax_category,
            f"line_items[{place}][tax_behavior]": behaviour,
            f"line_items[{place}][tax_code]": TAX_CODES.get(line.tax_category, TAX_CODES["standard"]),
        }
    return form


def _address(name: str, place: Place) -> dict[str, str]:
    region = user.region_code(place.country, place.region) or place.region.strip()
    parts = {"country": place.country, "state": region, "postal_code": place.postal_code.strip()}
    return {f"{name}[{part}]": text for part, text in parts.items() if text}


def _amount(amount: int, currency: str) -> int:
    """Stripe's smallest unit, and at least one of it: of nothing it tells no rate."""
    if currency in _HUNDREDTHS:
        amount *= 100
    elif money.decimals(currency) == 3:
        amount = amount // 10 * 10  # Stripe wants the last digit to be 0
    return max(amount, 10 if money.decimals(currency) == 3 else 1)


def _answer(calculation: _Calculation, question: TaxQuestion) -> TaxAnswer:
    lines = {line.reference: line for line in calculation.line_items.data}
    missing = [line.tax_category for line in question.lines if line.tax_category not in lines]
    if missing or calculation.shipping_cost is None:
        raise TaxServiceSilent(f"did not answer about {', '.join(missing) or 'shipping'}")
    return TaxAnswer(
        rates={line.tax_category: _rate(lines[line.tax_category]) for line in question.lines},
        shipping=_rate(calculation.shipping_cost),
        reference=calculation.id or "",
    )


def _rate(taxed: _Taxed) -> ToldRate:
    """The rates of all jurisdictions added up, each for the part of the amount that it takes something of."""
    if taxed.tax_breakdown is None:
        raise TaxServiceSilent("left the breakdown of a tax out")
    base = taxed.amount - (taxed.amount_tax if taxed.tax_behavior == "inclusive" else 0)
    percent, names = Decimal(0), []
    for part in taxed.tax_breakdown:
        if part.taxability_reason == "not_supported":
            raise TaxQuestionRefused(f"{part.jurisdiction.display_name} is not supported")
        if part.tax_rate_details is None or not part.taxable_amount:
            continue
        own = Decimal(part.tax_rate_details.percentage_decimal)
        # Amounts are rounded, so a whole that is off by one is still the whole.
        share = Decimal(1) if abs(base - part.taxable_amount) <= 1 else Decimal(part.taxable_amount) / base
        if own * share:
            names.append(part.jurisdiction.display_name)
        percent += own * share
    rate_bps = int((percent * 100).quantize(Decimal(1), ROUND_HALF_UP))
    if not 0 <= rate_bps <= 10_000:
        raise TaxQuestionRefused(f"a rate of {percent} % cannot be right")
    return ToldRate(rate_bps=rate_bps, jurisdictions=names)


def _said(answer: httpx.Response) -> str:
    """The first words of a refusal."""
    return answer.text[:300]
