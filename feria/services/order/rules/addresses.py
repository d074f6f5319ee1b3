"""Where an order goes: what of an address may change without the price, and how a timeline shows it."""

from collections.abc import Iterable, Mapping

PRICED_BY_PLACE = frozenset({"zone", "live"})
"""Kinds of shipping whose price a postal code decides."""
_TAXED_BY = ("country", "region", "vat_id")
_TAX_TABLE = "table"


def same_price_there(
    old: Mapping[str, str], new: Mapping[str, str], shipping_kinds: Iterable[str], tax_sources: Iterable[str]
) -> bool:
    """Whether tax and delivery stay what they were: country, region, VAT id do, and the postal code where it counts.

    It does for an online tax service, which knows counties and cities.
    """
    is_local = PRICED_BY_PLACE.intersection(shipping_kinds) or any(one != _TAX_TABLE for one in tax_sources)
    fields = (*_TAXED_BY, "postal_code") if is_local else _TAXED_BY
    return all(_plain(old.get(field, "")) == _plain(new.get(field, "")) for field in fields)


def _plain(text: str) -> str:
    return "".join(text.split()).casefold()


def address_line(address: Mapping[str, str]) -> str:
    """An address on one line, as a timeline shows it."""
    town = f"{address.get('postal_code', '')} {address.get('city', '')}".strip()
    parts = (address.get("name"), address.get("line1"), address.get("line2"), town)
    return ", ".join(part for part in parts if part)
