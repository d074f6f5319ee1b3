"""The operator's synonyms."""

import msgspec

from feria.core.db import Tx


class SynonymSet(msgspec.Struct, frozen=True):
    """Phrases that mean the same; with `means`, `words` also find what these name, but not the other way."""

    words: list[str]
    means: list[str]


class SynonymList(msgspec.Struct, frozen=True):
    """The whole list."""

    version: int
    sets: list[SynonymSet]


async def synonym_list(tx: Tx) -> SynonymList:
    """The list as it is now."""
    rows = await tx.fetch("SELECT version, sets FROM product.synonyms")
    return msgspec.convert(dict(rows[0]), SynonymList)


async def synonyms_since(tx: Tx, known: int | None) -> SynonymList | None:
    """The list, unless this is its version."""
    row = await tx.fetchrow(
        "SELECT version, sets FROM product.synonyms WHERE version IS DISTINCT FROM $1", known
    )
    return None if row is None else msgspec.convert(dict(row), SynonymList)
