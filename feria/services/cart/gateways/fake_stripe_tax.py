"""A Stripe Tax that works without Stripe, on Stripe's own path and form: what development and tests ask.

It keeps where the marketplace is registered and at which rates, and each calculation by its idempotency key. The rates
are near those of the places, and not kept up to date.
"""

import json
import re
from decimal import ROUND_HALF_UP, Decimal
from itertools import count
from typing import Any
from urllib.parse import parse_qsl

import httpx

URL = "https://stripe-tax.fake"
KEY = "fake-key"
FOOD, SHIPPING = "txcd_40040000", "txcd_92010001"


class FarEnd:
    """Answers requests; `silent` is how many it leaves open, `asked` the forms that it was sent.

    `registrations` are percentages by jurisdiction: a country, or country and state, with each name. `free` are the
    tax codes that are exempt there.
    """

    def __init__(self) -> None:
        self.registrations: dict[str, list[tuple[str, str, str]]] = {
            "US CA": [("California", "state", "6.0"), ("Los Angeles County", "county", "0.25"),
                      ("Los Angeles", "district", "3.25")],
            "US NY": [("New York", "state", "4.0"), ("New York", "city", "4.5"), ("Metro", "district", "0.375")],
            "US TX": [("Texas", "state", "6.25"), ("Austin", "city", "1.0"), ("Transit", "district", "1.0")],
            "CA ON": [("Canada", "country", "5.0"), ("Ontario", "state", "8.0")],
            "PT": [("Portugal", "country", "23.0")],
            "DE": [("Germany", "country", "19.0")],
        }  # fmt: skip
        self.free: dict[str, tuple[str, ...]] = {
            "US CA": (FOOD, SHIPPING), "US NY": (FOOD,), "US TX": (FOOD,), "CA ON": (FOOD,),
        }  # fmt: skip
        self.calculations: dict[str, tuple[dict[str, str], dict[str, Any]]] = {}
        self.asked: list[dict[str, str]] = []
        self.silent = 0
        self._numbers = count(1)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """One request to `POST /v1/tax/calculations`."""
        if self.silent:
            self.silent -= 1
            raise httpx.ReadTimeout("is silent for once", request=request)
        if (request.method, request.url.path) != ("POST", "/v1/tax/calculations"):
            return _refused(404, "resource_missing", "Unrecognized request URL")
        if request.headers.get("authorization") != f"Bearer {KEY}":
            return _refused(401, "invalid_api_key", "Invalid API Key provided")
        form = dict(parse_qsl(request.content.decode(), keep_blank_values=True))
        self.asked.append(form)
        key = request.headers.get("idempotency-key", "")
        before = self.calculations.get(key)
        if before is not None:
            return _told(before[1]) if before[0] == form else _refused(400, "idempotency_error", "Other form")
        if form.get("customer_details[address][country]") == "US" and not (
            form.get("customer_details[address][postal_code]")
        ):
            return _refused(400, "customer_tax_location_invalid", "We could not determine the tax location.")
        made = self._calculation(form)
        self.calculations[key] = (form, made)
        return _told(made)

    def _calculation(self, form: dict[str, str]) -> dict[str, Any]:
        country = form["customer_details[address][country]"]
        state = form.get("customer_details[address][state]", "")
        where = next((name for name in (f"{country} {state}", country) if name in self.registrations), "")
        places = sorted(
            {found[1] for name in form if (found := re.match(r"line_items\[(\d+)\]", name))}, key=int
        )
        lines = [
            {
                "object": "tax.calculation_line_item",
                "reference": form[f"line_items[{place}][reference]"],
                "quantity": int(form[f"line_items[{place}][quantity]"]),
                **self._taxed(form, f"line_items[{place}]", where, country),
            }
            for place in places
        ]
        return {
            "id": f"taxcalc_fake{next(self._numbers):08d}",
            "object": "tax.calculation",
            "currency": form["currency"],
            "line_items": {"object": "list", "data": lines, "has_more": False},
            "shipping_cost": self._taxed(form, "shipping_cost", where, country),
            "tax_date": int(form["tax_date"]),
        }

    def _taxed(self, form: dict[str, str], name: str, where: str, country: str) -> dict[str, Any]:
        amount, behaviour = int(form[f"{name}[amount]"]), form[f"{name}[tax_behavior]"]
        code = form[f"{name}[tax_code]"]
        rates = self.registrations.get(where, [])
        free = code in self.free.get(where, ())
        percent = Decimal(0) if free else sum((Decimal(rate) for _, _, rate in rates), Decimal(0))
        base = amount / (1 + percent / 100) if behaviour == "inclusive" else Decimal(amount)
        parts = [
            {
                "amount": _rounded(base * (0 if free else Decimal(rate)) / 100),
                "jurisdiction": {"country": country, "display_name": display, "level": level},
                "sourcing": "destination",
                "tax_rate_details": None if free else {"display_name": "Tax", "percentage_decimal": rate},
                "taxability_reason": "product_exempt" if free else "standard_rated",
                "taxable_amount": 0 if free else _rounded(base),
            }
            for display, level, rate in rates
        ]
        nowhere = {
            "amount": 0,
            "jurisdiction": {"country": country, "display_name": country, "level": "country"},
            "sourcing": None,
            "tax_rate_details": None,
            "taxability_reason": "not_collecting",
            "taxable_amount": 0,
        }
        return {
            "amount": amount,
            "amount_tax": _rounded(base * percent / 100),
            "tax_behavior": behaviour,
            "tax_code": code,
            "tax_breakdown": parts or [nowhere],
        }


def client() -> httpx.AsyncClient:
    """A client whose only connection is to this process's far end."""
    return httpx.AsyncClient(transport=httpx.MockTransport(FAR_END))


def _rounded(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))


def _told(body: dict[str, Any]) -> httpx.Response:
    return httpx.Response(200, content=json.dumps(body).encode())


def _refused(status: int, code: str, message: str) -> httpx.Response:
    error = {"error": {"code": code, "message": message, "type": "invalid_request_error"}}
    return httpx.Response(status, content=json.dumps(error).encode())


FAR_END = FarEnd()
