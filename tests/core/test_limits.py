"""Limits counted in this process: per key, by windows that begin with the first hit."""

from datetime import timedelta

import pytest

from feria.core import clock
from feria.core.errors import RateLimited
from feria.core.limits import WINDOW_SECONDS, Limits


async def test_a_window_begins_with_its_first_hit_and_counts_its_key_only() -> None:
    limits = Limits()
    for _ in range(3):
        await limits.hit("a", 3)
    with pytest.raises(RateLimited) as refused:
        await limits.hit("a", 3)
    assert 1 <= int(refused.value.headers["Retry-After"]) <= WINDOW_SECONDS + 1
    await limits.hit("b", 3)
    offset = clock.offset()
    try:
        clock.move_to_offset(offset + timedelta(seconds=WINDOW_SECONDS))
        await limits.hit("a", 3)
        assert len(limits._windows) == 1, "ended windows are swept out"
    finally:
        clock.move_to_offset(offset)
