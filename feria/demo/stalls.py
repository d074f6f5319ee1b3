"""The marketplace before its first order: settings, people, sellers, categories and products, by the real actions."""

from datetime import datetime, timedelta

import msgspec

from feria.core import ids
from feria.core.auth import SYSTEM
from feria.core.db import Tx
from feria.demo import accounts, catalogue, gallery, people, showcase
from feria.demo.catalogue import CURRENCY, MARKET, MOMENT, Piece, Shop, Thing
from feria.services.cart.actions import opening
from feria.services.product.actions import categories, products, synonyms
from feria.services.product.queries import products as reading
from feria.services.product.schemas import (
    MoneyIn,
    OptionIn,
    ProductFields,
    ProductIn,
    ProductUpdate,
    VariantFields,
    VariantIn,
    VariantUpdate,
)
from feria.services.product.schemas.categories import AttributeIn, CategoryIn, CategoryTextsIn
from feria.services.product.schemas.search import SynonymsSetIn
from feria.services.user import actions as makers
from feria.services.user import contract as user
from feria.services.user.actions import addresses, sellers, settings, shipping, shops
from feria.services.user.actions.sellers import NewSeller, SellerProfile
from feria.services.user.actions.shipping import ShippingOffer
from feria.services.user.contract import Calendar, Marketplace
from feria.services.user.schemas import PoliciesIn

OPERATOR_NUMBER = 4
FOUNDED_BEFORE = timedelta(days=420)
HOME = "ES"
APPLIED_BEFORE = timedelta(days=2, hours=5)

LOWERED_FOR_MAX = timedelta(days=12)


async def open_marketplace(tx: Tx, password_hash: str) -> None:
    """Settings, legal pages, the operator, buyers, sellers, categories and synonyms, some months before `tx.now`."""
    base = tx.now
    with ids.repeatable(MOMENT):
        tx.now = base - FOUNDED_BEFORE
        await _settings(tx)
        await _people(tx, password_hash)
        await _addresses(tx)
        for position, shop in enumerate(catalogue.shops()):
            opened = base - FOUNDED_BEFORE + timedelta(days=6 * position)
            await _shop(tx, shop, password_hash, base - APPLIED_BEFORE if shop.applied else opened)
        for entry in catalogue.categories():
            await _category(tx, entry)
        await synonyms.replace_synonyms(
            tx, [_synonyms(entry) for entry in catalogue.table("synonyms")["set"]], None
        )
    tx.now = base


async def stock_stall(tx: Tx, shop: Shop, sold: dict[str, int]) -> int:
    """The shop's products, each on sale since its own day; `sold` says by SKU what orders are going to take.

    It gets its logo and banner too. The files of all pictures have to be stored already.
    """
    base = tx.now
    await showcase.hang_signs(tx, shop)
    own = [thing for thing in catalogue.things() if thing.shop.number == shop.number]
    for thing in own:
        tx.now = base - thing.age
        with ids.repeatable(catalogue.PRODUCTS_FROM + thing.number):
            created = await products.create_product(tx, _product(thing, sold))
        assert created == thing.id, "the product comes first, then its variants"
        await showcase.hang_pictures(tx, thing)
        if thing.option == gallery.WHITE_OPTION:
            await products.update_product(tx, thing.id, _changed(thing, lowered=False), None)
        if thing.status == "in_review":
            await _submit(tx, thing, base)
        elif thing.status != "draft":
            tx.now += timedelta(minutes=20)
            await products.publish_product(tx, thing.id)
            if any(piece.compare_at_amount for piece in thing.pieces):
                tx.now = base - min(thing.age / 3, LOWERED_FOR_MAX)
                await products.update_product(tx, thing.id, _changed(thing, lowered=True), None)
        if thing.status == "archived":
            tx.now = base - timedelta(days=30)
            await products.archive_product(tx, thing.id)
    tx.now = base
    return len(own)


