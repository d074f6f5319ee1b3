"""The permission table's rows about tax rates; the columns are those of `permission_table`."""

from datetime import date

from feria.app import Application
from feria.core import ids
from feria.core.platform import Platform
from feria.services.cart.queries.tax_rates import rate_id
from feria.services.cart.rules.tax import TaxRate
from tests.api.marketplace import Marketplace
from tests.api.permission_rows import ANY, OPERATOR, Call, Row, row

# A rate that is superseded, so that what others pay does not change with it.
_OLD = TaxRate(country="EE", region="", tax_category="standard", valid_from=date(2025, 1, 1), rate_bps=2200)
RATE = ids.encode("rate", rate_id(_OLD))
CSV = b"country,region,tax_category,valid_from,rate_percent,source\nAD,,standard,2026-01-01,4.5,Andorra\n"


async def with_rates(app: Application, platform: Platform, m: Marketplace) -> Marketplace:
    """The old rate is there, and Liechtenstein has none."""
    async with platform.db.transaction() as tx:
        await tx.execute(
            """INSERT INTO cart.tax_rates (country, tax_category, valid_from, rate_bps, source)
               VALUES ($1, $2, $3, $4, '') ON CONFLICT DO NOTHING""",
            _OLD.country,
            _OLD.tax_category,
            _OLD.valid_from,
            _OLD.rate_bps,
        )
        await tx.execute("DELETE FROM cart.tax_rates WHERE country = 'LI'")
    return m


TAX: dict[str, Row | list[Row]] = {
    "list_tax_rates": row(lambda m: Call(), OPERATOR, finance=200, support=403),
    "export_tax_rates": row(lambda m: Call(), OPERATOR, finance=200, support=403),
    "add_tax_rate": row(
        lambda m: Call(
            json={
                "country": "LI", "tax_category": "standard", "valid_from": "2026-01-01", "rate_bps": 810,
            }
        ),
        "401 403 403 403 403 201",
        finance=201,
        support=403,
        fresh=with_rates,
    ),
    "put_tax_rate": row(
        lambda m: Call({"rate_id": RATE}, json={"rate_bps": 2200, "source": "a test"}, headers=ANY),
        OPERATOR,
        finance=200, support=403,
        fresh=with_rates,
    ),
    "delete_tax_rate": row(
        lambda m: Call({"rate_id": RATE}, headers=ANY),
        "401 403 403 403 403 204",
        finance=204,
        support=403,
        fresh=with_rates,
    ),
    "import_tax_rates": row(
        lambda m: Call(files={"file": ("rates.csv", CSV)}, headers=ANY), OPERATOR, finance=200, support=403
    ),
}  # fmt: skip
