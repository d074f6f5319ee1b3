"""A product as the request that would write it as it is: what edits and copies begin with."""

from feria.core import ids
from feria.core.db import Tx
from feria.core.money import Money
from feria.services.product.queries import products
from feria.services.product.queries.products import Price, Product, Variant
from feria.services.product.schemas import MarketPriceIn, MoneyIn, OptionIn, ProductUpdate, VariantUpdate
from feria.services.user import contract as user


async def as_update(tx: Tx, product: Product) -> ProductUpdate:
    """The PUT that changes nothing."""
    variants = await products.variants_of(tx, product.seller_id, product.id)
    prices = await products.prices_of(tx, product.seller_id, [variant.id for variant in variants])
    market = await user.market(tx, None)
    return ProductUpdate(
        title=product.title,
        locale=product.locale,
        description=product.description,
        category_id=ids.encode("cat", product.category_id) if product.category_id else None,
        brand=product.brand,
        tags=product.tags,
        attributes=product.attributes,
        options=[OptionIn(name=option.name, values=option.values) for option in product.options],
        tax_category=product.tax_category,
        fulfilment=product.fulfilment,
        gtin=product.gtin,
        max_per_order=product.max_per_order,
        processing_days=product.processing_days,
        variants=[
            _variant(one, prices[one.id], market.id, MoneyIn(amount=0, currency=market.currency))
            for one in variants
        ],
    )


def _variant(variant: Variant, prices: dict[str, Price], default: str, nothing: MoneyIn) -> VariantUpdate:
    main = prices.get(default)
    return VariantUpdate(
        id=ids.encode("var", variant.id),
        sku=variant.sku,
        options=variant.options,
        price=_money(main.price) if main else nothing,
        compare_at_price=_money(main.compare_at) if main and main.compare_at else None,
        prices=[
            MarketPriceIn(
                market=one.market,
                price=_money(one.price),
                compare_at_price=_money(one.compare_at) if one.compare_at else None,
            )
            for one in prices.values()
            if one.market != default
        ],
        stock_policy=variant.policy,
        weight_grams=variant.weight_grams,
        gtin=variant.gtin,
        fulfilment=variant.fulfilment,
        image_id=ids.encode("img", variant.image_id) if variant.image_id else None,
    )


def _money(money: Money) -> MoneyIn:
    return MoneyIn(amount=money.amount, currency=money.currency)
