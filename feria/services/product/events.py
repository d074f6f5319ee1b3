"""Events that the product service publishes."""

from typing import ClassVar

from feria.core.events import Event
from feria.core.ids import encode_owner


class AssortmentChanged(Event, frozen=True, kw_only=True):
    """So many more of a seller's products are on sale, or fewer when `more` is negative."""

    name: ClassVar[str] = "assortment.changed"
    seller_id: int
    more: int

    @property
    def subject(self) -> str:
        return encode_owner("sel", self.seller_id)
