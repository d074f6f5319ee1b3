"""A small marketplace with one object of every kind, and the people who may or may not touch them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

import httpx

from feria.app import Application
from feria.core import ids
from feria.core.auth import SYSTEM
from feria.core.platform import Platform
from feria.services.order.actions import order_views
from feria.services.order.queries import claims
from feria.services.order.schemas.selling import OrderFilters, OrderViewIn
from feria.services.product.flows import imports
from tests.conftest import PUBLIC_URL, transport
from tests.factories import coupons, orders, products, reviews, users
from tests.factories.hostile_files import picture
from tests.factories.orders import API, Shopper
from tests.factories.products import Made
from tests.factories.reviews import Delivered
from tests.factories.users import Account, Seller

KEY = "0" * 32
CSV = b"Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price\nmug,Mug,Title,Default Title,MUG-1,18.00\n"

PACKAGE = {"name": "Shoe box", "length_mm": 330, "width_mm": 200, "height_mm": 120, "weight_grams": 150}


@dataclass(frozen=True)
class Marketplace:
    """Who is there, and what they own: the buyer's cart, orders and payments, the seller's products and files."""

    buyer: Account
    other_buyer: Account
    newcomer: Account
    seller: Seller
    other_seller: Seller
    applicant: Seller
    manager: Account
    staff: Account
    operator: Account
    support: Account
    finance: Account
    moderator: Account
    product: Made
    draft: Made
    others_product: Made
    category: str
    empty_category: str
    image: str
    import_id: str
    unmapped_id: str
    item: str
    coupon: str
    code: str
    package: str
    order_view: str
    address: str
    arrived: Delivered
    review: str
    photo: str
    order: Mapping[str, Any]
    unpaid_order: Mapping[str, Any]
    shipped_order: Mapping[str, Any]
    delivered: Mapping[str, Any]
    return_id: str
    case_id: str
    challenge: Mapping[str, Any]
    invoice: str
    written: tuple[str, str]
    picture: str = KEY
    label: str = f"{KEY}.webp"

    def headers(self, who: str) -> dict[str, str]:
        """What a request of this person carries; `nobody` carries nothing."""
        return {} if who == "nobody" else dict(self.__getattribute__(who).headers)

    @property
    def part(self) -> str:
        """The seller order of the seller in the paid order."""
        return str(self.order["seller_orders"][0]["id"])

    @property
    def thread(self) -> str:
        """What the buyer and the seller wrote about the product."""
        return self.written[0]

    @property
    def letter(self) -> str:
        """The seller's message in it."""
        return self.written[1]

    @property
    def line(self) -> str:
        return str(self.order["seller_orders"][0]["lines"][0]["id"])

    @property
    def payment(self) -> str:
        return str(self.order["payment"]["id"])

    @property
    def shipment(self) -> str:
        return str(self.shipped_order["seller_orders"][0]["shipments"][0]["id"])


