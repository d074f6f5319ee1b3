"""Money: integer minor units with an ISO 4217 code, exact splits, and the one rounding rule."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated

import msgspec
from msgspec import Meta

# Minor units of every ISO 4217 currency in use that are not 2 (ISO 4217 list one, amendment 179). Our own table,
# since CLDR (and so Babel) gives 0 decimals for RSD, LBP, IQD and others: a hundredfold charge.
_NOT_TWO = {
    **dict.fromkeys(("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF").split(), 0),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
    **dict.fromkeys("CLF UYW".split(), 4),
}
CURRENCIES: dict[str, int] = {
    code: _NOT_TWO.get(code, 2)
    for code in (
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF "
        "CHE CHF CHW CLF CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP "
        "GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT "
        "LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR "
        "NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN "
        "SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAF "
        "XCD XCG XOF XPF YER ZAR ZMW ZWG"
    ).split()
}


class CurrencyMismatch(ValueError):
    """Amounts of different currencies met in one sum; always a fault of the caller."""


class Money(msgspec.Struct, frozen=True, order=False):
    """An amount in minor units (cents for EUR) of one currency; negative amounts are debts or refunds."""

    amount: Annotated[int, Meta(ge=-(10**15), le=10**15, description="minor units")]
    currency: Annotated[str, Meta(pattern="^[A-Z]{3}$", description="ISO 4217")]

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount + self._same(other).amount, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount - self._same(other).amount, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def times(self, quantity: int) -> "Money":
        """This amount for each of `quantity` pieces."""
        return Money(self.amount * quantity, self.currency)

    def split(self, weights: Sequence[int]) -> list["Money"]:
        """Parts in proportion to `weights` that sum to the whole exactly, as `split_amount` says."""
        return [Money(part, self.currency) for part in split_amount(self.amount, weights)]

    def _same(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency}")
        return other


def total(amounts: Sequence[Money], currency: str) -> Money:
    """The sum of amounts that all are in `currency`; zero for none."""
    return sum(amounts, start=Money(0, currency))


def split_amount(amount: int, weights: Sequence[int]) -> list[int]:
    """Split by largest remainder (Hamilton's method); ties go to the earlier weight, so pass a stable order.

    Weights are not negative; all-zero weights share evenly. The parts always sum to `amount`.
    """
    if not weights:
        if amount:
            raise ValueError("an amount cannot be split over nothing")
        return []
    sign, whole = (-1, -amount) if amount < 0 else (1, amount)
    shares = weights if any(weights) else [1] * len(weights)
    scale = sum(shares)
    parts = [whole * share // scale for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda place: (-(whole * shares[place] % scale), place))
    for place in by_remainder[: whole - sum(parts)]:
        parts[place] += 1
    return [sign * part for part in parts]


def divide_half_up(numerator: int, denominator: int) -> int:
    """numerator / denominator, halves rounded away from zero; the only rounding that money knows."""
    sign = -1 if (numerator < 0) != (denominator < 0) else 1
    quotient, rest = divmod(abs(numerator), abs(denominator))
    return sign * (quotient + (1 if 2 * rest >= abs(denominator) else 0))


def basis_points_of(amount: int, basis_points: int) -> int:
    """`basis_points` / 10,000 of an amount, rounded half up."""
    return divide_half_up(amount * basis_points, 10_000)


def tax_within(gross: int, rate_basis_points: int) -> int:
    """The tax contained in a gross amount: gross × rate / (1 + rate), rounded half up."""
    return divide_half_up(gross * rate_basis_points, 10_000 + rate_basis_points)


def decimals(currency: str) -> int:
    """How many decimals the currency's major unit has; raises KeyError for an unknown code."""
    return CURRENCIES[currency]


def shown(money: Money, locale: str = "en") -> str:
    """The amount as people read it, such as €19.99; the decimals are ours, Babel only formats."""
    from babel.numbers import format_currency  # not needed to start

    places = decimals(money.currency)
    sign, digits = ("-" if money.amount < 0 else ""), str(abs(money.amount)).rjust(places + 1, "0")
    number = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    pattern = "¤#,##0" + ("." + "0" * places if places else "")
    if locale.split("-", maxsplit=1)[0] not in ("en", "ja", "zh"):
        pattern = pattern[1:] + "\xa0¤"
    return str(
        format_currency(
            Decimal(sign + number), money.currency, pattern, locale.replace("-", "_"), currency_digits=False
        )
    )


def decimal_text(money: Money) -> str:
    """The amount with its decimals and nothing else (`19.90`, `500`), as other programs read it."""
    places = decimals(money.currency)
    whole, rest = divmod(money.amount, 10**places)
    return f"{whole}.{rest:0{places}}" if places else str(whole)
