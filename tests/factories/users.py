"""People and shops for tests, made by the real actions; each comes with the header that speaks for it."""

from dataclasses import dataclass, replace
from itertools import count
from uuid import UUID

from feria.core import ids
from feria.core.auth import SYSTEM, Principal, Tokens
from feria.core.platform import Platform
from feria.services.user import actions
from feria.services.user import contract as user
from feria.services.user.actions import sellers, sessions, shipping
from feria.services.user.actions.sellers import NewSeller
from feria.services.user.actions.shipping import ShippingOffer
from feria.services.user.rules import passwords
from feria.services.user.rules.delivery import Calendar

PASSWORD = "correct-horse-battery"
SHIPPING_AMOUNT = 490
# So that tests count days without looking at the calendar.
EVERY_DAY = Calendar(working_days=range(1, 8))
_numbers = count(1)
_password_hash = passwords.hashed(PASSWORD, passwords.COST_IN_TESTS)


@dataclass(frozen=True)
class Account:
    """A signed-in person."""

    id: int
    session_id: UUID
    email: str
    name: str
    token: str
    refresh_token: str
    password: str = PASSWORD

    @property
    def ref(self) -> str:
        """The account's id in the API."""
        return ids.encode_owner("usr", self.id)

    @property
    def headers(self) -> dict[str, str]:
        """What a request of this person carries."""
        return {"Authorization": f"Bearer {self.token}"}

    @property
    def principal(self) -> Principal:
        """This person as a buyer, for actions that are called without HTTP."""
        return Principal(self.id, self.session_id)


@dataclass(frozen=True)
class Seller:
    """A shop with its signed-in owner."""

    id: int
    slug: str
    name: str
    owner: Account
    shipping_id: UUID
    stall_hue: int

    @property
    def ref(self) -> str:
        """The shop's id in the API."""
        return ids.encode_owner("sel", self.id)

    @property
    def headers(self) -> dict[str, str]:
        """What a request of the owner carries."""
        return self.owner.headers

    @property
    def principal(self) -> Principal:
        """The owner, for actions that are called without HTTP."""
        return Principal(self.owner.id, self.owner.session_id, memberships={self.id: "owner"})


async def account(
    platform: Platform, *, email: str = "", name: str = "Ana Prova", operator_roles: tuple[str, ...] = ()
) -> Account:
    """A new account with a session; an operator's when roles are named."""
    if not email:
        email = f"person{next(_numbers)}-{ids.new(0).hex[-10:]}@example.test"
    async with platform.db.transaction() as tx:
        if operator_roles:
            number = await actions.create_operator(tx, email, _password_hash, name, operator_roles)
        else:
            number = await actions.create_account(tx, email, _password_hash, name)
        opened = await sessions.open_session(tx, number)
    return _signed_in(platform, opened, email, name)


async def operator(platform: Platform, *roles: str) -> Account:
    """Operator staff, an admin unless roles are named."""
    return await account(platform, name="Oriol Prova", operator_roles=roles or ("admin",))


async def seller(
    platform: Platform,
    *,
    name: str = "Casa Prova",
    owner: Account | None = None,
    status: str = "active",
    auto_accept: bool = True,
    shipping_amount: int = SHIPPING_AMOUNT,
    free_from_amount: int | None = None,
    country: str = "PT",
) -> Seller:
    """A shop with one flat shipping profile; `status` is applied, active or suspended. Use its `owner`, who has a
    session that no process has cached without this shop."""
    owner = owner or await account(platform, name=f"Owner of {name}")
    async with platform.db.transaction(SYSTEM) as tx:
        number = await actions.create_seller(
            tx, owner.id, NewSeller(name=name, country=country, town="Porto", time_zone="Europe/Lisbon")
        )
        flat = ShippingOffer(
            market="eu", name="Standard", amount=shipping_amount, free_from_amount=free_from_amount, min_days=2,
            max_days=4,
        )  # fmt: skip
        await shipping.replace_shipping_profiles(tx, number, None, [flat])
        await shipping.set_calendar(tx, number, None, EVERY_DAY)
        if status in ("active", "suspended"):
            await sellers.decide(tx, number, "approve", "")
        if status == "suspended":
            await sellers.decide(tx, number, "suspend", "a test")
        if not auto_accept:
            await tx.execute('UPDATE "user".sellers SET auto_accept = false WHERE id = $1', number)
        made = (await user.seller_cards(tx, [number]))[number]
        opened = await sessions.open_session(tx, owner.id)
        shipping_id = await tx.fetchval(
            'SELECT id FROM "user".shipping_profiles WHERE seller_id = $1', number
        )
    owner = _signed_in(platform, opened, owner.email, owner.name)
    return Seller(number, made.slug, name, owner, shipping_id, made.stall_hue)


async def still_there(platform: Platform, shop: Seller) -> Seller:
    """The shop with an owner who has signed in now: after `later(…)` the access of before has lapsed."""
    async with platform.db.transaction() as tx:
        opened = await sessions.open_session(tx, shop.owner.id)
    return replace(shop, owner=_signed_in(platform, opened, shop.owner.email, shop.owner.name))


async def member(platform: Platform, shop: Seller, role: str) -> Account:
    """A new account that works for the shop."""
    person = await account(platform, name=f"{role} of {shop.name}")
    async with platform.db.transaction() as tx:
        await tx.execute(
            'INSERT INTO "user".members (seller_id, account_id, role, added_at) VALUES ($1, $2, $3, $4)',
            shop.id, person.id, role, tx.now,
        )  # fmt: skip
    return person


def _signed_in(platform: Platform, opened: sessions.OpenSession, email: str, name: str) -> Account:
    async def nobody(_: int, __: UUID) -> None:
        return None

    token = Tokens(platform.settings.secret, nobody).issue(opened.account_id, opened.id)
    return Account(opened.account_id, opened.id, email, name, token, opened.refresh_token)
