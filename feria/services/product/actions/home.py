"""Changing the front page; every process shows it a second or two later."""

from collections.abc import Sequence

import msgspec

from feria.core.db import Tx
from feria.core.errors import Invalid, PreconditionFailed
from feria.services.product.rules import home as rules
from feria.services.product.schemas.home import SectionIn


async def replace_home(tx: Tx, wanted: Sequence[SectionIn], version: int | None) -> None:
    """Make these the sections; raises Invalid, PreconditionFailed when others were faster.

    What they refer to is not looked at: it may vanish at any time, and is then left out where it is shown.
    """
    if faults := rules.section_faults(wanted):
        raise Invalid(errors=faults)
    changed = await tx.fetchval(
        """UPDATE product.home SET version = version + 1, sections = $1
           WHERE $2::bigint IS NULL OR version = $2 RETURNING version""",
        msgspec.to_builtins([rules.kept(one) for one in wanted]),
        version,
    )
    if changed is None:
        raise PreconditionFailed
    tx.audit("home.replaced", "home", version=changed)
