"""Shapes of the user service's requests and answers."""

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from feria.core import ids
from feria.core.types import (
    Closed,
    Country,
    Email,
    Hue,
    Line,
    Locale,
    OptionalLine,
    Password,
    ShortLine,
    Text,
    Token,
)

Role = Literal["owner", "manager", "staff"]
SellerStatus = Literal["applied", "onboarding", "in_review", "active", "suspended", "closed", "rejected"]
Days = Annotated[int, Meta(ge=0, le=365)]
PolicyText = Annotated[str, Meta(max_length=5_000)]
Phone = Annotated[str, Meta(max_length=30, pattern=r"^(\+?[0-9][0-9 ()./-]{3,})?$")]
VatId = Annotated[str, Meta(max_length=20, pattern=r"^[A-Z0-9]*$")]
TimeZone = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_+/-]+$")]


class Out(Struct, frozen=True, kw_only=True):
    """Base of answers."""


class DeliveryOut(Out, frozen=True, kw_only=True):
    """The days between which something arrives, in the seller's calendar."""

    earliest: date
    latest: date


# Accounts.


class RegisterIn(Closed, frozen=True, kw_only=True):
    """A new account."""

    email: Email
    password: Password
    name: Line


class LoginIn(Closed, frozen=True, kw_only=True):
    """A sign-in."""

    email: Email
    password: Annotated[str, Meta(min_length=1, max_length=128)]


class RefreshIn(Closed, frozen=True, kw_only=True):
    """The refresh token, for callers that do not keep it in the cookie."""

    refresh_token: Token | UnsetType = UNSET


class ForgotPasswordIn(Closed, frozen=True, kw_only=True):
    """Whose password was forgotten."""

    email: Email


class ResetPasswordIn(Closed, frozen=True, kw_only=True):
    """The token of the mail's link, and the new password."""

    token: Token
    password: Password


class ProfileIn(Closed, frozen=True, kw_only=True):
    """What a person says about himself."""

    name: Line
    phone: Phone = ""
    locale: Locale = "en"


class MembershipOut(Out, frozen=True, kw_only=True):
    """A seller that the account works for."""

    id: ids.SellerRef
    slug: str
    name: str
    stall_hue: int
    logo: str | None
    status: SellerStatus
    role: Role


class AccountOut(Out, frozen=True, kw_only=True):
    """An account; `roles` holds `buyer`, `seller` for members of a seller, and the operator's roles."""

    id: ids.AccountRef
    email: str
    email_verified: bool
    name: str
    phone: str
    locale: str
    roles: list[str]
    sellers: list[MembershipOut]
    created_at: datetime


class SessionOut(Out, frozen=True, kw_only=True):
    """A session: the access token counts for `expires_in` seconds, the refresh token gets the next pair, once."""

    account: AccountOut
    access_token: str
    refresh_token: str
    expires_in: int
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - the scheme's name


# Sellers.


class SellerApplicationIn(Closed, frozen=True, kw_only=True):
    """An application to sell."""

    name: ShortLine
    country: Country
    town: OptionalLine = ""
    story: Text = ""
    locale: Locale = "en"
    time_zone: TimeZone = "UTC"


class LegalAddress(Closed, frozen=True, kw_only=True):
    """Where a company sits, as its invoices say; empty while it is not known."""

    line1: OptionalLine = ""
    line2: OptionalLine = ""
    postal_code: Annotated[str, Meta(max_length=20, pattern=r"^[A-Za-z0-9 -]*$")] = ""
    city: OptionalLine = ""
    region: OptionalLine = ""


class SellerIn(Closed, frozen=True, kw_only=True):
    """What a shop shows of itself, and how it works."""

    name: ShortLine
    country: Country
    town: OptionalLine
    story: Text
    stall_hue: Hue
    time_zone: TimeZone
    locale: Locale
    vat_id: VatId
    company: OptionalLine
    legal_address: LegalAddress = LegalAddress()
    auto_accept: bool


class PoliciesIn(Closed, frozen=True, kw_only=True):
    """For how many days things may be sent back, and what a shop says about returns and shipping, in plain text."""

    returns_days: Annotated[int, Meta(ge=14, le=365)]
    returns: PolicyText
    shipping: PolicyText


class PoliciesOut(Out, frozen=True, kw_only=True):
    """What a shop promises about returns and shipping; texts are plain, and empty until it says something."""

    returns_days: int
    returns: str
    shipping: str


class SellerOut(Out, frozen=True, kw_only=True):
    """What everybody may know of a shop: `logo` (256 × 256) and `banner` (1500 × 500) are addresses of WebP pictures.

    `product_count` counts what it has on sale, `rating` is null before the first review.
    """

    id: ids.SellerRef
    slug: str
    name: str
    country: str
    town: str
    story: str
    stall_hue: int
    logo: str | None
    banner: str | None
    policies: PoliciesOut
    product_count: int
    rating: float | None
    review_count: int
    status: SellerStatus
    created_at: datetime


class SellerTransitionOut(Out, frozen=True, kw_only=True):
    """A change of a shop's state: from what to what, who, when and why."""

    from_status: SellerStatus | None
    to_status: SellerStatus
    actor: str
    reason: str
    at: datetime


class SellerSettingsOut(SellerOut, frozen=True, kw_only=True):
    """A shop as its members and the operator see it."""

    time_zone: str
    locale: str
    vat_id: str
    company: str
    legal_address: LegalAddress
    auto_accept: bool
    version: int


class SellerFileOut(SellerSettingsOut, frozen=True, kw_only=True):
    """A shop with its history."""

    history: list[SellerTransitionOut]


class DecisionIn(Closed, frozen=True, kw_only=True):
    """Why the operator decides so; required to reject and to suspend."""

    reason: OptionalLine = ""


class MemberIn(Closed, frozen=True, kw_only=True):
    """An existing account, and what it may do."""

    email: Email
    role: Role


class RoleIn(Closed, frozen=True, kw_only=True):
    """What a member may do."""

    role: Role


class MemberOut(Out, frozen=True, kw_only=True):
    """An account that works for a shop."""

    account_id: ids.AccountRef
    name: str
    email: str
    role: Role
    added_at: datetime


class MembersOut(Out, frozen=True, kw_only=True):
    """All members of a shop."""

    items: list[MemberOut]
