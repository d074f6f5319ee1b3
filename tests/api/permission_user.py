"""Who may do what with accounts, shops and the marketplace's settings; see `permission_table`."""

from typing import Any
from uuid import uuid4

from tests.api import marketplace
from tests.api.marketplace import Marketplace
from tests.api.permission_rows import (
    ANY,
    EVERYBODY,
    MEMBERS,
    OPERATOR,
    Call,
    Row,
    decision,
    new_active,
    new_address,
    new_applicant,
    new_people,
    new_staff,
    new_suspended,
    of_seller,
    row,
    shipping_body,
)
from tests.factories import users
from tests.factories.orders import ADDRESS

SELLER_BODY = {
    "name": "Casa Prova", "country": "PT", "town": "", "story": "", "stall_hue": 20, "time_zone": "UTC",
    "locale": "en", "vat_id": "", "company": "", "auto_accept": True,
}  # fmt: skip
SETTINGS_BODY = {
    "name": "Feria", "support_email": "", "accent_hue": 20, "locale": "en", "time_zone": "UTC",
    "default_market": "eu",
}  # fmt: skip
MARKETS_BODY = {
    "items": [
        {
            "id": "eu", "currency": "EUR", "countries": ["PT", "ES", "FR", "DE", "IT"], "tax_inclusive": True,
            "languages": ["en"], "is_default": True,
        }
    ]
}  # fmt: skip


def register_body() -> dict[str, Any]:
    return {"email": f"{uuid4().hex}@example.test", "password": users.PASSWORD, "name": "Nova Prova"}


def sent_picture(m: Marketplace) -> Call:
    return of_seller(m, files={"file": ("a.png", marketplace.small_picture())})


