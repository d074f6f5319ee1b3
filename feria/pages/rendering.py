"""Draws the storefront's pages ahead in V8, so that they are there before any script has come; see ADR 22.

One isolate for each process, made when the first page is asked for. Whatever goes wrong, or takes too long, leaves the
page to the browser, which then draws it from nothing as it draws those that nobody draws ahead.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack, asynccontextmanager
from hashlib import blake2b
from importlib.resources import files
from typing import cast

import msgspec
import structlog
from litestar import Litestar
from prometheus_client import Counter, Histogram

from feria.core.cache import Cache
from feria.core.platform import Platform
from feria.pages.assets import FOLDER

try:
    from py_mini_racer import JSEvalException, JSFunction, JSPromiseError, mini_racer

    HAS_V8 = True
except ImportError:
    HAS_V8 = False

SCRIPT = (".server", "storefront.js")
FUNCTION = "renderPage"
START_SECONDS_MAX = 10.0
DRAW_SECONDS_MAX = 0.5
SHARED_SECONDS_MAX = 0.1
DRAWS_MAX = 5_000
HEAP_BYTES_MAX = 256_000_000
KEPT_SECONDS = 600.0
KEPT_BYTES_MAX = 16_000_000
REASON_LENGTH_MAX = 300

PAGES = Counter("feria_pages_drawn_total", "Pages by where their HTML came from", ["result"])
SECONDS = Histogram("feria_page_draw_seconds", "Time to draw a page")
_KEPT, _SHARED, _DRAWN, _LEFT = (PAGES.labels(result) for result in ("kept", "shared", "drawn", "left"))

_log = structlog.get_logger()


class Drawn(msgspec.Struct, frozen=True):
    """HTML for the head (pictures to be fetched at once) and for the root; both empty: the browser draws."""

    head: str = ""
    body: str = ""


NOTHING = Drawn()


class Renderer:
    """Draws one page after the other, and keeps what it drew by everything that it drew it from.

    With a `shared` cache, what one process has drawn need not be drawn by the others.
    """

    def __init__(self, draw_seconds_max: float = DRAW_SECONDS_MAX, shared: Cache | None = None) -> None:
        self._draw_seconds_max, self._shared = draw_seconds_max, shared
        self._build = ""
        self._lock = asyncio.Lock()
        self._isolate = ExitStack()
        self._function: Callable[..., Awaitable[object]] | None = None
        self._draws = 0
        self._kept: OrderedDict[bytes, tuple[float, Drawn]] = OrderedDict()
        self._kept_bytes = 0

    async def draw(self, address: str, data: str, locale: str) -> Drawn:
        """The page at an address (path and query) with its data, as `render.tsx` in the storefront takes them."""
        key = blake2b(
            "\0".join((self._script_name(), address, locale, data)).encode(), digest_size=16
        ).digest()
        if (kept := self._kept.get(key)) and kept[0] > time.monotonic():
            self._kept.move_to_end(key)
            _KEPT.inc()
            return kept[1]
        if (shared := await self._drawn_elsewhere(key)) is not None:
            self._keep(key, shared)
            _SHARED.inc()
            return shared
        try:
            async with asyncio.timeout(DRAW_SECONDS_MAX):
                await self._lock.acquire()
        except TimeoutError:
            _LEFT.inc()
            return NOTHING
        try:
            drawn = await self._draw(address, data, locale)
        finally:
            self._lock.release()
        if drawn is not NOTHING:
            self._keep(key, drawn)
            if self._shared:
                await self._shared.set(_shared_key(key), msgspec.json.encode(drawn), int(KEPT_SECONDS))
        return drawn

    async def _drawn_elsewhere(self, key: bytes) -> Drawn | None:
        """What another process has drawn; a cache that is slow, or holds something else, has nothing."""
        if self._shared is None:
            return None
        try:
            async with asyncio.timeout(SHARED_SECONDS_MAX):
                found = await self._shared.get(_shared_key(key))
            return None if found is None else msgspec.json.decode(found, type=Drawn)
        except (TimeoutError, msgspec.DecodeError):
            return None

    def _script_name(self) -> str:
        """A name of what draws: two builds share nothing."""
        if not self._build:
            self._build = blake2b(_script(), digest_size=16).hexdigest()
        return self._build

    async def _draw(self, address: str, data: str, locale: str) -> Drawn:
        is_done = False
        try:
            async with asyncio.timeout(START_SECONDS_MAX):
                # A function of V8 is a mapping as well, and false when it is empty.
                function = self._function if self._function is not None else await self._start()
            with SECONDS.time():
                async with asyncio.timeout(self._draw_seconds_max):
                    promise = cast("Awaitable[str]", await function(address, data, locale))
                    drawn = msgspec.json.decode(await promise, type=Drawn)
            is_done = True
        except (TimeoutError, JSEvalException, JSPromiseError) as fault:
            _log.warning("page left to the browser", path=address, reason=str(fault)[:REASON_LENGTH_MAX])
            _LEFT.inc()
            return NOTHING
        finally:
            # What was broken off may have left anything behind, and what lives long gathers waste.
            self._draws += 1
            if not is_done or self._draws >= DRAWS_MAX:
                self.close()
        _DRAWN.inc()
        return drawn

    async def _start(self) -> Callable[..., Awaitable[object]]:
        racer = self._isolate.enter_context(mini_racer())
        racer.set_hard_memory_limit(HEAP_BYTES_MAX)
        await racer.eval_cancelable(_script().decode())
        self._function = cast("JSFunction", racer.eval(FUNCTION)).cancelable()
        return self._function

    def _keep(self, key: bytes, drawn: Drawn) -> None:
        if key in self._kept:
            self._kept_bytes -= len(self._kept.pop(key)[1].body)
        self._kept[key] = (time.monotonic() + KEPT_SECONDS, drawn)
        self._kept_bytes += len(drawn.body)
        while self._kept_bytes > KEPT_BYTES_MAX:
            self._kept_bytes -= len(self._kept.popitem(last=False)[1][1].body)

    def close(self) -> None:
        """Give the isolate back; the next page gets a new one. The interpreter hangs at its end if nobody does."""
        self._function, self._draws = None, 0
        self._isolate.close()


def _script() -> bytes:
    return files("feria.pages").joinpath(FOLDER, *SCRIPT).read_bytes()


def _shared_key(key: bytes) -> str:
    return f"page:{key.hex()}"


def available() -> bool:
    """Whether there is V8 for this system, and the storefront has been built for it."""
    return HAS_V8 and files("feria.pages").joinpath(FOLDER, *SCRIPT).is_file()


@asynccontextmanager
async def lifespan(app: Litestar) -> AsyncIterator[None]:
    """The renderer of this process, where there can be one."""
    platform: Platform = app.state.platform
    shared = platform.cache if platform.settings.redis_url else None
    renderer = Renderer(shared=shared) if available() else None
    app.state.renderer = renderer
    try:
        yield
    finally:
        if renderer is not None:
            renderer.close()
