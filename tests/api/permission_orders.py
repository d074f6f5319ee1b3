"""The permission table's rows about changing orders; the columns are those of `permission_table`."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

from feria.app import Application
from feria.core.platform import Platform
from tests.api.marketplace import Marketplace, order_view, small_picture
from tests.api.permission_rows import ACCOUNTS, MEMBERS, OPERATOR, Call, Row, new_order, of_seller, row
from tests.factories.orders import ADDRESS


def moved(m: Marketplace) -> dict[str, Any]:
    """The order's address, another door."""
    return {"address": {**ADDRESS, "line1": "Rua Nova 1"}, "reason": "asked for"}


def in_thread(m: Marketplace, **fields: Any) -> Call:
    return Call({"thread_id": m.thread}, **fields)


def letter_picture() -> dict[str, Any]:
    return {"file": ("a.png", small_picture())}


def view() -> dict[str, Any]:
    return {"name": uuid4().hex, "filters": {}}


def of_view(m: Marketplace, **fields: Any) -> Call:
    return Call({"seller_id": m.seller.ref, "view_id": m.order_view}, **fields)


async def new_order_view(app: Application, platform: Platform, m: Marketplace) -> Marketplace:
    return replace(m, order_view=await order_view(platform, m.seller))


# A thread is its buyer's and the shop's; staff answers in it, and opens it with a reason.
WRITERS = "404 201 404 201 404 201"

MESSAGES: dict[str, Row | list[Row]] = {
    "list_threads": [
        row(lambda m: Call(), ACCOUNTS),
        row(
            lambda m: Call(params={"seller": m.seller.ref}),
            MEMBERS.replace("401", "404"),
            staff=200,
            support=404,
        ),
        row(lambda m: Call(params={"order": str(m.order["id"])}), "404 200 404 404 404 404", support=404),
    ],
    "count_unread_threads": [
        row(lambda m: Call(), ACCOUNTS),
        row(
            lambda m: Call(params={"seller": m.seller.ref}),
            MEMBERS.replace("401", "404"),
            staff=200,
            support=404,
        ),
    ],
    "start_thread": [
        row(
            lambda m: Call(json={"about": m.product.ref, "text": "Hello"}),
            "401 201 201 409 201 201",
        ),
        row(
            lambda m: Call(json={"about": m.part, "text": "Hello"}),
            "404 201 404 201 404 404",
            staff=201,
            support=404,
        ),
    ],
    "get_thread": row(in_thread, "404 200 404 200 404 403", staff=200, support=403, finance=404),
    "write_message": row(
        lambda m: in_thread(m, json={"text": "Hello"}), WRITERS, staff=201, moderator=201, finance=404
    ),
    "send_picture": row(
        lambda m: in_thread(m, files=letter_picture()), WRITERS, staff=201, support=201, finance=404
    ),
    "read_thread": row(in_thread, "404 204 404 204 404 204", staff=204, finance=404),
    "report_message": row(
        lambda m: in_thread(m, json={"message_id": m.letter, "reason": "rude"}),
        # It is the shop's own, and staff reports nothing to itself.
        "404 204 404 422 404 422",
        finance=404,
    ),
    "list_all_threads": row(lambda m: Call(), OPERATOR, support=200, moderator=200, finance=403),
    "view_thread": row(
        lambda m: in_thread(m, json={"reason": "a test"}), OPERATOR, support=200, moderator=200, finance=403
    ),
    # Whoever was told the address of a picture may see it.
    "get_message_picture": row(lambda m: Call({"name": f"{'0' * 32}.webp"}), "404 404 404 404 404 404"),
}

ORDERS: dict[str, Row | list[Row]] = {
    "list_seller_orders": row(of_seller, "401 404 404 200 404 200", staff=200, support=200, moderator=404),
    "export_orders": row(of_seller, "401 404 404 200 404 200", staff=200, finance=200, moderator=404),
    "get_packing_slips": row(
        lambda m: of_seller(m, params={"order": m.part}), "401 404 404 200 404 200", staff=200, moderator=200
    ),
    "change_orders": row(
        lambda m: of_seller(m, json={"action": "accept", "orders": [m.part], "reason": "asked for"}),
        "401 404 404 200 404 200",
        staff=200,
        support=200,
        finance=403,
        moderator=403,
    ),
    "list_order_views": row(of_seller, MEMBERS, staff=200, support=404),
    "keep_order_view": row(
        lambda m: of_seller(m, json=view()), MEMBERS.replace("200", "201"), staff=201, support=404
    ),
    "change_order_view": row(
        lambda m: of_view(m, json=view()), MEMBERS, fresh=new_order_view, staff=200, support=404
    ),
    "forget_order_view": row(
        of_view, MEMBERS.replace("200", "204"), fresh=new_order_view, staff=204, support=404
    ),
    "change_order_address": [
        row(
            lambda m: Call({"order_id": str(m.order["id"])}, json=moved(m), headers={"If-Match": "*"}),
            "404 200 404 404 404 200",
            fresh=new_order,
            support=200,
            finance=403,
        ),
        row(
            lambda m: Call({"order_id": m.part}, json=moved(m), headers={"If-Match": "*"}),
            "404 200 404 200 404 200",
            fresh=new_order,
            manager=200,
            staff=200,
            support=200,
            moderator=403,
        ),
    ],
    # Staff would fill their own carts.
    "buy_order_again": row(
        lambda m: Call({"order_id": str(m.order["id"])}), "404 200 404 404 404 403", staff=404, support=403
    ),
    # Nobody learns whether there is such an order.
    "find_order": row(
        lambda m: Call(json={"number": str(m.order["number"]), "email": f"{uuid4().hex}@example.test"}),
        "202 202 202 202 202 202",
    ),
}
