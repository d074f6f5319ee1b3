"""Tells whether anything in a database has changed."""

from feria.core.platform import Platform

SCHEMAS = ("core", "user", "product", "cart", "order", "payment", "notification", "analytics")


async def fingerprint(platform: Platform) -> dict[str, str]:
    """For each table of core and the services, the number of its rows and a hash over all of them."""
    async with platform.db.reading() as tx:
        tables = await tx.fetch(
            """SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
               WHERE schemaname = ANY($1) ORDER BY 1""",
            list(SCHEMAS),
        )
        # Names of tables come from the database itself.
        parts = [
            f"SELECT '{row['name']}' AS name, count(*) || md5(coalesce(string_agg(t::text, '' ORDER BY t::text), ''))"
            f" AS hash FROM {row['name']} t"
            for row in tables
        ]
        return {row["name"]: row["hash"] for row in await tx.fetch(" UNION ALL ".join(parts))}