async def open_marketplace(app: Application, platform: Platform) -> Marketplace:
    """Make everything anew, through the real actions."""
    buyer, other_buyer = await users.account(platform), await users.account(platform)
    seller, other_seller = await users.seller(platform), await users.seller(platform)
    category = await products.category(platform)
    product = await products.product(platform, seller.id, on_hand=100_000, category_id=category)
    others_product = await products.product(platform, other_seller.id, on_hand=100_000)
    client = httpx.AsyncClient(transport=transport(app), base_url=PUBLIC_URL, headers=seller.headers)
    image = await client.post(
        f"{API}/products/{product.ref}/images", files={"file": ("a.png", small_picture())}
    )
    imported = await client.post(f"{API}/sellers/{seller.ref}/imports", files={"file": ("a.csv", CSV)})
    review, photo = await written_review(app, platform, buyer, product)
    assert (image.status_code, imported.status_code) == (201, 202), image.text + imported.text
    await orders.placed(app, platform, (others_product, 1), account=other_buyer)
    shipped = await shipped_order(app, platform, buyer, seller, product)
    coupon = await coupons.of_shop(client, seller)
    challenge, _ = await unpaid_order(app, await users.account(platform), product, "challenge")
    _, order = await orders.placed(app, platform, (product, 3), account=buyer)
    _, unpaid = await unpaid_order(app, buyer, product)
    cart = await Shopper(app, buyer).add(product, 2)
    await Shopper(app, other_buyer).add(others_product)
    return Marketplace(
        buyer=buyer,
        other_buyer=other_buyer,
        newcomer=await users.account(platform),
        seller=seller,
        other_seller=other_seller,
        applicant=await users.seller(platform, status="applied"),
        manager=await users.member(platform, seller, "manager"),
        staff=await users.member(platform, seller, "staff"),
        operator=await users.operator(platform),
        support=await users.operator(platform, "support"),
        finance=await users.operator(platform, "finance"),
        moderator=await users.operator(platform, "moderator"),
        product=product,
        draft=await products.product(platform, seller.id, publish=False, category_id=category),
        others_product=others_product,
        category=ids.encode("cat", category),
        empty_category=ids.encode("cat", await products.category(platform)),
        image=image.json()["id"],
        import_id=imported.json()["id"],
        unmapped_id=await unmapped_import(platform, seller),
        item=cart["groups"][0]["items"][0]["id"],
        coupon=coupon["id"],
        code=coupon["codes"][0],
        package=await add_package(client, seller),
        order_view=await order_view(platform, seller),
        address=await add_address(app, buyer),
        arrived=await reviews.delivered(platform, product, buyer),
        review=review,
        photo=photo,
        order=order,
        unpaid_order=unpaid,
        shipped_order=shipped,
        **await claimed(app, platform, buyer, seller, product),
        challenge=challenge,
        invoice=await invoice_of(client, shipped),
        written=await thread_about(app, buyer, seller, product),
    )


async def invoice_of(client: httpx.AsyncClient, shipped: Mapping[str, Any]) -> str:
    """The invoice of a shipped order, as its seller finds it."""
    answer = await client.get(f"{API}/orders/{shipped['seller_orders'][0]['id']}/documents")
    return str(answer.json()["items"][0]["id"])


async def thread_about(app: Application, buyer: Account, seller: Seller, product: Made) -> tuple[str, str]:
    """A question of the buyer about the product, and the shop's answer."""
    asked = await Shopper(app, buyer).http.post(
        f"{API}/messages", json={"about": product.ref, "text": "Is it blue?"}
    )
    thread = str(asked.json()["id"])
    said = await Shopper(app, seller.owner).http.post(f"{API}/messages/{thread}", json={"text": "It is."})
    assert said.status_code == 201, asked.text + said.text
    return thread, str(said.json()["id"])


async def unmapped_import(platform: Platform, shop: Seller) -> str:
    """An import that waits to be told what its columns are."""
    upload = imports.Upload("prices.csv", b"Name,Preis\nKrug,5\n", dry_run=True, atomic=False, ask=True)
    made = await imports.start_import(platform, SYSTEM, "", shop.id, upload)
    return ids.encode("imp", made.id)


async def order_view(platform: Platform, shop: Seller) -> str:
    """A view of its list of orders that the shop keeps."""
    kept = OrderViewIn(name=uuid4().hex, filters=OrderFilters())
    row = await platform.db.run(order_views.keep_view, shop.id, kept)
    return ids.encode("oview", row.id)


async def add_package(client: httpx.AsyncClient, shop: Seller) -> str:
    """A box that the shop packs into."""
    answer = await client.post(f"{API}/sellers/{shop.ref}/packages", json=PACKAGE)
    return str(answer.json()["id"])