async def _submit(tx: Tx, thing: Thing, base: datetime) -> None:
    """Handed in while the marketplace looked at everything before, which it does no more; nobody has looked yet."""
    tx.now = base - timedelta(hours=3 + thing.number % 20)
    product = await reading.product_for(tx, thing.id, edit=True, lock=True)
    await products.set_status(tx, product, "in_review", "submitted")


async def _settings(tx: Tx) -> None:
    wanted = Marketplace(
        name="Lonja",
        support_email="hello@lonja.test",
        accent_hue=345,
        locale="en",
        time_zone="Europe/Madrid",
        company="Lonja Mercados S.L.",
        vat_id="ESB87654321",
        legal_address={
            "line1": "Calle de Atocha 96",
            "postal_code": "28012",
            "city": "Madrid",
            "country": "ES",
        },
        version=0,
    )
    await settings.update_settings(tx, None, wanted, MARKET)
    # A cart without an address is taken to go to the first country.
    await settings.replace_markets(
        tx,
        None,
        [
            msgspec.structs.replace(one, countries=sorted(one.countries, key=lambda name: name != HOME))
            for one in await user.markets(tx)
        ],
    )
    for page in catalogue.table("legal")["page"]:
        await settings.update_legal_page(tx, page["slug"], None, page["title"], page["body"])


async def _people(tx: Tx, password_hash: str) -> None:
    """The four who can sign in have a password; the other accounts have none.

    Each has a cart from the first day, so that it does not matter which of its orders comes first.
    """
    operator, _ = accounts.LOGINS[3]
    await makers.create_operator(tx, operator, password_hash, "Oriol Ferrer", account_id=OPERATOR_NUMBER)
    logins = {email for email, _ in accounts.LOGINS}
    for person in people.people():
        if person.number:
            hashed = password_hash if person.email in logins else None
            await makers.create_account(
                tx, person.email, hashed, person.name, verified=True, account_id=person.number
            )
            await opening.cart_of_account(tx, person.number)


async def _addresses(tx: Tx) -> None:
    """Address books, a day apart; the last one kept is the newest, and so the second in the list."""
    kept_at = tx.now
    with ids.repeatable(catalogue.ADDRESSES_FROM):
        for account_id, address in people.address_book():
            tx.now += timedelta(days=1)
            await addresses.add_address(tx, account_id, address)
    tx.now = kept_at


async def _shop(tx: Tx, shop: Shop, password_hash: str, opened: datetime) -> None:
    tx.now = opened
    logins = {email for email, _ in accounts.LOGINS}
    await makers.create_account(
        tx,
        shop.owner_email,
        password_hash if shop.owner_email in logins else None,
        shop.owner_name,
        locale="en",
        verified=True,
        account_id=shop.owner_number,
    )
    tx.actor = people.owner_of(shop)
    new = NewSeller(
        name=shop.name,
        country=shop.country,
        town=shop.town,
        story=shop.story,
        locale=shop.locale,
        time_zone=shop.time_zone,
        seller_id=shop.number,
        slug=shop.slug,
        stall_hue=shop.stall_hue,
    )
    await makers.create_seller(tx, shop.owner_number, new)
    offers = [msgspec.convert({**one, "market": MARKET}, ShippingOffer) for one in shop.shipping]
    await shipping.replace_shipping_profiles(tx, shop.number, None, offers)
    await shipping.set_calendar(tx, shop.number, None, Calendar(cut_off_hour=shop.cut_off_hour))
    policies = PoliciesIn(returns_days=shop.returns_days, returns=shop.returns, shipping=shop.posting)
    await shops.update_policies(tx, shop.number, None, policies)
    if not shop.auto_accept:
        await sellers.update_seller(tx, shop.number, None, _profile(shop))
    tx.actor = SYSTEM
    if not shop.applied:
        tx.now = opened + timedelta(days=1, hours=3)
        await sellers.decide(tx, shop.number, "approve", "")


