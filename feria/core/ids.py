"""Identifiers: UUIDv8 that carry their owner's number, and the prefixed base32 form that people and the API see."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import count
from typing import Annotated, NewType
from uuid import UUID

from msgspec import Meta

from feria.core import clock
from feria.core.errors import NotFound, invalid

AccountId = NewType("AccountId", int)
ShopperId = NewType("ShopperId", int)
SellerId = NewType("SellerId", int)
ProductId = NewType("ProductId", UUID)
VariantId = NewType("VariantId", UUID)
ImageId = NewType("ImageId", UUID)
CategoryId = NewType("CategoryId", UUID)
ImportId = NewType("ImportId", UUID)
CartId = NewType("CartId", UUID)
CartItemId = NewType("CartItemId", UUID)
OrderId = NewType("OrderId", UUID)
SellerOrderId = NewType("SellerOrderId", UUID)
LineId = NewType("LineId", UUID)
ShipmentId = NewType("ShipmentId", UUID)
PaymentId = NewType("PaymentId", UUID)
AttemptId = NewType("AttemptId", UUID)
RefundId = NewType("RefundId", UUID)
AddressId = NewType("AddressId", UUID)

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's, lower case
_PAIRS = [first + second for first in _ALPHABET for second in _ALPHABET]
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)}
_UUID_LENGTH, _OWNER_LENGTH = 26, 8
OWNER_MAX = 2**40 - 1
_repeat: ContextVar[Callable[[int], UUID] | None] = ContextVar("repeat", default=None)


def _pattern(prefix: str, length: int) -> Meta:
    return Meta(pattern=f"^{prefix}_[0-9a-hjkmnp-tv-z]{{{length}}}$", examples=[f"{prefix}_{'0' * length}"])


# Identifiers in request and response bodies; decode with `decode` / `decode_owner`.
SellerRef = Annotated[str, _pattern("sel", _OWNER_LENGTH)]
AccountRef = Annotated[str, _pattern("usr", _OWNER_LENGTH)]
ProductRef = Annotated[str, _pattern("prod", _UUID_LENGTH)]
VariantRef = Annotated[str, _pattern("var", _UUID_LENGTH)]
ImageRef = Annotated[str, _pattern("img", _UUID_LENGTH)]
CategoryRef = Annotated[str, _pattern("cat", _UUID_LENGTH)]
ImportRef = Annotated[str, _pattern("imp", _UUID_LENGTH)]
CartItemRef = Annotated[str, _pattern("item", _UUID_LENGTH)]
OrderRef = Annotated[str, _pattern("ord", _UUID_LENGTH)]
SellerOrderRef = Annotated[str, _pattern("sord", _UUID_LENGTH)]
LineRef = Annotated[str, _pattern("line", _UUID_LENGTH)]
ShipmentRef = Annotated[str, _pattern("shp", _UUID_LENGTH)]
PaymentRef = Annotated[str, _pattern("pay", _UUID_LENGTH)]
RefundRef = Annotated[str, _pattern("ref", _UUID_LENGTH)]
AddressRef = Annotated[str, _pattern("adr", _UUID_LENGTH)]
DocumentRef = Annotated[str, _pattern("doc", _UUID_LENGTH)]
CouponRef = Annotated[str, _pattern("coup", _UUID_LENGTH)]


def new(owner: int) -> UUID:
    """A new UUIDv8: 48-bit milliseconds, 12 random bits, the owner's 40-bit number, 22 random bits."""
    repeat = _repeat.get()
    if repeat is not None:
        return repeat(owner)
    drawn = random.getrandbits(34)  # ids are no secrets; every fork of a process draws its own
    return at(owner, int(clock.now().timestamp() * 1000), drawn >> 22, drawn)


def at(owner: int, milliseconds: int, random_high: int, random_low: int) -> UUID:
    """The UUIDv8 of the given parts; demo data uses it to have the same ids each time."""
    if not 0 <= owner <= OWNER_MAX:
        raise ValueError(f"owner number out of range: {owner}")
    value = (milliseconds & (2**48 - 1)) << 80 | 0x8 << 76 | (random_high & 0xFFF) << 64
    return UUID(int=value | 0b10 << 62 | owner << 22 | (random_low & (2**22 - 1)))


@contextmanager
def repeatable(milliseconds: int) -> Iterator[None]:
    """Inside, `new` counts upwards from this moment instead of drawing lots: demo data has the same ids each time.

    Two such blocks of the same moment give the same ids, so each block needs a moment of its own.
    """
    numbers = count()

    def next_id(owner: int) -> UUID:
        number = next(numbers)
        return at(owner, milliseconds, number >> 22, number)

    token = _repeat.set(next_id)
    try:
        yield
    finally:
        _repeat.reset(token)


def owner_of(value: UUID) -> int:
    """The owner's number (seller or shopper) that an id carries, and so its shard."""
    return value.int >> 22 & OWNER_MAX


def _base32(value: int, length: int) -> str:
    return "".join([_PAIRS[value >> shift & 1023] for shift in range(5 * (length - 2), -1, -10)])


def encode(prefix: str, value: UUID) -> str:
    """`prod_` + 26 base32 characters."""
    return f"{prefix}_{_base32(value.int, _UUID_LENGTH)}"


def encode_owner(prefix: str, number: int) -> str:
    """`sel_` or `usr_` + 8 base32 characters of the owner's number."""
    return f"{prefix}_{_base32(number, _OWNER_LENGTH)}"


def _parse(prefix: str, text: str, length: int) -> int | None:
    head, _, body = text.partition("_")
    if head != prefix or len(body) != length:
        return None
    value = 0
    for letter in body:
        digit = _VALUES.get(letter)
        if digit is None:
            return None
        value = value << 5 | digit
    return value


def _uuid(value: int | None) -> UUID | None:
    if value is None or value >= 2**128 or value >> 76 & 0xF != 0x8 or value >> 62 & 0b11 != 0b10:
        return None
    return UUID(int=value)


def decode(prefix: str, text: str, field: str = "id") -> UUID:
    """The id in a body or query; raises Invalid naming `field` when it is none of this kind."""
    found = _uuid(_parse(prefix, text, _UUID_LENGTH))
    if found is None:
        raise invalid(field, f"is not an id of the form {prefix}_…")
    return found


def decode_owner(prefix: str, text: str, field: str = "id") -> int:
    """The owner's number in a body or query; raises Invalid naming `field` when it is none of this kind."""
    found = _parse(prefix, text, _OWNER_LENGTH)
    if found is None:
        raise invalid(field, f"is not an id of the form {prefix}_…")
    return found


def path(prefix: str, text: str) -> UUID:
    """The id in an address; raises NotFound, since a malformed id names nothing."""
    found = _uuid(_parse(prefix, text, _UUID_LENGTH))
    if found is None:
        raise NotFound
    return found


def path_owner(prefix: str, text: str) -> int:
    """The owner's number in an address; raises NotFound, since a malformed id names nothing."""
    found = _parse(prefix, text, _OWNER_LENGTH)
    if found is None:
        raise NotFound
    return found
