"""The use cases of the cart that cross the network, or write a file while it is read: VAT ids, tax rates, exports."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from datetime import datetime
from uuid import UUID

import msgspec
import structlog

from feria.core import spreadsheet
from feria.core.auth import Principal
from feria.core.money import Money, decimal_text
from feria.core.platform import Platform
from feria.services.cart.actions import items, told_taxes, vat_checks
from feria.services.cart.actions.items import Destination
from feria.services.cart.actions.opening import Changed
from feria.services.cart.gateways import (
    TaxQuestionRefused,
    TaxService,
    TaxServiceSilent,
    VatServiceSilent,
    tax_service,
    vat_service,
)
from feria.services.cart.queries import coupons, tax_questions
from feria.services.cart.queries import vat_checks as known
from feria.services.cart.queries.coupons import StoredCoupon
from feria.services.cart.rules import told_taxes as rules
from feria.services.cart.rules import vat
from feria.services.cart.rules.told_taxes import TaxAnswer, TaxQuestion, ToldTaxes

log = structlog.get_logger()

USES_COLUMNS = ("order", "at_utc", "code", "state", "currency", "discount", "by_marketplace", "by_sellers")
USES_BATCH = 500
QUESTIONS_MAX = 50
# The same question is asked once a day, and one that was refused once an hour.
ANSWER_KEPT_SECONDS = 24 * 3600
REFUSAL_KEPT_SECONDS = 3600
# A service that was silent is left alone for so long, so that not every look at a cart waits for it.
SILENCE_SECONDS = 30
_SILENT = "tax-service:silent"


async def set_place(
    platform: Platform, actor: Principal, request_id: str, token: str | None, place: Destination
) -> Changed:
    """Have the VAT id checked unless the answer is known, then say where the cart is to go.

    While the service is silent nothing is stored and tax is charged; saying the same again asks again.
    """
    vat_id = vat.normal(place.vat_id, place.country)
    if vat.is_well_formed(vat_id):
        await _check(platform, vat_id)
    return await platform.db.act(actor, request_id, items.set_place, token, place)


async def _check(platform: Platform, vat_id: str) -> None:
    async with platform.db.reading() as tx:
        if await known.check_of(tx, vat_id) is not None:
            return
    service = vat_service(platform)
    try:
        answer = await service.check(vat_id)
    except VatServiceSilent as reason:
        log.warning("VAT id not checked", reason=str(reason))
        return
    await platform.db.run(
        vat_checks.record_check,
        vat_id,
        valid=answer.valid,
        consultation=answer.consultation,
        source=service.name,
    )


async def tell_taxes(platform: Platform, actor: Principal, request_id: str, cart_token: str | None) -> bool:
    """Ask the online tax service, where there is one for the cart's country, and keep what it tells with the cart.

    All sellers at once, and together for as long as carriers have. Whether anything was told; else the table counts.
    """
    countries = rules.taxed_by_service(platform.settings)
    if not countries or await platform.cache.get(_SILENT) is not None:
        return False
    async with platform.db.reading(actor, request_id=request_id) as tx:
        found = await tax_questions.tax_questions(tx, cart_token, countries)
    shopper_id, questions = found or (0, [])
    if not questions:
        return False
    service = tax_service(platform)
    tasks = [asyncio.create_task(_told(platform, service, one)) for one in questions[:QUESTIONS_MAX]]
    done, late = await asyncio.wait(tasks, timeout=platform.settings.rates_seconds)
    for task in late:
        task.cancel()
    if late:
        log.warning("the tax service is too slow for a checkout", late=len(late), asked=len(tasks))
        await platform.cache.set(_SILENT, b"1", SILENCE_SECONDS)
    told: dict[int, ToldTaxes] = {}
    for question, task in zip(questions, tasks, strict=False):
        answer = task.result() if task in done else None
        if answer is not None:
            told[question.seller_id] = rules.kept(question, answer, service.name)
    return bool(told) and await platform.db.run(told_taxes.keep_told_taxes, shopper_id, told)


async def _told(platform: Platform, service: TaxService, question: TaxQuestion) -> TaxAnswer | None:
    """The answer to one question, from the cache where the same was asked today; None when there is none."""
    asked = msgspec.json.encode(msgspec.structs.replace(question, seller_id=0))
    key = f"taxes:{service.name}:{hashlib.sha256(asked).hexdigest()}"
    kept = await platform.cache.get(key)
    if kept is not None:
        return msgspec.json.decode(kept, type=TaxAnswer) if kept else None
    try:
        answer = await service.rates(question)
    except TaxServiceSilent as reason:
        log.warning("tax service silent", service=service.name, reason=str(reason))
        await platform.cache.set(_SILENT, b"1", SILENCE_SECONDS)
        return None
    except TaxQuestionRefused as reason:
        log.warning("tax rates refused", service=service.name, reason=str(reason))
        await platform.cache.set(key, b"", REFUSAL_KEPT_SECONDS)
        return None
    await platform.cache.set(key, msgspec.json.encode(answer), ANSWER_KEPT_SECONDS)
    return answer


async def export_uses(platform: Platform, actor: Principal, coupon_id: UUID) -> AsyncIterator[str]:
    """All uses of a coupon as lines of a file, its header first; raises NotFound before the first line."""
    async with platform.db.reading(actor) as tx:
        coupon = await coupons.coupon_for(tx, coupon_id)
    return _use_lines(platform, actor, coupon)


async def _use_lines(platform: Platform, actor: Principal, coupon: StoredCoupon) -> AsyncIterator[str]:
    yield spreadsheet.line(USES_COLUMNS)
    place: tuple[datetime, UUID] | None = None
    while True:
        async with platform.db.reading(actor, fresh=False) as tx:
            uses = await coupons.uses_of(tx, coupon, USES_BATCH, place)
        for use in uses:
            amounts = (use.amount, use.promotion_amount, use.amount - use.promotion_amount)
            yield spreadsheet.line(
                [
                    use.number,
                    use.created_at.strftime("%Y-%m-%d %H:%M"),
                    use.code,
                    "used" if use.held else "given back",
                    use.currency,
                    *(decimal_text(Money(amount, use.currency)) for amount in amounts),
                ]
            )
        if len(uses) < USES_BATCH:
            return
        place = uses[-1].created_at, uses[-1].order_id