USER: dict[str, Row | list[Row]] = {
    "register": row(lambda m: Call(json=register_body()), "201 201 201 201 201 201"),
    "login": row(lambda m: Call(json={"email": m.buyer.email, "password": m.buyer.password}), EVERYBODY),
    "refresh": row(lambda m: Call(json={"refresh_token": m.staff.refresh_token}), EVERYBODY, fresh=new_staff),
    "logout": row(lambda m: Call(json={}), "204 204 204 204 204 204", fresh=new_people),
    "forgot_password": row(lambda m: Call(json={"email": m.staff.email}), "202 202 202 202 202 202"),
    # Whoever has the link of the mail may; without it nobody may.
    "reset_password": row(
        lambda m: Call(json={"token": "x" * 43, "password": users.PASSWORD}), "422 422 422 422 422 422"
    ),
    "access_token_keys": row(lambda m: Call(), EVERYBODY),
    "get_user": row(
        lambda m: Call({"user_id": m.buyer.ref}), "401 200 404 404 404 200", support=200, moderator=404
    ),
    "put_user": row(
        lambda m: Call({"user_id": m.buyer.ref}, json={"name": "Ana"}), "401 200 404 404 404 404", support=404
    ),
    "list_addresses": row(
        lambda m: Call({"user_id": m.buyer.ref}), "401 200 404 404 404 200", support=200, moderator=404
    ),
    "add_address": row(
        lambda m: Call({"user_id": m.buyer.ref}, json=ADDRESS), "401 201 404 404 404 404", support=404
    ),
    "replace_address": row(
        lambda m: Call({"user_id": m.buyer.ref, "address_id": m.address}, json=ADDRESS),
        "401 200 404 404 404 404",
        support=404,
    ),
    "delete_address": row(
        lambda m: Call({"user_id": m.buyer.ref, "address_id": m.address}),
        "401 204 404 404 404 404",
        fresh=new_address,
        support=404,
    ),
    "list_sellers": row(lambda m: Call(), EVERYBODY),
    "apply_as_seller": row(
        lambda m: Call(json={"name": f"Loja {uuid4().hex}", "country": "PT"}),
        "401 201 201 201 201 201",
        fresh=new_people,
    ),
    "get_seller": [
        row(of_seller, EVERYBODY),
        row(lambda m: Call({"seller_id": m.applicant.ref}), "404 404 404 404 404 200", moderator=200),
    ],
    "get_seller_settings": row(of_seller, "401 404 404 200 404 200", manager=200, staff=200, finance=404),
    "put_seller": row(
        lambda m: of_seller(m, json=SELLER_BODY, headers=ANY), MEMBERS, manager=200, staff=403, support=404
    ),
    "get_shipping_profiles": row(of_seller, "401 404 404 200 404 200", manager=200, staff=200),
    "put_shipping_profiles": row(
        lambda m: of_seller(m, json=shipping_body(m), headers=ANY), MEMBERS, manager=200, staff=403
    ),
    "put_policies": row(
        lambda m: of_seller(m, json={"returns_days": 30, "returns": "", "shipping": ""}, headers=ANY),
        MEMBERS,
        manager=200,
        staff=403,
        support=404,
    ),
    "add_logo": row(sent_picture, MEMBERS, manager=200, staff=403, moderator=404),
    "add_banner": row(sent_picture, MEMBERS, manager=200, staff=403, moderator=404),
    "delete_logo": row(of_seller, MEMBERS, manager=200, staff=403, moderator=404),
    "delete_banner": row(of_seller, MEMBERS, manager=200, staff=403, moderator=404),
    # Whoever has the address of a logo may see it.
    "get_brand_media": row(lambda m: Call({"name": f"{'0' * 26}.webp"}), "404 404 404 404 404 404"),
    "list_members": row(of_seller, "401 404 404 200 404 200", manager=200, staff=200),
    "add_member": row(
        lambda m: of_seller(m, json={"email": m.newcomer.email, "role": "staff"}),
        "401 404 404 201 404 404",
        manager=403,
        staff=403,
    ),
    "put_member": row(
        lambda m: Call({"seller_id": m.seller.ref, "account_id": m.staff.ref}, json={"role": "staff"}),
        MEMBERS,
        manager=403,
        staff=403,
    ),
    "remove_member": row(
        lambda m: Call({"seller_id": m.seller.ref, "account_id": m.staff.ref}),
        "401 404 404 204 404 404",
        fresh=new_staff,
        manager=403,
    ),
    "get_marketplace": row(lambda m: Call(), EVERYBODY),
    "get_legal_page": row(lambda m: Call({"slug": "imprint"}), EVERYBODY),
    "list_operator_sellers": row(lambda m: Call(), OPERATOR, support=200, moderator=200, finance=403),
    "approve_seller": row(decision, OPERATOR, fresh=new_applicant, support=200, moderator=200, finance=403),
    "reject_seller": row(decision, OPERATOR, fresh=new_applicant, support=200, finance=403),
    "suspend_seller": row(decision, OPERATOR, fresh=new_active, support=200, finance=403),
    "resume_seller": row(decision, OPERATOR, fresh=new_suspended, support=200, finance=403),
    "get_settings": row(lambda m: Call(), OPERATOR, support=403, finance=403, moderator=403),
    "put_settings": row(
        lambda m: Call(json=SETTINGS_BODY, headers=ANY), OPERATOR, support=403, finance=403, moderator=403
    ),
    "add_marketplace_logo": row(
        lambda m: Call(files={"file": ("a.png", marketplace.small_picture())}),
        OPERATOR,
        support=403,
        finance=403,
        moderator=403,
    ),
    "delete_marketplace_logo": row(lambda m: Call(), OPERATOR, support=403, finance=403, moderator=403),
    "get_markets": row(lambda m: Call(), OPERATOR, support=403, finance=403, moderator=403),
    "put_markets": row(
        lambda m: Call(json=MARKETS_BODY, headers=ANY), OPERATOR, support=403, finance=403, moderator=403
    ),
    "put_legal_page": row(
        lambda m: Call({"slug": "imprint"}, json={"title": "Imprint", "body": "We."}, headers=ANY),
        OPERATOR,
        support=403,
        finance=403,
        moderator=403,
    ),
}
