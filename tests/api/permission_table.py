"""Who may do what: for every operation a request, and the status that each person gets for it.

The columns are nobody, buyer, other buyer, seller, other seller, operator (admin). The objects are the buyer's and the
seller's. 401 = not signed in, 403 = the role is missing, 404 = not yours or not there.
"""

from typing import Any
from uuid import uuid4

from tests.api import marketplace
from tests.api.marketplace import CSV, Marketplace
from tests.api.permission_cart import CART
from tests.api.permission_claims import CLAIMS
from tests.api.permission_documents import DOCUMENTS
from tests.api.permission_orders import MESSAGES, ORDERS
from tests.api.permission_parcels import PARCELS
from tests.api.permission_reviews import REVIEWS
from tests.api.permission_rows import (
    ACCOUNTS,
    ANY,
    BUYERS,
    COLUMNS,
    EUR,
    EVERYBODY,
    KEEPERS,
    OPERATOR,
    Call,
    Row,
    filled_carts,
    key,
    new_category,
    new_draft,
    new_image,
    new_order,
    new_unmapped_import,
    new_unpaid_order,
    new_waiting,
    of_draft,
    of_product,
    of_seller,
    of_unmapped,
    row,
)
from tests.api.permission_shipping import SHIPPING
from tests.api.permission_tax import TAX
from tests.api.permission_user import USER
from tests.factories import users
from tests.factories.orders import ADDRESS


def product_body(m: Marketplace) -> dict[str, Any]:
    return {
        "title": "Mug", "category_id": m.category, "seller_id": m.seller.ref,
        "variants": [{"price": EUR, "on_hand": 1}],
    }  # fmt: skip


def product_update(m: Marketplace) -> dict[str, Any]:
    return {
        "title": "Cup",
        "category_id": m.category,
        "variants": [{"id": m.draft.variant_ref, "price": EUR}],
    }


def order_body(m: Marketplace) -> dict[str, Any]:
    amount = products_total(m)
    return {
        "shipping_address": ADDRESS, "expected_total": amount, "payment_method": "test",
        "email": "who@example.test",
    }  # fmt: skip


def products_total(m: Marketplace) -> dict[str, Any]:
    return {"amount": 1999 + users.SHIPPING_AMOUNT, "currency": "EUR"}


def of_category(m: Marketplace, **fields: Any) -> Call:
    return Call({"category_id": m.category}, **fields)