async def add_address(app: Application, person: Account) -> str:
    """An address that the person keeps."""
    async with httpx.AsyncClient(transport=transport(app), base_url=PUBLIC_URL) as client:
        answer = await client.post(f"{API}/users/me/addresses", json=orders.ADDRESS, headers=person.headers)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def written_review(
    app: Application, platform: Platform, buyer: Account, product: Made
) -> tuple[str, str]:
    """A review of the product with a photograph."""
    line = await reviews.delivered(platform, product, buyer)
    async with httpx.AsyncClient(transport=transport(app), base_url=PUBLIC_URL) as client:
        review = await reviews.written(client, line)
        answer = await client.post(
            f"{API}/reviews/{review['id']}/photos",
            files={"file": ("a.png", small_picture())},
            headers=buyer.headers,
        )
    assert answer.status_code == 201, answer.text
    return str(review["id"]), str(answer.json()["id"])


async def with_new_order(app: Application, platform: Platform, place: Marketplace) -> Marketplace:
    """The same marketplace with a paid order that nothing has happened to."""
    _, order = await orders.placed(app, platform, (place.product, 3), account=place.buyer)
    return replace(place, order=order)


async def unpaid_order(
    app: Application, buyer: Account, product: Made, outcome: str = ""
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The attempt to pay (if an outcome is asked for) and the order, which a later order of this buyer replaces."""
    shopper = Shopper(app, buyer)
    await shopper.add(product)
    order = await shopper.order()
    return await shopper.pay(order, outcome) if outcome else {}, order


async def shipped_order(
    app: Application, platform: Platform, buyer: Account, seller: Seller, product: Made
) -> dict[str, Any]:
    """A paid order whose only part has been shipped."""
    shopper, order = await orders.placed(app, platform, (product, 2), account=buyer)
    part = order["seller_orders"][0]["id"]
    async with httpx.AsyncClient(transport=transport(app), base_url=PUBLIC_URL) as client:
        answer = await client.post(
            f"{API}/orders/{part}/shipments", json={"carrier": "CTT"}, headers=seller.headers
        )
    assert answer.status_code == 201, answer.text
    return await shopper.see(order["id"])


def small_picture() -> bytes:
    return picture(".png", 40, 30)


async def delivered_order(
    app: Application, platform: Platform, buyer: Account, seller: Seller, product: Made
) -> dict[str, Any]:
    """An order that has arrived."""
    order = await shipped_order(app, platform, buyer, seller, product)
    part = order["seller_orders"][0]["id"]
    async with httpx.AsyncClient(transport=transport(app), base_url=PUBLIC_URL) as client:
        answer = await client.put(
            f"{API}/orders/{part}/status", json={"status": "delivered"}, headers=buyer.headers
        )
    assert answer.status_code == 200, answer.text
    return order


async def claimed(
    app: Application, platform: Platform, buyer: Account, seller: Seller, product: Made
) -> dict[str, Any]:
    """What has arrived, a return and a case of it, and their files."""
    await store_claim_files(platform)
    delivered = await delivered_order(app, platform, buyer, seller, product)
    return {
        "delivered": delivered,
        "return_id": await asked_return(app, buyer, delivered),
        "case_id": await opened_case(app, buyer, delivered),
    }


async def asked_return(app: Application, buyer: Account, order: Mapping[str, Any]) -> str:
    """The buyer wants to send one unit of an order back."""
    part = order["seller_orders"][0]
    body = {"reason": "damaged", "lines": [{"id": part["lines"][0]["id"], "quantity": 1}]}
    async with httpx.AsyncClient(transport=transport(app), base_url=PUBLIC_URL) as client:
        answer = await client.post(f"{API}/orders/{part['id']}/returns", json=body, headers=buyer.headers)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def opened_case(app: Application, buyer: Account, order: Mapping[str, Any]) -> str:
    """The buyer asks the marketplace for help with an order."""
    body = {"seller_order_id": order["seller_orders"][0]["id"], "reason": "damaged", "text": "Broken"}
    async with httpx.AsyncClient(transport=transport(app), base_url=PUBLIC_URL) as client:
        answer = await client.post(f"{API}/cases", json=body, headers=buyer.headers)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def store_claim_files(platform: Platform) -> None:
    """A picture of a return and a label, under the key that everybody here knows."""
    for key in (claims.picture_file(KEY, claims.WIDTHS[0]), claims.label_file(f"{KEY}.webp")):
        await platform.storage.put(key, b"RIFF")
