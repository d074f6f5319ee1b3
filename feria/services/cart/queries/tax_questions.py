"""What an online tax service has to be asked for a cart: of each seller whose part no answer of today is known of."""

from collections.abc import Collection

from feria.core.db import Tx
from feria.services.cart.queries import bills, carts, views
from feria.services.cart.queries.bills import Around, Bill
from feria.services.cart.rules.pricing import GroupPrice
from feria.services.cart.rules.told_taxes import AskedLine, TaxQuestion
from feria.services.user import contract as user
from feria.services.user.contract import Place


async def tax_questions(
    tx: Tx, cart_token: str | None, countries: Collection[str]
) -> tuple[int, list[TaxQuestion]] | None:
    """The shopper and what is to be asked for his cart, None without a cart; nothing is written or merged.

    Nothing is asked before the buyer has said where to, or for another country than these.
    """
    account_id = tx.actor.account_id
    cart = await (
        carts.cart_of_token(tx, cart_token) if account_id is None else carts.cart_of(tx, account_id)
    )
    if cart is None:
        return None
    if cart.country not in countries:
        return cart.shopper_id, []
    world = await bills.around(tx, cart)
    bill = views.bill_of(cart, world, tx.now)
    place = bills.destination(cart, world.market)
    told = bills.taxes_told(cart, bill.standings, world, place)
    known = {seller_id for seller_id, one in told.items() if one.on == tx.now.date()}
    asked = [group for group in bill.price.groups if group.seller_id not in known]
    origins = await _origins(tx, world, [group.seller_id for group in asked]) if asked else {}
    return cart.shopper_id, [
        TaxQuestion(
            seller_id=group.seller_id,
            origin=origins[group.seller_id],
            destination=place,
            currency=cart.currency,
            tax_inclusive=world.market.tax_inclusive
            and bill.taxes[group.seller_id].reason != "reverse_charge",
            lines=_lines(group, bill),
            shipping_amount=group.shipping_amount - group.shipping_discount_amount,
            on=tx.now.date(),
            buyer_vat_id=world.vat.vat_id if world.vat and world.vat.country else "",
        )
        for group in asked
    ]


async def _origins(tx: Tx, world: Around, seller_ids: list[int]) -> dict[int, Place]:
    """Where sellers are established: the country that their tax is decided by, and the rest of the address in it."""
    found = await user.legal_identities(tx, seller_ids)
    origins = {}
    for seller_id in seller_ids:
        country = world.cards[seller_id].country
        address = found[seller_id].legal_address
        if address.get("country", country) != country:
            address = {}
        origins[seller_id] = Place(
            country=country, region=address.get("region", ""), postal_code=address.get("postal_code", "")
        )
    return origins


def _lines(group: GroupPrice, bill: Bill) -> list[AskedLine]:
    """One line for each tax category, in the order of their names."""
    standings = {one.item.id: one for one in bill.standings}
    found: dict[str, AskedLine] = {}
    for line in group.lines:
        one = standings[line.item_id]
        assert one.offer is not None, "only lines on sale are priced"
        category = one.offer.tax_category
        before = found.get(category, AskedLine(tax_category=category, quantity=0, amount=0))
        found[category] = AskedLine(
            tax_category=category,
            quantity=before.quantity + one.item.quantity,
            amount=before.amount + line.items_amount - line.discount_amount,
        )
    return [found[category] for category in sorted(found)]
