"""A line between application and database that can be made long: what goes either way takes its time on it."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from urllib.parse import parse_qs, urlsplit

CHUNK_BYTES = 65_536
PORT = 5432
# There and back: as if the database stood on another continent.
ROUND_TRIP_SECONDS = 0.1


class Line:
    """Forwards connections to the test server; `seconds` is what each chunk waits, one way."""

    def __init__(self, server: str) -> None:
        self.parts = urlsplit(server)
        self.seconds = 0.0
        self.port = 0

    def address(self, url: str) -> str:
        """The same database by this line."""
        parts = urlsplit(url)
        who = parts.netloc.rpartition("@")[0]
        return parts._replace(netloc=f"{who}@127.0.0.1:{self.port}", query="sslmode=disable").geturl()

    @contextmanager
    def in_round(self, number: int) -> Iterator[bool]:
        """Every second round is played with the database far away; whether this one is."""
        far = number % 2 == 1
        self.seconds = ROUND_TRIP_SECONDS / 2 if far else 0.0
        yield far
        self.seconds = 0.0

    async def connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection until either side ends it."""
        folder = parse_qs(self.parts.query).get("host", [""])[0]
        port = self.parts.port or PORT
        if folder:
            back, forth = await asyncio.open_unix_connection(f"{folder}/.s.PGSQL.{port}")
        else:
            back, forth = await asyncio.open_connection(self.parts.hostname, port)
        await asyncio.gather(self._carry(reader, forth), self._carry(back, writer))

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while chunk := await reader.read(CHUNK_BYTES):
                if self.seconds:
                    await asyncio.sleep(self.seconds)
                writer.write(chunk)
                await writer.drain()
        except ConnectionError:
            pass
        finally:
            writer.close()


@asynccontextmanager
async def laid(server: str) -> AsyncIterator[Line]:
    """A line to the server, as long as one needs it."""
    line = Line(server)
    listening = await asyncio.start_server(line.connect, "127.0.0.1", 0)
    line.port = listening.sockets[0].getsockname()[1]
    yield line
    listening.close()
