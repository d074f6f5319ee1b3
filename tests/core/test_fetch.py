"""The fetcher of other people's addresses: what it must not reach, however that is written, nor wait for."""

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence

import httpx
import pytest

from feria.core import addresses, fetch
from feria.core.fetch import FetchFailed, FetchRefused, Reach

BYTES_MAX = 1_000_000

PRIVATE = """
0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.255 127.0.0.1 127.255.255.254 169.254.169.254 172.16.0.1
172.31.255.255 192.0.0.1 192.0.0.170 192.0.2.1 192.88.99.1 192.168.0.1 192.168.255.255 198.18.0.1 198.19.255.255
198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
:: ::1 ::127.0.0.1 ::8.8.8.8 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::ffff:7f00:1 ::ffff:0:127.0.0.1
64:ff9b::127.0.0.1 64:ff9b::10.0.0.1 64:ff9b::a9fe:a9fe 64:ff9b:1::1 100::1 2001::1 2001:10::1 2001:20::1 2001:db8::1
2002:7f00:1:: 2002:a00:1:: 3fff::1 5f00::1 fc00::1 fd00:ec2::254 fe80::1 fe80::1%eth0 fe80::1%25eth0 fec0::1 ff02::1
ff05::1 4000::1 2606:4700::1%eth0 localhost 1.2.3 1.2.3.4.5 0x7f000001 2130706433 0177.0.0.1 example.org
""".split()
PUBLIC = """
1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0 169.253.255.255 169.255.0.0
172.15.255.255 172.32.0.0 192.0.1.0 192.167.255.255 192.169.0.0 198.17.255.255 198.20.0.0 223.255.255.255
2606:4700::1111 2a00:1450:4001::1 2001:4860:4860::8888 2003::1 ::ffff:8.8.8.8 64:ff9b::8.8.8.8
""".split()


@pytest.mark.parametrize("address", PRIVATE)
def test_nothing_nearer_than_the_internet_is_public(address: str) -> None:
    assert not addresses.is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_neighbours_of_closed_ranges_are_public(address: str) -> None:
    assert addresses.is_public(address)


class NoNetwork(httpx.AsyncBaseTransport):
    """Fails the test when anything is sent."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        raise AssertionError(f"{request.url} was asked")


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "017700000001",
        "0", "0.0.0.0", "localhost", "LOCALHOST", "10.0.0.1", "10.1", "167772161", "169.254.169.254", "0xa9fea9fe",
        "2852039166", "0251.0376.0251.0376", "192.168.1.1", "172.16.0.1", "[::1]", "[::]", "[0:0:0:0:0:0:0:1]",
        "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "[fe80::1]", "[fd00:ec2::254]", "[fc00::1]",
        "[2002:7f00:1::]", "[2001:db8::1]", "[::127.0.0.1]", "127.0.0.1.", "\uff11\uff12\uff17.0.0.1", "①②⑦.⓪.⓪.①",
    ],
)  # fmt: skip
@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_nothing_private_is_reached_however_it_is_written(host: str, scheme: str) -> None:
    with pytest.raises((FetchRefused, FetchFailed)):
        await fetch.fetch(NoNetwork(), f"{scheme}://{host}/latest/meta-data/", bytes_max=BYTES_MAX)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://8.8.8.8/x", "gopher://8.8.8.8:70/_x", "data:image/png;base64,AAAA", "dict://8.8.8.8/",
        "//8.8.8.8/x", "/etc/passwd", "", "http://", "http:///x", "https://@/", "http://me@8.8.8.8/",
        "http://me:secret@8.8.8.8/", "http://8.8.8.8:22/", "http://8.8.8.8:6379/", "https://8.8.8.8:8443/",
        "http://8.8.8.8:99999/", "http://8.8.8.8:x/", "http://[::1", "http://a b/", "http://8.8.8.8/" + "x" * 2_000,
        "HTTP\r\n://8.8.8.8", "unix:///run/x.sock",
    ],
)  # fmt: skip
async def test_only_plain_addresses_of_the_web_are_asked(url: str) -> None:
    with pytest.raises((FetchRefused, FetchFailed)):
        await fetch.fetch(NoNetwork(), url, bytes_max=BYTES_MAX)


@pytest.mark.parametrize(
    "answers",
    [["127.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["10.0.0.1", "8.8.8.8"], ["8.8.8.8", "::1"], ["fe80::1%2"], []],
)
async def test_a_name_that_leads_in_here_is_refused(answers: list[str]) -> None:
    async def resolve(host: str, port: int) -> Sequence[str]:
        return answers

    with pytest.raises(FetchRefused):
        await fetch.fetch(
            NoNetwork(), "http://inside.example.org/", bytes_max=BYTES_MAX, reach=Reach(resolve=resolve)
        )


async def test_a_name_is_asked_once_and_the_address_that_was_looked_at_is_the_one_connected_to() -> None:
    asked: list[str] = []
    sent: list[httpx.Request] = []

    async def rebinding(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return ["8.8.8.8"] if len(asked) == 1 else ["127.0.0.1"]

    class Recording(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            sent.append(request)
            return httpx.Response(200, stream=httpx.ByteStream(b"picture"))

    found = await fetch.fetch(
        Recording(),
        "https://shop.example.org/a.jpg?b=1#c",
        bytes_max=BYTES_MAX,
        reach=Reach(resolve=rebinding),
    )
    assert (found, asked) == (b"picture", ["shop.example.org"])
    (request,) = sent
    assert str(request.url) == "https://8.8.8.8/a.jpg?b=1"
    assert (request.headers["host"], request.extensions["sni_hostname"]) == ("shop.example.org",) * 2
    assert {"cookie", "authorization", "referer"}.isdisjoint(request.headers)


# A server of the test's own: here is what it answers by path.

ANSWERS = {
    "/picture": b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\npicture",
    "/moved": b"HTTP/1.1 302 Found\r\nLocation: /picture\r\nContent-Length: 0\r\n\r\n",
    "/round": b"HTTP/1.1 301 Moved\r\nLocation: /round\r\nContent-Length: 0\r\n\r\n",
    "/nowhere": b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n",
    "/file": b"HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n",
    "/metadata": b"HTTP/1.1 307 Moved\r\nLocation: http://169.254.169.254/latest\r\nContent-Length: 0\r\n\r\n",
    "/inside": b"HTTP/1.1 308 Moved\r\nLocation: http://inside.example.org/\r\nContent-Length: 0\r\n\r\n",
    "/missing": b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
    "/told-long": b"HTTP/1.1 200 OK\r\nContent-Length: 1000001\r\n\r\nx",
    "/packed": b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx",
    "/broken-off": b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nx",
    "/nonsense": b"SSH-2.0-OpenSSH\r\n",
    "/endless": b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 1_100_000,
}


@pytest.fixture
async def port() -> AsyncIterator[int]:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        path = (await reader.readuntil(b"\r\n\r\n")).split()[1].decode()
        if path == "/silent":
            await reader.read()
        else:
            writer.write(ANSWERS[path])
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, family=socket.AF_INET)
    async with server:
        yield server.sockets[0].getsockname()[1]


def reach(port: int) -> Reach:
    """Names lead to the test's own server, except one that leads in here and is not allowed to."""

    async def resolve(host: str, _: int) -> Sequence[str]:
        return ["10.0.0.1" if host == "inside.example.org" else "127.0.0.1"]

    return Reach(resolve=resolve, is_open=lambda address: address == "127.0.0.1", ports=frozenset((port, 80)))


