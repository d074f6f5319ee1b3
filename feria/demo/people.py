"""Who buys and sells on Lonja: invented people with an address each, and the principals that they act as."""

from dataclasses import dataclass
from functools import cache

from feria.core.auth import ANONYMOUS, Principal
from feria.demo import catalogue
from feria.demo.catalogue import Shop
from feria.services.user.contract import AddressIn
from feria.services.user.schemas.addresses import SavedAddressIn


@dataclass(frozen=True)
class Person:
    """A buyer; number 0 is a guest, who gets another number with each order."""

    name: str
    number: int
    email: str
    line1: str
    postal_code: str
    city: str
    country: str
    company: str = ""
    vat_id: str = ""

    @property
    def principal(self) -> Principal:
        """As whom this person orders."""
        return Principal(self.number) if self.number else ANONYMOUS

    @property
    def address(self) -> AddressIn:
        """Where parcels go."""
        return AddressIn(
            name=self.name,
            line1=self.line1,
            postal_code=self.postal_code,
            city=self.city,
            country=self.country,
            company=self.company,
            vat_id=self.vat_id,
        )


@cache
def people() -> tuple[Person, ...]:
    """All buyers, `buyer@demo.test` first."""
    return tuple(Person(*entry) for entry in catalogue.table("people")["people"])


def address_book() -> tuple[tuple[int, SavedAddressIn], ...]:
    """Accounts' numbers with the addresses that they keep."""
    entries = catalogue.table("people")["address"]
    return tuple((entry.pop("account"), SavedAddressIn(**entry)) for entry in entries)


def owner_of(shop: Shop) -> Principal:
    """The shop's owner at work."""
    return Principal(shop.owner_number, memberships={shop.number: "owner"})
