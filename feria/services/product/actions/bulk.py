"""One change to many products, and a product made from another: both written as a whole, as by hand."""

from uuid import UUID

import msgspec

from feria.core import ids
from feria.core.db import Tx
from feria.core.errors import PreconditionFailed, invalid
from feria.core.money import divide_half_up
from feria.services.product.actions.products import create_product, update_product
from feria.services.product.queries import editing, products
from feria.services.product.rules.importing.build import TAGS_MAX
from feria.services.product.rules.importing.values import AMOUNT_MAX
from feria.services.product.schemas import (
    MarketPriceIn,
    MoneyIn,
    ProductFields,
    ProductIn,
    ProductUpdate,
    VariantFields,
    VariantIn,
    VariantUpdate,
)
from feria.services.product.schemas.bulk import BulkChangeIn, PriceChangeIn

BASIS = 10_000
TITLE_LENGTH_MAX = 200
COPY = " (copy)"


async def edit_product(tx: Tx, product_id: UUID, version: int, change: BulkChangeIn) -> bool:
    """Change the product if it is still what it was, and tell whether it is another now.

    Raises what `update_product` does, and Invalid where tags or a price would be more than may be.
    """
    product = await products.product_for(tx, product_id, edit=True, lock=True)
    if product.version != version:
        raise PreconditionFailed
    before = await editing.as_update(tx, product)
    after = _changed(before, change)
    if after == before:
        return False
    await update_product(tx, product_id, after, version)
    return True


async def duplicate_product(tx: Tx, product_id: UUID) -> UUID:
    """A draft that says the same, with SKUs of its own and no stock; raises NotFound. Pictures are the flow's."""
    product = await products.product_for(tx, product_id, edit=True)
    like = await editing.as_update(tx, product)
    shared = {name: getattr(like, name) for name in ProductFields.__struct_fields__}
    title = like.title[: TITLE_LENGTH_MAX - len(COPY)] + COPY
    variants = [
        VariantIn(**{
            name: getattr(one, name) for name in VariantFields.__struct_fields__ if name not in ("sku", "gtin")
        })
        for one in like.variants
    ]  # fmt: skip
    seller = ids.encode_owner("sel", product.seller_id)
    fields = {**shared, "title": title, "gtin": None}
    return await create_product(tx, ProductIn(seller_id=seller, variants=variants, **fields))


def _changed(before: ProductUpdate, change: BulkChangeIn) -> ProductUpdate:
    removed = set(change.remove_tags)
    tags = [tag for tag in dict.fromkeys((*before.tags, *change.add_tags)) if tag not in removed]
    if len(tags) > max(TAGS_MAX, len(before.tags)):
        raise invalid("tags", f"are {TAGS_MAX} at most")
    fields = {
        name: value
        for name in ("category_id", "brand", "processing_days")
        if (value := getattr(change, name)) is not None
    }
    variants = [_priced(one, change) for one in before.variants]
    return msgspec.structs.replace(before, tags=tags, variants=variants, **fields)


def _priced(variant: VariantUpdate, change: BulkChangeIn) -> VariantUpdate:
    price, former = _price(variant.price, variant.compare_at_price, change)
    others = []
    for one in variant.prices:
        amount, compare_at = _price(one.price, one.compare_at_price, change)
        others.append(MarketPriceIn(market=one.market, price=amount, compare_at_price=compare_at))
    return msgspec.structs.replace(variant, price=price, compare_at_price=former, prices=others)


def _price(price: MoneyIn, former: MoneyIn | None, change: BulkChangeIn) -> tuple[MoneyIn, MoneyIn | None]:
    """The price and its former one after the change; a reduction is ended before another begins."""
    if change.end_reduction and former is not None:
        price, former = former, None
    if change.price is not None:
        price, former = _moved(price, former, change.price)
    return price, former


def _moved(price: MoneyIn, former: MoneyIn | None, change: PriceChangeIn) -> tuple[MoneyIn, MoneyIn | None]:
    amount = divide_half_up(price.amount * (BASIS + change.basis_points), BASIS)
    if amount > AMOUNT_MAX:
        raise invalid("price", "is more than a price may be")
    new = msgspec.structs.replace(price, amount=amount)
    shown = former or (price if change.show_former else None)
    return new, shown if shown is not None and shown.amount > amount else None
