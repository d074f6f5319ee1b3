"""Brings the catalogue index up to date at once, as the indexer process does within a moment."""

import asyncio

from feria.core.platform import Platform
from feria.services.product.flows import catalogue
from feria.services.product.gateways.catalogue.indexer import Indexer
from feria.services.product.gateways.catalogue.write import Writer

STEPS_MAX = 1_000
WAITS_MAX = 1_000
WAIT_SECONDS = 0.01


async def refresh_index(platform: Platform) -> None:
    """Take over every committed change into the index, and let this process's reader see it."""
    source = catalogue.DatabaseSource(platform)
    root = catalogue.root_of(platform.settings)
    indexer = Indexer(source, root, catalogue.TRANSIENT)
    with Writer(root, sorted(await source.markets()), await source.identity()) as writer:
        await _wait_for_other_databases(platform)
        if writer.cursor is None:
            await indexer.rebuild(writer)
        await indexer.take_synonyms(writer)
        for _ in range(STEPS_MAX):
            if not await indexer.step(writer):
                break
    reader = catalogue.reader_of(platform.settings)
    reader.refresh()
    # The spelling keeps its words for ten seconds; tests do not wait for them.
    if (view := reader.catalogue._view) is not None:
        view.dictionary._words.clear()
        view.dictionary._known.clear()


async def _wait_for_other_databases(platform: Platform) -> None:
    """Until all that has begun so far is over: transactions of the server's other databases hold the feed back too."""
    async with platform.db.reading() as tx:
        begun = await tx.fetchval("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        for _ in range(WAITS_MAX):
            if await tx.fetchval("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint") >= begun:
                return
            await asyncio.sleep(WAIT_SECONDS)
    raise AssertionError("a transaction of the test server never ends")
