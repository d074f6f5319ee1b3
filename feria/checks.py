"""`feria check`: asks every service whether its own rows and its references to others add up."""

from feria.app import modules
from feria.core import events
from feria.core.platform import Platform


async def run(platform: Platform) -> list[str]:
    """Sentences about everything that is wrong; empty when all is well. Reads one consistent snapshot."""
    async with platform.db.transaction() as tx:
        await tx.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        await tx.execute("SET LOCAL enable_seqscan = on")  # it reads whole tables
        faults = await events.check(tx)
        for module in modules("contract"):
            if hasattr(module, "check"):
                faults += await module.check(tx)
    return faults
