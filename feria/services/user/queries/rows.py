"""What the user service's queries return: rows as Structs."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

from feria.services.user.rules import shipping
from feria.services.user.rules.delivery import Calendar


class Market(msgspec.Struct, frozen=True, kw_only=True):
    """Countries that share a currency and a way to show tax; gives a cart and an order exactly one currency."""

    id: str
    currency: str
    countries: list[str]
    tax_inclusive: bool
    languages: list[str]
    is_default: bool


class Marketplace(msgspec.Struct, frozen=True, kw_only=True):
    """The marketplace's own name and ways."""

    name: str
    support_email: str
    accent_hue: int
    locale: str
    time_zone: str
    version: int
    company: str = ""
    vat_id: str = ""
    legal_address: dict[str, str] = {}
    logo_key: str = ""
    reviews_checked_first: bool = False
    approval: Literal["nobody", "new_sellers", "everyone"] = "nobody"
    approval_first: int = 3


class ShippingProfile(msgspec.Struct, frozen=True, kw_only=True):
    """One way in which a seller ships to a market; `rules/shipping.py` says what it costs.

    Its days are those of the way, of `pickup` those until it can be collected; zones have their own.
    """

    seller_id: int
    id: UUID
    name: str
    kind: shipping.Kind
    market: str
    amount: int
    additional_amount: int = 0
    weight_steps: list[shipping.WeightStep] = []
    value_steps: list[shipping.ValueStep] = []
    zones: list[shipping.Zone] = []
    pickup: shipping.PickupPlace | None = None
    carrier: str = ""
    service: str = ""
    free_from_amount: int | None
    currency: str
    min_days: int
    max_days: int


class AccountRow(msgspec.Struct, frozen=True, kw_only=True):
    """An account without its password."""

    id: int
    email: str
    email_verified_at: datetime | None
    name: str
    phone: str
    locale: str
    version: int
    created_at: datetime


class SellerRow(msgspec.Struct, frozen=True, kw_only=True):
    """A seller as stored."""

    id: int
    slug: str
    name: str
    country: str
    town: str
    story: str
    stall_hue: int
    status: str
    time_zone: str
    locale: str
    vat_id: str
    company: str
    legal_address: dict[str, str]
    auto_accept: bool
    logo_key: str
    banner_key: str
    returns_days: int
    returns_policy: str
    shipping_policy: str
    working_days: list[int]
    closed_on: list[date]
    cut_off_hour: int
    product_count: int
    rating_sum: int
    review_count: int
    version: int
    created_at: datetime

    @property
    def calendar(self) -> Calendar:
        """When it works, for what it promises."""
        return Calendar(
            time_zone=self.time_zone,
            cut_off_hour=self.cut_off_hour,
            working_days=self.working_days,
            closed_on=self.closed_on,
        )


class Membership(msgspec.Struct, frozen=True, kw_only=True):
    """A seller that an account works for."""

    seller_id: int
    slug: str
    name: str
    stall_hue: int
    logo_key: str
    status: str
    role: str


class MemberRow(msgspec.Struct, frozen=True, kw_only=True):
    """An account that works for a seller."""

    account_id: int
    name: str
    email: str
    role: str
    added_at: datetime


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """An account with what it may do."""

    account: AccountRow
    operator_roles: list[str]
    memberships: list[Membership]


class HistoryRow(msgspec.Struct, frozen=True, kw_only=True):
    """One transition of a seller."""

    from_status: str | None
    to_status: str
    actor: str
    reason: str
    at: datetime


class LegalPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of legal text; `updated_at` is null while it is the text that came with the software."""

    slug: str
    title: str
    body: str
    version: int
    updated_at: datetime | None
