"""Fetching what an address in somebody's file points to, and nothing else that this machine can reach.

A name is resolved once, every address it has must be public, and the connection goes to the one that was looked at: a
name that answers differently the second time is never asked twice. Redirects are followed by hand, each looked at anew.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from feria.core import addresses
from feria.core.errors import Problem

REDIRECTS_MAX = 4
URL_LENGTH_MAX = 2_000
CONNECT_SECONDS_MAX = 5.0
READ_SECONDS_MAX = 10.0
WHOLE_SECONDS_MAX = 30.0
PORTS = {"http": 80, "https": 443}
_MOVED = frozenset((301, 302, 303, 307, 308))

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]


class FetchRefused(Problem):
    """The address leads to nothing that may be fetched; asking again would not change that."""

    status, slug, title = 422, "fetch-refused", "This address cannot be fetched."


class FetchFailed(Problem):
    """The other side does not answer, or not as it should; it may later."""

    status, slug, title = 503, "fetch-failed", "This address does not answer."


async def resolved(host: str, port: int) -> Sequence[str]:
    """The addresses of a name, as the machine's resolver knows them; raises OSError."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


@dataclass(frozen=True)
class Reach:
    """How names become addresses, and which of those may be reached at which ports; tests have their own."""

    resolve: Resolve = resolved
    is_open: Callable[[str], bool] = addresses.is_public
    ports: frozenset[int] = frozenset(PORTS.values())


PUBLIC = Reach()


async def fetch(
    transport: httpx.AsyncBaseTransport,
    url: str,
    *,
    bytes_max: int,
    reach: Reach = PUBLIC,
    seconds_max: float = WHOLE_SECONDS_MAX,
) -> bytes:
    """What lies at the address, following up to four redirects.

    Raises FetchRefused for an address that is not a public one of the web, or content longer than `bytes_max`; raises
    FetchFailed when it has not answered whole within `seconds_max`, or not with 200.
    """
    try:
        async with asyncio.timeout(seconds_max):
            for _ in range(REDIRECTS_MAX + 1):
                request = await _request(url, reach)
                response = await transport.handle_async_request(request)
                try:
                    if response.status_code not in _MOVED:
                        return await _content(response, bytes_max)
                    url = str(httpx.URL(url).join(response.headers.get("location", "")))
                finally:
                    await response.aclose()
    except TimeoutError:
        raise FetchFailed("It takes too long.") from None
    except (httpx.HTTPError, httpx.StreamError) as error:
        raise FetchFailed("It does not answer.") from error
    except httpx.InvalidURL:
        raise FetchRefused("It leads to an address that is none.") from None
    raise FetchRefused("It leads from one address to the next too often.")


async def _request(url: str, reach: Reach) -> httpx.Request:
    """A request that connects to the address that was looked at, and speaks to the name."""
    if len(url) > URL_LENGTH_MAX:
        raise FetchRefused("The address is too long.")
    try:
        parts = urlsplit(url)
        place, port = httpx.URL(url), parts.port
    except (ValueError, httpx.InvalidURL):
        raise FetchRefused("It is no address of the web.") from None
    if place.scheme not in PORTS or not place.host:
        raise FetchRefused("Only http and https addresses are fetched.")
    if parts.username is not None or parts.password is not None:
        raise FetchRefused("Addresses with a name or password are not fetched.")
    port = port or PORTS[place.scheme]
    if port not in reach.ports:
        raise FetchRefused("Only the usual ports of the web are asked.")
    address = await _looked_at(place.host, port, reach)
    return httpx.Request(
        "GET",
        place.copy_with(host=address, fragment=None),
        # A connection to an address speaks to one name only, so it is not kept.
        headers={"Host": place.netloc.decode("ascii"), "Accept": "image/*", "Accept-Encoding": "identity",
                 "Connection": "close"},
        extensions={
            "sni_hostname": place.raw_host.decode("ascii"),
            "timeout": {"connect": CONNECT_SECONDS_MAX, "read": READ_SECONDS_MAX, "write": READ_SECONDS_MAX,
                        "pool": CONNECT_SECONDS_MAX},
        },
    )  # fmt: skip


async def _looked_at(host: str, port: int, reach: Reach) -> str:
    try:
        found = await reach.resolve(host, port)
    except (OSError, UnicodeError):
        raise FetchFailed("Its name is not known.") from None
    # All of them, not the first that will do: a name with one foot in here is up to something.
    if not found or not all(reach.is_open(address) for address in found):
        raise FetchRefused("It does not lead to the public internet.")
    return found[0]


async def _content(response: httpx.Response, bytes_max: int) -> bytes:
    if response.status_code != 200:
        raise FetchFailed(f"It answers {response.status_code}.")
    if response.headers.get("content-encoding", "identity") != "identity":
        raise FetchRefused("Its content is packed, which was not asked for.")
    told = response.headers.get("content-length", "")
    if told.isascii() and told.isdigit() and len(told) < 20 and int(told) > bytes_max:
        raise FetchRefused(f"It holds more than {bytes_max // 1_000_000} MB.")
    content = bytearray()
    async for piece in response.aiter_raw():
        content += piece
        if len(content) > bytes_max:
            raise FetchRefused(f"It holds more than {bytes_max // 1_000_000} MB.")
    return bytes(content)