def _profile(shop: Shop) -> SellerProfile:
    company, vat_id, street, postal_code = shop.legal
    return SellerProfile(
        name=shop.name,
        country=shop.country,
        town=shop.town,
        story=shop.story,
        stall_hue=shop.stall_hue,
        time_zone=shop.time_zone,
        locale=shop.locale,
        vat_id=vat_id,
        company=company,
        legal_address={"line1": street, "postal_code": postal_code, "city": shop.town} if street else {},
        auto_accept=shop.auto_accept,
    )


def _synonyms(entry: catalogue.Table) -> SynonymsSetIn:
    means = entry.get("means", [])
    return SynonymsSetIn(kind="one_way" if means else "equivalent", words=entry["words"], means=means)


async def _category(tx: Tx, entry: catalogue.Table) -> None:
    parent, _, slug = entry["path"].rpartition("/")
    data = CategoryIn(
        name=entry["name"],
        slug=slug,
        parent_id=ids.encode("cat", catalogue.category_id(parent)) if parent else None,
        description=entry["description"],
        position=catalogue.categories().index(entry),
        attributes=[AttributeIn(**attribute) for attribute in entry["attributes"]],
    )
    category_id = await categories.create_category(tx, data, category_id=catalogue.category_id(entry["path"]))
    words = {name: entry[name] for name in CategoryTextsIn.__struct_fields__ if name in entry}
    if words:
        await categories.write_texts(tx, category_id, CategoryTextsIn(**words), None)


def _changed(thing: Thing, *, lowered: bool) -> ProductUpdate:
    """The product with a picture for each of its variants where they differ, its price lowered or not yet."""
    plain = _product(thing, {}, lowered=lowered)
    kinds = [shot.kind for shot in gallery.shots(thing)]
    variants = []
    for piece, fields in zip(thing.pieces, plain.variants, strict=True):
        own = {name: getattr(fields, name) for name in VariantFields.__struct_fields__}
        image_id = None
        if thing.option == gallery.WHITE_OPTION:
            shown = kinds.index("white" if piece.title == gallery.WHITE_VALUE else "front")
            image_id = ids.encode("img", gallery.image_id(thing, shown))
        variants.append(VariantUpdate(**own, id=ids.encode("var", piece.id), image_id=image_id))
    own = {name: getattr(plain, name) for name in ProductFields.__struct_fields__}
    return ProductUpdate(**own, variants=variants)


def _product(thing: Thing, sold: dict[str, int], *, lowered: bool = False) -> ProductIn:
    sizes = (
        [OptionIn(name=thing.option, values=[piece.title for piece in thing.pieces])] if thing.option else []
    )
    return ProductIn(
        seller_id=ids.encode_owner("sel", thing.shop.number),
        title=thing.title,
        description=thing.description,
        category_id=ids.encode("cat", catalogue.category_id(thing.category)),
        brand=thing.shop.name,
        tags=thing.tags,
        attributes=dict(thing.attributes),
        options=sizes,
        tax_category=thing.tax_category,
        processing_days=thing.processing_days,
        variants=[_variant(thing, piece, sold.get(piece.sku, 0), lowered) for piece in thing.pieces],
    )


def _variant(thing: Thing, piece: Piece, sold: int, lowered: bool) -> VariantIn:
    before = piece.compare_at_amount
    now = piece.amount if lowered or before is None else before
    return VariantIn(
        price=MoneyIn(amount=now, currency=CURRENCY),
        compare_at_price=MoneyIn(amount=before, currency=CURRENCY) if lowered and before else None,
        sku=piece.sku,
        options={thing.option: piece.title} if thing.option else {},
        stock_policy="untracked" if thing.made_to_order else "tracked",
        weight_grams=piece.weight_grams,
        on_hand=0 if thing.made_to_order else piece.left + sold,
    )
