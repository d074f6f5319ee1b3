"""The front page's sections as the operator keeps them."""

import msgspec

from feria.core.db import Tx
from feria.services.product.rules.home import default_sections
from feria.services.product.schemas.home import HomeSettingsOut, SectionIn
from feria.services.user import contract as user


class _Row(msgspec.Struct, frozen=True):
    version: int
    sections: list[SectionIn] | None


async def home_settings(tx: Tx) -> HomeSettingsOut:
    """The sections as they are now, from the database itself."""
    row = await tx.fetchrow("SELECT version, sections FROM product.home")
    assert row is not None, "the migration writes the row"
    found = msgspec.convert(dict(row), _Row)
    currency = (await user.market(tx, None)).currency
    sections = default_sections(currency) if found.sections is None else found.sections
    return HomeSettingsOut(sections=sections, changed=found.sections is not None, version=found.version)
