"""Brings the catalogue index up to date at once, as the indexer process does within a moment."""

from feria.core.platform import Platform
from feria.services.product.flows import catalogue
from feria.services.product.gateways.catalogue.indexer import Indexer
from feria.services.product.gateways.catalogue.write import Writer

STEPS_MAX = 1_000


async def refresh_index(platform: Platform) -> None:
    """Take over every committed change into the index, and let this process's reader see it."""
    source = catalogue.DatabaseSource(platform)
    root = catalogue.root_of(platform.settings)
    indexer = Indexer(source, root, catalogue.TRANSIENT)
    with Writer(root, sorted(await source.markets()), await source.identity()) as writer:
        if writer.cursor is None:
            await indexer.rebuild(writer)
        for _ in range(STEPS_MAX):
            if not await indexer.step(writer):
                break
    catalogue.reader_of(platform.settings).refresh()
