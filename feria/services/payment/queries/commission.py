"""The operator's ordered list of commission rules as it is now."""

import time
from uuid import UUID

import msgspec

from feria.core.db import Tx
from feria.services.payment.rules.commission import Rule

RULES = "payment.rules"
REMEMBERED_SECONDS = 10.0
RULES_MAX = 500


class RuleList(msgspec.Struct, frozen=True):
    """All current rules in order, and the version of the list."""

    version: int
    rules: list[Rule]


async def rule_list(tx: Tx) -> RuleList:
    """The current rules, read now."""
    rows = await tx.fetch(
        """SELECT l.version AS list_version, r.id, r.version, r.name, r.is_default, r.seller_id, r.category_id,
                  r.product_id, r.rate_bps, r.fixed_amount, r.currency, r.tax_rate_bps
           FROM payment.commission_rules r CROSS JOIN payment.commission_list l
           WHERE r.retired_at IS NULL ORDER BY r.is_default, r.position, r.id LIMIT $1""",
        RULES_MAX,
    )
    rules = [Rule(**{name: row[name] for name in Rule.__struct_fields__}) for row in rows]
    return RuleList(rows[0]["list_version"], rules)


async def remembered_rules(tx: Tx) -> list[Rule]:
    """The rules as of at most ten seconds ago; what an order was charged by is frozen on its lines."""
    kept = tx.kept.setdefault(RULES, {})
    until, found = kept.get("all", (0.0, None))
    if found is None or until < time.monotonic():
        found = await rule_list(tx)
        kept["all"] = (time.monotonic() + REMEMBERED_SECONDS, found)
    rules: list[Rule] = found.rules
    return rules


def forget_rules(tx: Tx) -> None:
    """Read the rules anew once this transaction is committed."""
    tx.after_commit(tx.kept.setdefault(RULES, {}).clear)


async def locked_list_version(tx: Tx) -> int:
    """The version of the list, locked against other writers."""
    return int(await tx.fetchval("SELECT version FROM payment.commission_list FOR UPDATE"))


async def highest_versions(tx: Tx) -> dict[UUID, int]:
    """The highest version that each rule ever had, retired ones included."""
    rows = await tx.fetch("SELECT id, max(version) AS version FROM payment.commission_rules GROUP BY id")
    return {row["id"]: row["version"] for row in rows}
