"""Changing the operator's synonyms; the indexers take them over within seconds."""

from collections.abc import Sequence

import msgspec

from feria.core.db import Tx
from feria.core.errors import FieldError, Invalid, PreconditionFailed
from feria.services.product.queries.synonyms import SynonymSet
from feria.services.product.rules import searching
from feria.services.product.schemas.search import SynonymsSetIn

PHRASE_WORDS_MAX = 4


async def replace_synonyms(tx: Tx, wanted: Sequence[SynonymsSetIn], version: int | None) -> None:
    """Make these the synonyms; raises Invalid for sets that say nothing, PreconditionFailed when others were faster."""
    faults = [fault for place, one in enumerate(wanted) for fault in _faults(f"items[{place}]", one)]
    if faults:
        raise Invalid(errors=faults)
    sets = [SynonymSet(_clean(one.words), _clean(one.means)) for one in wanted]
    changed = await tx.fetchval(
        """UPDATE product.synonyms SET version = version + 1, sets = $1
           WHERE $2::bigint IS NULL OR version = $2 RETURNING version""",
        msgspec.to_builtins(sets),
        version,
    )
    if changed is None:
        raise PreconditionFailed
    tx.audit("synonyms.replaced", "synonyms", version=changed)


def _clean(phrases: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(" ".join(phrase.split()).lower() for phrase in phrases))


def _faults(at: str, one: SynonymsSetIn) -> list[FieldError]:
    faults = []
    for field, phrases in (("words", one.words), ("means", one.means)):
        for place, phrase in enumerate(phrases):
            count = len(searching.words_of(phrase))
            if not 0 < count <= PHRASE_WORDS_MAX:
                faults.append(FieldError(f"{at}.{field}[{place}]", f"is one to {PHRASE_WORDS_MAX} words"))
    if one.kind == "equivalent" and len(_clean(one.words)) < 2:
        faults.append(FieldError(f"{at}.words", "are at least two that mean the same"))
    if one.kind == "equivalent" and one.means:
        faults.append(FieldError(f"{at}.means", "is for one-way synonyms"))
    if one.kind == "one_way" and not one.means:
        faults.append(FieldError(f"{at}.means", "is required for one-way synonyms"))
    return faults