async def asked(port: int, path: str, seconds_max: float = fetch.WHOLE_SECONDS_MAX) -> bytes:
    transport = httpx.AsyncHTTPTransport()
    try:
        url = f"http://shop.example.org:{port}{path}"
        return await fetch.fetch(
            transport, url, bytes_max=BYTES_MAX, reach=reach(port), seconds_max=seconds_max
        )
    finally:
        await transport.aclose()


@pytest.mark.parametrize("path", ["/picture", "/moved"])
async def test_what_lies_at_a_public_address_is_fetched(port: int, path: str) -> None:
    assert await asked(port, path) == b"picture"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/round", "It leads from one address to the next too often."),
        ("/nowhere", "It leads from one address to the next too often."),
        ("/file", "Only http and https addresses are fetched."),
        ("/inside", "It does not lead to the public internet."),
        ("/told-long", "It holds more than 1 MB."),
        ("/endless", "It holds more than 1 MB."),
        ("/packed", "Its content is packed, which was not asked for."),
    ],
)
async def test_redirects_are_looked_at_and_content_is_bounded(port: int, path: str, words: str) -> None:
    with pytest.raises(FetchRefused) as refused:
        await asked(port, path)
    assert refused.value.detail == words


async def test_a_redirect_to_the_metadata_of_a_cloud_is_refused(port: int) -> None:
    async def resolve(host: str, _: int) -> Sequence[str]:
        return [host if host == "169.254.169.254" else "127.0.0.1"]

    transport = httpx.AsyncHTTPTransport()
    narrow = Reach(resolve=resolve, is_open=lambda one: one == "127.0.0.1", ports=frozenset((port, 80)))
    with pytest.raises(FetchRefused):
        url = f"http://shop.example.org:{port}/metadata"
        await fetch.fetch(transport, url, bytes_max=BYTES_MAX, reach=narrow)
    await transport.aclose()


@pytest.mark.parametrize("path", ["/missing", "/broken-off", "/nonsense"])
async def test_what_does_not_answer_well_may_be_asked_again(port: int, path: str) -> None:
    with pytest.raises(FetchFailed):
        await asked(port, path)


async def test_nobody_is_waited_for_for_long(port: int) -> None:
    with pytest.raises(FetchFailed) as failed:
        await asked(port, "/silent", seconds_max=0.2)
    assert failed.value.detail == "It takes too long."
