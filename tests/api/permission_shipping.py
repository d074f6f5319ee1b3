"""The permission table's rows about how and when shops ship, and what is kept beside a cart.

The columns are those of `permission_table`.
"""

from dataclasses import replace

from feria.app import Application
from feria.core import ids
from feria.core.platform import Platform
from tests.api.marketplace import Marketplace
from tests.api.permission_rows import ANY, EVERYBODY, Call, Row, filled_carts, of_seller, row
from tests.factories.orders import API, Shopper

CALENDAR = {"working_days": [1, 2, 3], "closed_on": [], "cut_off_hour": 14}
PARCEL = {"market": "eu", "country": "PT", "pieces": 2}


async def kept_for_later(app: Application, platform: Platform, m: Marketplace) -> Marketplace:
    """The buyer has kept the piece in the cart for later; `item` has the number that it has there."""
    m = await filled_carts(app, platform, m)
    shopper = Shopper(app, m.buyer)
    answer = await shopper.http.post(f"{API}/cart/items/{m.item}/save")
    assert answer.status_code == 200, answer.text
    [kept] = (await shopper.http.get(f"{API}/cart/saved")).json()["items"]
    return replace(m, item=ids.encode("item", ids.decode("saved", kept["id"])))


def with_saved(m: Marketplace) -> Call:
    return Call({"saved_id": ids.encode("saved", ids.decode("item", m.item))})


SHIPPING: dict[str, Row | list[Row]] = {
    "get_shipping_calendar": row(of_seller, "401 404 404 200 404 200", manager=200, staff=200),
    "put_shipping_calendar": row(
        lambda m: of_seller(m, json=CALENDAR, headers=ANY), "401 404 404 200 404 404", manager=200, staff=403
    ),
    "list_saved_items": row(lambda m: Call(), EVERYBODY),
    "save_cart_item": row(lambda m: Call({"item_id": m.item}), "404 200 404 404 404 404", fresh=filled_carts),
    "move_saved_item": row(with_saved, "404 200 404 404 404 404", fresh=kept_for_later),
    "forget_saved_item": row(with_saved, "404 200 404 404 404 404", fresh=kept_for_later),
    "write_gift_notes": row(
        lambda m: Call(json={"notes": {m.seller.ref: "For you"}}),
        "409 200 200 200 200 200",
        fresh=filled_carts,
    ),
    "preview_shipping": row(
        lambda m: of_seller(m, json=PARCEL), "401 404 404 200 404 200", manager=200, staff=200
    ),
}
