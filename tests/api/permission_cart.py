"""The permission table's rows about carts and coupons; the columns are those of `permission_table`."""

from dataclasses import replace

from feria.app import Application
from feria.core import ids
from feria.core.platform import Platform
from tests.api.marketplace import Marketplace
from tests.api.permission_rows import (
    ANY,
    EVERYBODY,
    KEEPERS,
    OPERATOR,
    Call,
    Row,
    filled_carts,
    of_seller,
    row,
)
from tests.factories import coupons
from tests.factories.orders import Shopper

# A shop's coupons are its own to change; the operator looks at them.
OWNERS = "401 404 404 200 404 403"
MADE = "401 404 404 201 404 403"


def of_coupon(m: Marketplace, **fields: object) -> Call:
    return Call({"coupon_id": m.coupon}, **fields)  # type: ignore[arg-type]


def terms() -> dict[str, object]:
    """What is sent to change a coupon."""
    return {"name": "Spring", "kind": "percent", "percent_bps": 500}


async def with_code(app: Application, platform: Platform, m: Marketplace) -> Marketplace:
    """The buyer has the coupon's code on the cart."""
    m = await filled_carts(app, platform, m)
    answer = await coupons.enter(Shopper(app, m.buyer), m.code)
    assert answer.status_code == 200, answer.text
    return replace(m)


CART: dict[str, Row | list[Row]] = {
    "get_cart": row(lambda m: Call(), EVERYBODY),
    "add_cart_item": row(
        lambda m: Call(json={"variant_id": m.product.variant_ref, "quantity": 1}), "201 201 201 201 201 201"
    ),
    "set_cart_item_quantity": row(
        lambda m: Call({"item_id": m.item}, json={"quantity": 3}),
        "404 200 404 404 404 404",
        fresh=filled_carts,
    ),
    "remove_cart_item": row(
        lambda m: Call({"item_id": m.item}), "404 200 404 404 404 404", fresh=filled_carts
    ),
    "clear_cart": row(lambda m: Call(), EVERYBODY),
    "set_cart_address": row(lambda m: Call(json={"country": "PT"}), EVERYBODY),
    "list_cart_shipping_options": row(lambda m: Call(), EVERYBODY),
    "choose_cart_shipping": row(
        lambda m: Call(json={m.seller.ref: ids.encode("ship", m.seller.shipping_id)}),
        "409 200 200 200 200 200",
        fresh=filled_carts,
    ),
    # A guest without a cart has nothing to reduce.
    "enter_cart_coupon": row(
        lambda m: Call(json={"code": m.code}), "409 200 200 200 200 200", fresh=filled_carts
    ),
    "remove_cart_coupon": row(lambda m: Call({"code": m.code}), "404 200 404 404 404 404", fresh=with_code),
    "list_seller_coupons": row(of_seller, KEEPERS, manager=200, staff=200, support=200, moderator=404),
    "create_seller_coupon": row(
        lambda m: of_seller(m, json=coupons.terms()), MADE, manager=201, staff=403, finance=403, moderator=404
    ),
    "list_coupons": row(lambda m: Call(), OPERATOR, finance=200, support=200, moderator=403),
    "create_coupon": row(
        lambda m: Call(json=coupons.terms()),
        "401 403 403 403 403 201",
        finance=201,
        support=403,
        moderator=403,
    ),
    "get_coupon": row(of_coupon, KEEPERS, manager=200, staff=200, finance=200, moderator=404),
    "put_coupon": row(
        lambda m: of_coupon(m, json=terms(), headers=ANY), OWNERS, manager=200, staff=403, finance=403
    ),
    "draw_coupon_codes": row(
        lambda m: of_coupon(m, json={"count": 1}), MADE, manager=201, staff=403, finance=403
    ),
    "list_coupon_uses": row(of_coupon, KEEPERS, manager=200, staff=200, finance=200, moderator=404),
    "export_coupon_uses": row(of_coupon, KEEPERS, manager=200, staff=200, finance=200, moderator=404),
}
