"""Changing the operator's ordered list of commission rules. A changed rule is a new version; nothing is overwritten."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from feria.core import ids
from feria.core.db import Tx
from feria.core.errors import FieldError, Invalid, PreconditionFailed
from feria.services.payment.queries import commission as queries
from feria.services.payment.queries.commission import RuleList
from feria.services.payment.rules.commission import Rule


async def replace_rules(tx: Tx, wanted: Sequence[Rule], list_version: int | None) -> RuleList:
    """Make these the rules, in this order; the new list. Ids must be known or new; the rules' versions are ours.

    Raises PreconditionFailed when the list has another version by now, Invalid unless exactly one is the default.
    """
    version = await queries.locked_list_version(tx)
    if list_version is not None and list_version != version:
        raise PreconditionFailed
    current = {rule.id: rule for rule in (await queries.rule_list(tx)).rules}
    highest = await queries.highest_versions(tx)
    _require_sound(wanted, current)
    kept = [rule.id for rule in wanted if rule.id in current and _same(rule, current[rule.id])]
    await tx.execute(
        "UPDATE payment.commission_rules SET retired_at = $1 WHERE retired_at IS NULL AND NOT id = ANY($2::uuid[])",
        tx.now,
        kept,
    )
    for position, rule in enumerate(wanted):
        if rule.id in kept:
            await tx.execute(
                "UPDATE payment.commission_rules SET position = $2 WHERE id = $1 AND retired_at IS NULL",
                rule.id,
                position,
            )
        else:
            await _insert_rule(tx, rule, position, highest.get(rule.id, 0) + 1)
    await tx.execute("UPDATE payment.commission_list SET version = version + 1")
    tx.audit("commission_rules.replaced", "commission-rules", version=version + 1)
    queries.forget_rules(tx)
    return await queries.rule_list(tx)


def _require_sound(wanted: Sequence[Rule], current: dict[UUID, Rule]) -> None:
    faults = []
    if sum(rule.is_default for rule in wanted) != 1:
        faults.append(FieldError("rules", "exactly one rule must be the default"))
    if len({rule.id for rule in wanted}) != len(wanted):
        faults.append(FieldError("rules", "a rule is listed twice"))
    for place, rule in enumerate(wanted):
        if rule.is_default and (rule.seller_id, rule.category_id, rule.product_id) != (None, None, None):
            faults.append(FieldError(f"rules[{place}]", "the default rule matches everything"))
        if rule.version and rule.id not in current:
            faults.append(FieldError(f"rules[{place}].id", "is not a rule of the list"))
    if faults:
        raise Invalid(errors=faults)


def _same(wanted: Rule, current: Rule) -> bool:
    return msgspec.structs.replace(wanted, version=current.version) == current


async def _insert_rule(tx: Tx, rule: Rule, position: int, version: int) -> None:
    await tx.execute(
        """INSERT INTO payment.commission_rules (id, version, position, name, is_default, seller_id, category_id,
               product_id, rate_bps, fixed_amount, currency, tax_rate_bps, created_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)""",
        rule.id,
        version,
        position,
        rule.name,
        rule.is_default,
        rule.seller_id,
        rule.category_id,
        rule.product_id,
        rule.rate_bps,
        rule.fixed_amount,
        rule.currency,
        rule.tax_rate_bps,
        tx.now,
    )


def new_rule_id() -> UUID:
    """The id of a rule that is added to the list."""
    return ids.new(0)