PRODUCT: dict[str, Row | list[Row]] = {
    "related": row(of_product, EVERYBODY),
    "suggest": row(lambda m: Call(params={"q": "a"}), EVERYBODY),
    "list_products": row(lambda m: Call(), EVERYBODY),
    "create_product": row(
        lambda m: Call(json=product_body(m)),
        "401 404 404 201 404 201",
        staff=201,
        moderator=201,
        support=404,
    ),
    "get_product": [
        row(of_product, EVERYBODY),
        row(of_draft, "404 404 404 200 404 200", manager=200, support=200, finance=404),
    ],
    "replace_product": row(lambda m: of_draft(m, json=product_update(m), headers=ANY), KEEPERS, staff=200),
    "delete_product": row(of_draft, "401 404 404 204 404 204", fresh=new_draft, staff=204),
    "publish_product": row(of_draft, KEEPERS, fresh=new_draft, staff=200),
    "archive_product": row(of_draft, KEEPERS, fresh=new_draft, staff=200),
    "withdraw_product": row(of_draft, KEEPERS, fresh=new_waiting, staff=200),
    "list_products_in_review": row(lambda m: Call(), OPERATOR, moderator=200, support=403),
    "approve_product": row(
        lambda m: of_draft(m, headers=ANY), OPERATOR, fresh=new_waiting, moderator=200, support=403
    ),
    "reject_product": row(
        lambda m: of_draft(m, json={"reason": "a test"}, headers=ANY),
        OPERATOR,
        fresh=new_waiting,
        moderator=200,
        support=403,
    ),
    "schedule_product": row(lambda m: of_draft(m, json={"publish_at": None}), KEEPERS, staff=200),
    "duplicate_product": row(of_draft, "401 404 404 201 404 201", staff=201),
    "change_products": row(
        lambda m: of_seller(
            m, json={"products": [{"id": m.product.ref, "version": 1}], "change": {"brand": "Kiln"}}
        ),
        KEEPERS,
        staff=200,
    ),
    "list_product_versions": row(of_draft, KEEPERS, staff=200, support=200),
    "list_products_of_seller": row(of_seller, KEEPERS, staff=200),
    "add_image": row(
        lambda m: of_product(m, files={"file": ("a.png", marketplace.small_picture())}),
        "401 404 404 201 404 201",
        staff=201,
    ),
    "complete_image": row(
        lambda m: Call({"product_id": m.product.ref, "image_id": m.image}),
        KEEPERS,
        staff=200,
        support=404,
    ),
    "place_image": row(
        lambda m: Call(
            {"product_id": m.product.ref, "image_id": m.image}, json={"alt": "A mug", "position": 0}
        ),
        KEEPERS,
        manager=200,
    ),
    "delete_image": row(
        lambda m: Call({"product_id": m.product.ref, "image_id": m.image}),
        "401 404 404 204 404 204",
        fresh=new_image,
        manager=204,
    ),
    "get_media": row(lambda m: Call({"name": f"{m.image.removeprefix('img_')}-400.webp"}), EVERYBODY),
    "list_inventory": row(of_seller, KEEPERS, staff=200),
    "move_stock": row(
        lambda m: of_seller(m, json={"variant_id": m.product.variant_ref, "delta": 1, "reason": "delivery"}),
        "401 404 404 201 404 201",
        staff=201,
    ),
    "export_products": row(of_seller, KEEPERS, staff=200),
    "list_imports": row(of_seller, KEEPERS, manager=200, staff=403),
    "start_import": row(
        lambda m: of_seller(m, files={"file": ("a.csv", CSV)}), "401 404 404 202 404 202", staff=403
    ),
    "get_import": row(
        lambda m: Call({"seller_id": m.seller.ref, "import_id": m.import_id}), KEEPERS, manager=200, staff=403
    ),
    "get_import_report": row(
        lambda m: Call({"seller_id": m.seller.ref, "import_id": m.import_id}), KEEPERS, manager=200, staff=403
    ),
    "download_import_report": row(
        lambda m: Call({"seller_id": m.seller.ref, "import_id": m.import_id}), KEEPERS, manager=200, staff=403
    ),
    "publish_import": row(
        lambda m: Call({"seller_id": m.seller.ref, "import_id": m.import_id}), KEEPERS, manager=200, staff=403
    ),
    "get_home": row(lambda m: Call(), EVERYBODY),
    "get_home_settings": row(lambda m: Call(), OPERATOR, moderator=200, support=403),
    "put_home_settings": row(
        lambda m: Call(json={"sections": [{"kind": "story"}]}, headers=ANY),
        OPERATOR,
        moderator=200,
        support=403,
    ),
    "preview_home": row(
        lambda m: Call(json={"sections": [{"kind": "story"}]}), OPERATOR, moderator=200, support=403
    ),
    "get_category_texts": row(of_category, EVERYBODY),
    "put_category_texts": row(
        lambda m: of_category(m, json={"intro": "Hello"}, headers=ANY), OPERATOR, moderator=200, support=403
    ),
    "add_category_picture": row(
        lambda m: of_category(m, files={"file": ("a.png", marketplace.small_picture())}),
        OPERATOR,
        moderator=200,
        support=403,
    ),
    "delete_category_picture": row(of_category, OPERATOR, moderator=200, support=403),
    "get_import_columns": row(of_unmapped, KEEPERS, manager=200, staff=403, fresh=new_unmapped_import),
    "preview_import": row(
        lambda m: of_unmapped(m, json=COLUMNS), KEEPERS, manager=200, staff=403, fresh=new_unmapped_import
    ),
    "put_import_mapping": row(
        lambda m: of_unmapped(m, json=COLUMNS), KEEPERS, manager=200, staff=403, fresh=new_unmapped_import
    ),
    "list_import_pictures": row(
        lambda m: Call({"seller_id": m.seller.ref, "import_id": m.import_id}), KEEPERS, manager=200, staff=403
    ),
    "retry_import_pictures": row(
        lambda m: Call({"seller_id": m.seller.ref, "import_id": m.import_id}), KEEPERS, manager=200, staff=403
    ),
    "get_synonyms": row(lambda m: Call(), OPERATOR, moderator=200, support=403),
    "put_synonyms": row(
        lambda m: Call(json={"items": []}, headers=ANY), OPERATOR, moderator=200, support=403
    ),
    "get_categories": row(lambda m: Call(), EVERYBODY),
    "create_category": row(
        lambda m: Call(json={"name": f"New {uuid4().hex[:12]}"}),
        "401 403 403 403 403 201",
        moderator=201,
        support=403,
    ),
    "replace_category": row(
        lambda m: Call({"category_id": m.category}, json={"name": f"New {uuid4().hex[:12]}"}),
        OPERATOR,
        moderator=200,
        support=403,
    ),
    "merge_category": row(
        lambda m: Call({"category_id": m.empty_category}, json={"into_id": m.category}),
        OPERATOR,
        fresh=new_category,
        moderator=200,
        support=403,
    ),
    "delete_category": row(
        lambda m: Call({"category_id": m.empty_category}), "401 403 403 403 403 204", fresh=new_category
    ),
}


