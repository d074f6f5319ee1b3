"""Mails about parcels that do not get there: to both sides, once each time that it happens."""

from uuid import uuid4

import pytest

from feria.app import Application
from feria.core.platform import Platform
from tests.conftest import Later
from tests.notification.test_order_ends import body, subjects
from tests.order.test_labels import Packer, packer
from tests.order.test_tracking import ends, track


async def sent(app: Application, platform: Platform, outcome: str) -> tuple[Packer, str]:
    """A labelled parcel that will end so, to a guest whose address nobody else has."""
    packing = await packer(app, platform)
    email = f"{uuid4().hex}@example.test"
    async with platform.db.transaction() as tx:
        await tx.execute(
            'UPDATE "order".orders SET email = $1 WHERE number = $2', email, packing.sale.order["number"]
        )
    assert (await packing.buy("fedex")).status_code == 201
    await ends(platform, packing, outcome)
    return packing, email


TROUBLE = {
    "exception": (50, "is held up", "is held up", "Street number not found"),
    "returned": (100, "was sent back", "comes back to you", "Returned to the sender"),
    "lost": (24 * 23, "seems to be lost", "counts as lost", "Nothing has been heard of it for 21 days"),
}


@pytest.mark.parametrize("outcome", TROUBLE)
async def test_both_sides_hear_of_it_once(
    app: Application, platform: Platform, later: Later, outcome: str
) -> None:
    hours, buyers, shops, words = TROUBLE[outcome]
    packing, email = await sent(app, platform, outcome)
    sale = packing.sale
    await track(platform, later, hours=hours)
    await track(platform, later, hours=hours + 8)
    later(hours=hours + 9)
    told = f"Your parcel from {sale.shop.name} {buyers}"
    shown = f"A parcel of {sale.order['number']}-1 {shops}"
    assert (await subjects(platform, email)).count(told) == 1
    assert (await subjects(platform, sale.shop.owner.email)).count(shown) == 1
    text = await body(platform, email, told)
    assert f"The carrier says: {words}" in text
    assert "FedEx, tracking number 79" in text
    assert "#token=" in text
    assert f"The carrier says: {words}" in await body(platform, sale.shop.owner.email, shown)


async def test_each_trouble_is_told_anew(app: Application, platform: Platform, later: Later) -> None:
    packing, email = await sent(app, platform, "returned")
    await track(platform, later, hours=50)
    await track(platform, later, hours=100)
    later(hours=101)
    found = await subjects(platform, email)
    name = packing.sale.shop.name
    # Both are written in the same moment here, so which of them comes first means nothing.
    assert sorted(one for one in found if one.startswith("Your parcel from") and "way" not in one) == [
        f"Your parcel from {name} is held up",
        f"Your parcel from {name} was sent back",
    ]
