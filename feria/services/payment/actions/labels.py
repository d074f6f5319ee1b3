"""What shops pay for shipping labels: the marketplace buys them of the carrier and takes the price off the balance."""

from uuid import UUID

from feria.core.db import Tx
from feria.core.money import Money
from feria.services.payment.actions import ledger
from feria.services.payment.rules import postings


async def charge_label(tx: Tx, seller_id: int, label_id: UUID, price: Money) -> None:
    """A carrier has made a label: the shop owes its price, the marketplace owes it to the carrier. Once per label."""
    await _post(tx, "shipping_label", label_id, seller_id, price.amount, price.currency)


async def return_label(tx: Tx, seller_id: int, label_id: UUID, price: Money) -> None:
    """A carrier has taken a label back: undoes `charge_label`. Once per label."""
    await _post(tx, "shipping_label_voided", label_id, seller_id, -price.amount, price.currency)


async def _post(tx: Tx, kind: str, label_id: UUID, seller_id: int, amount: int, currency: str) -> None:
    transfer = ledger.Transfer(
        kind=kind, reference=label_id, currency=currency, postings=postings.label(seller_id, amount)
    )
    await ledger.post(tx, [transfer])
