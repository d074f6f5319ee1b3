"""How many orders a second PostgreSQL alone takes: the statements of `POST /orders`, recorded and given to pgbench.

Each client has a cart of its own; what an order makes new (its ids, number and key) is made anew for each run of the
script from a counter, everything else stays as it was recorded.
"""

import asyncio
import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import msgspec

from bench.place import Place
from bench.shopping import Shopper
from feria.core.db import Database, Tx
from feria.core.embedded.binaries import find_binaries
from feria.services.order.actions import placing
from feria.services.order.actions.placing import Placement
from feria.services.order.schemas import OrderIn

SECONDS = 8
# Runs of a script that the numbers of orders, seven digits long, have room for.
NUMBERS_EACH = 1_000_000
SECRET = "bench"


class _Recorded(Exception):
    """Undoes the order whose statements were recorded."""


async def _recorded(database: Database, shopper: Shopper) -> str:
    """A pgbench script of the statements that order this shopper's cart."""
    data = msgspec.convert(shopper.order_body(), OrderIn)
    wish = Placement(
        data=data, body=b"", key=uuid4().hex, cart_token=shopper.headers["x-cart-token"], secret=SECRET
    )
    seen: list[tuple[str, tuple[Any, ...]]] = []
    made: dict[Any, str] = {}

    async def order(tx: Tx) -> None:
        with tx.conn.query_logger(lambda one: seen.append((one.query, one.args))):
            placed = await placing.place_order(tx, wish)
            await asyncio.sleep(0)  # the logger is called by the loop
        assert placed.fresh is not None
        new = [placed.order_id, placed.fresh.order.payment_id, *(one.id for one in placed.fresh.parts)]
        for place, value in enumerate([*new, *(one.id for one in placed.fresh.lines)]):
            made[value] = f"('{str(value)[:24]}'||lpad(to_hex(:r::bigint * 100 + {place}), 12, '0'))::uuid"
        number = placed.fresh.order.number
        made[number] = "lpad((:r::bigint)::text, 7, '0')"
        made.update({one.number: f"({made[number]} || '-{one.number[-1]}')" for one in placed.fresh.parts})
        made[wish.key] = "('key-' || :r::bigint)"
        raise _Recorded

    await database.run(lambda tx: tx.fetch("SELECT 1"))  # what the process keeps for seconds is read before
    for _ in range(2):  # the second time with all that is kept
        seen.clear()
        try:
            await database.run(order)
        except _Recorded:
            pass
    lines = [_spelled(query, args, made) for query, args in seen]
    return "\\set r :r + 1\nBEGIN;\n" + "\n".join(lines) + "\nCOMMIT;\n"


def _spelled(query: str, args: tuple[Any, ...], made: Mapping[Any, str]) -> str:
    text = re.sub(r"\$(\d+)", lambda found: _literal(args[int(found[1]) - 1], made), query)
    return " ".join(text.split()) + ";"


def _literal(value: Any, made: Mapping[Any, str]) -> str:
    if isinstance(value, asyncpg.pgproto.pgproto.UUID):
        value = UUID(int=value.int)
    if isinstance(value, (str, UUID)) and value in made:
        return made[value]
    if isinstance(value, list):
        return f"ARRAY[{', '.join(_literal(one, made) for one in value)}]"
    if value is None:
        return "NULL"
    if isinstance(value, bool | int):
        return str(value).lower()
    if isinstance(value, bytes):
        return f"'\\x{value.hex()}'::bytea"
    kind = "uuid" if isinstance(value, UUID) else "timestamptz" if isinstance(value, datetime) else ""
    text = json.dumps(value) if isinstance(value, dict) else str(value)
    # A colon would begin a variable of pgbench.
    spelled = "'" + text.replace("'", "''").replace(":", "' || chr(58) || '") + "'"
    return f"({spelled})::{kind}" if kind else f"({spelled})" if ":" in text else spelled


async def orders_per_second(place: Place, shoppers: list[Shopper]) -> float | None:
    """Transactions a second of as many pgbench clients as there are shoppers; None without pgbench."""
    program = find_binaries(None).bin / "pgbench"
    if not program.exists():
        return None
    database = await Database.connect(place.app_url)
    folder = Path(tempfile.mkdtemp(prefix="feria-pgbench-"))
    try:
        running = []
        for number, shopper in enumerate(shoppers):
            script = folder / f"{number}.sql"
            script.write_text(await _recorded(database, shopper))
            command = [str(program), "-n", "-M", "prepared", "-c", "1", "-T", str(SECONDS)]
            command += ["-D", f"r={number * NUMBERS_EACH}", "-f", str(script)]
            running.append(
                await asyncio.create_subprocess_exec(
                    *command, place.app_url, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
                )
            )
        total = 0.0
        for one in running:
            output = (await one.communicate())[0].decode()
            found = re.search(r"tps = ([\d.]+)", output)
            assert found and one.returncode == 0, output
            total += float(found[1])
        return total
    finally:
        await database.close()
        shutil.rmtree(folder)
