"""What is taken to change an order before it has left."""

from feria.core.types import Closed, OptionalLine
from feria.services.user.contract import AddressIn


class AddressChangeIn(Closed, frozen=True, kw_only=True):
    """Where it shall go instead, in the same country and region. Shops and operator staff give a `reason`."""

    address: AddressIn
    reason: OptionalLine = ""