ORDER: dict[str, Row | list[Row]] = {
    # A guest without a cart has nothing to order.
    "place_order": row(
        lambda m: Call(json=order_body(m), headers=key()), "409 201 201 201 201 201", fresh=filled_carts
    ),
    "list_orders": row(lambda m: Call(), ACCOUNTS),
    "get_order": [
        row(lambda m: Call({"order_id": str(m.order["id"])}), BUYERS, support=200, finance=200),
        row(lambda m: Call({"order_id": str(m.order["number"])}), BUYERS, staff=404),
        row(lambda m: Call({"order_id": m.part}), "404 200 404 200 404 200", manager=200, staff=200),
    ],
    "change_order_status": [
        row(
            lambda m: Call({"order_id": m.part}, json={"status": "accepted"}),
            # It is accepted already (by itself), which changes nothing for whoever may ask for it.
            "404 403 404 200 404 200",
            staff=200,
        ),
        row(
            lambda m: Call(
                {"order_id": m.part},
                json={"status": "shipped", "shipment": {"carrier": "CTT"}, "reason": "asked for"},
            ),
            "404 403 404 200 404 200",
            fresh=new_order,
            staff=200,
            support=200,
            finance=403,
            moderator=403,
        ),
        row(
            lambda m: Call(
                {"order_id": str(m.shipped_order["seller_orders"][0]["id"])},
                json={"status": "delivered", "reason": "asked for"},
            ),
            # Only the buyer knows; for the others it is a step that this state does not allow.
            "404 200 404 409 404 409",
        ),
    ],
    "cancel_order": [
        row(
            lambda m: Call({"order_id": str(m.order["id"])}, json={"reason": "mistake"}),
            "404 200 404 404 404 403",
            fresh=new_order,
        ),
        row(
            lambda m: Call({"order_id": m.part}, json={"reason": "mistake"}),
            "404 200 404 200 404 200",
            fresh=new_order,
            staff=200,
            support=200,
            finance=403,
        ),
    ],
    "create_shipment": row(
        lambda m: Call({"order_id": m.part}, json={"carrier": "CTT", "reason": "asked for"}),
        "401 403 404 201 404 201",
        fresh=new_order,
        staff=201,
        support=201,
        finance=403,
    ),
    "get_tracking": [
        row(lambda m: Call({"order_id": str(m.shipped_order["id"])}), BUYERS),
        row(
            lambda m: Call({"order_id": str(m.shipped_order["seller_orders"][0]["id"])}),
            "404 200 404 200 404 200",
            staff=200,
        ),
    ],
    "list_all_orders": row(lambda m: Call(), OPERATOR, support=200, finance=200, moderator=200),
}

PAYMENT: dict[str, Row | list[Row]] = {
    "process_payment": row(
        lambda m: Call(json={"order_id": str(m.unpaid_order["id"]), "payment_method": "test"}, headers=key()),
        "404 200 404 404 404 404",
        fresh=new_unpaid_order,
    ),
    "get_payment": row(
        lambda m: Call({"payment_id": m.payment}), BUYERS, support=200, finance=200, moderator=404
    ),
    "cancel_payment_attempt": row(
        lambda m: Call({"payment_id": str(m.unpaid_order["payment"]["id"])}),
        "404 200 404 404 404 404",
        fresh=new_unpaid_order,
    ),
    "refund_payment": row(
        lambda m: Call({"payment_id": m.payment}, json={"reason": "a gift"}, headers=key()),
        "401 404 404 201 404 201",
        fresh=new_order,
        manager=201,
        staff=403,
        finance=201,
        support=403,
    ),
    # The signature decides, not the person.
    "receive_test_webhook": row(lambda m: Call(json={}), "400 400 400 400 400 400"),
    # Whoever has the address of the test provider's page decides, as with a bank's own page.
    "decide_test_payment": row(
        lambda m: Call({"ref": str(m.challenge["redirect_url"]).rpartition("/")[2], "decision": "approve"}),
        EVERYBODY,
    ),
    "get_seller_balance": row(of_seller, "401 404 404 200 404 200", manager=200, staff=403, finance=200),
    "list_seller_ledger": row(of_seller, "401 404 404 200 404 200", manager=200, staff=403, finance=200),
    "get_commission_rules": row(lambda m: Call(), OPERATOR, finance=200, support=403),
    "put_commission_rules": row(
        lambda m: Call(
            json={"rules": [{"name": "Default", "rate_bps": 1000, "is_default": True}]}, headers=ANY
        ),
        OPERATOR,
        finance=200,
        support=403,
    ),
}

ANALYTICS: dict[str, Row | list[Row]] = {
    "sales": [
        row(
            lambda m: Call(params={"seller_id": m.seller.ref}),
            "401 404 404 200 404 200",
            staff=200,
            moderator=404,
        ),
        row(lambda m: Call(), "401 403 403 200 200 200", finance=200),
    ],
    "revenue": [
        row(
            lambda m: Call(params={"seller_id": m.seller.ref}),
            "401 404 404 200 404 200",
            staff=200,
            moderator=404,
        ),
        row(lambda m: Call(), "401 403 403 200 200 200", finance=200, moderator=403),
    ],
    "dashboard": [
        row(
            lambda m: Call(params={"seller_id": m.seller.ref}),
            "401 404 404 200 404 200",
            staff=200,
            moderator=404,
        ),
        row(lambda m: Call(), "401 403 403 200 200 200", finance=200, support=200, moderator=200),
    ],
}

TABLE: dict[str, Row | list[Row]] = {
    **USER,
    **PRODUCT,
    **REVIEWS,
    **SHIPPING,
    **PARCELS,
    **CART,
    **TAX,
    **CLAIMS,
    **DOCUMENTS,
    **ORDER,
    **ORDERS,
    **MESSAGES,
    **PAYMENT,
    **ANALYTICS,
}
