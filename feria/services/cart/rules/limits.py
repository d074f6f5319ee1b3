"""How much a cart may hold."""

SAVED_MAX = 100
LINES_MAX = 100
QUANTITY_MAX = 999
# One of the marketplace and one of each seller at most; more than that many sellers' at once nobody needs.
COUPONS_MAX = 10


def quantity_max(max_per_order: int | None, available: int | None) -> int:
    """How many pieces of a variant can be bought: limited by line, seller and stock (None: no limit)."""
    return max(0, min([QUANTITY_MAX, *(limit for limit in (max_per_order, available) if limit is not None)]))


def merged_quantity(account: int, guest: int, most: int) -> int:
    """The quantity when two carts hold the same line: the sum within `most`, never less than the account's own or 1."""
    return max(min(account + guest, most), account, 1)
