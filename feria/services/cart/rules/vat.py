"""VAT ids of businesses in the European Union: how they are written, and whether the digits can be right at all."""

from stdnum.eu import vat

from feria.services.cart.rules.tax import EU

# Greece is the one member state whose VAT ids begin with another code than the country's own.
_PREFIXES = {"GR": "EL"}
_COUNTRIES = {prefix: country for country, prefix in _PREFIXES.items()}


def normal(typed: str, country: str) -> str:
    """Letters and digits in upper case, with the country's code in front where it was left out; empty for nothing."""
    text = "".join(sign for sign in typed.upper() if sign.isascii() and sign.isalnum())
    prefix = _PREFIXES.get(country, country)
    if not text or member_state(text) or country not in EU:
        return text
    return prefix + text


def member_state(vat_id: str) -> str:
    """The country of a VAT id with its code in front; empty when it is none of the European Union's."""
    country = _COUNTRIES.get(vat_id[:2], vat_id[:2])
    return country if country in EU and vat_id[:2] not in _PREFIXES else ""


def is_well_formed(vat_id: str) -> bool:
    """Whether length, letters and check digits are those of its member state."""
    return bool(member_state(vat_id)) and bool(vat.is_valid(vat_id))
