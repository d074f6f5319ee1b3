"""Object storage by obstore: a local folder, S3 or memory, chosen by one address."""

import asyncio
import os
from contextlib import suppress
from datetime import UTC, datetime
from functools import cached_property
from heapq import nsmallest
from pathlib import Path
from typing import Any, NamedTuple

import obstore
from obstore.exceptions import BaseError
from obstore.exceptions import NotFoundError as ObjectMissing
from obstore.store import LocalStore, MemoryStore, from_url

from feria.core.errors import NotFound, Unavailable
from feria.core.signing import Signer

LISTED_MAX = 1_000


class Stored(NamedTuple):
    """A file that lies there, and since when by the store's own clock."""

    key: str
    changed_at: datetime


class Storage:
    """Files by key, such as `products/…/800.webp`. Keys are made by us, never taken from a request."""

    def __init__(self, store: Any, signer: Signer | None = None, folder: Path | None = None) -> None:
        self._store = store
        self._folder = folder
        self.signer = signer
        """Signs uploads by browsers, where the store takes them itself."""

    @cached_property
    def upload_origin(self) -> str:
        """Where browsers send files, as scheme and host; empty for our own address."""
        return self.signer.origin if self.signer else ""

    @classmethod
    def connect(cls, url: str, home: Path, public_url: str = "") -> "Storage":
        """The store of the setting: `s3://bucket/prefix` (with the usual AWS variables), `memory://`, or a folder."""
        if url == "memory://":
            return cls(MemoryStore())
        if url:
            return cls(from_url(url), Signer(url, public_url) if url.startswith("s3://") else None)
        folder = home / "files"
        folder.mkdir(parents=True, exist_ok=True)
        return cls(LocalStore(folder), folder=folder)

    async def put(self, key: str, data: bytes) -> None:
        """Write a file, whole or not at all; raises Unavailable."""
        try:
            await obstore.put_async(self._store, key, data)
        except (BaseError, OSError) as error:
            raise Unavailable("The file storage does not answer.") from error

    async def get(self, key: str) -> bytes:
        """Read a file; raises NotFound or Unavailable."""
        try:
            found = await obstore.get_async(self._store, key)
            return bytes(await found.bytes_async())
        except (ObjectMissing, FileNotFoundError):
            raise NotFound from None
        except (BaseError, OSError) as error:
            raise Unavailable("The file storage does not answer.") from error

    async def size(self, key: str) -> int | None:
        """How many bytes a file has, None where there is none; raises Unavailable."""
        try:
            return int((await obstore.head_async(self._store, key))["size"])
        except (ObjectMissing, FileNotFoundError):
            return None
        except (BaseError, OSError) as error:
            raise Unavailable("The file storage does not answer.") from error

    async def listed(self, folder: str, after: str) -> list[Stored]:
        """The next thousand files of a folder in the order of their keys, behind `after`; raises Unavailable."""
        if self._folder is not None:
            return await asyncio.to_thread(_scanned, self._folder, folder, after)
        try:
            pages = obstore.list(self._store, prefix=folder, offset=after or None, chunk_size=LISTED_MAX)
            async for page in pages:
                return [Stored(one["path"], one["last_modified"]) for one in page]
        except (BaseError, OSError) as error:
            raise Unavailable("The file storage does not answer.") from error
        return []

    async def delete(self, *keys: str) -> None:
        """Delete files; missing ones are no error."""
        for key in keys:
            try:
                await obstore.delete_async(self._store, key)
            except (ObjectMissing, FileNotFoundError):
                continue
            except (BaseError, OSError) as error:
                raise Unavailable("The file storage does not answer.") from error


def _scanned(root: Path, folder: str, after: str) -> list[Stored]:
    """As `listed`, for a folder of this machine, where files may come and go while they are looked at."""
    found: list[Stored] = []
    try:
        with os.scandir(root / folder) as entries:
            keys = (f"{folder}/{entry.name}" for entry in entries)
            # What is being written has another name until it is whole.
            names = nsmallest(LISTED_MAX, (key for key in keys if key > after and "#" not in key))
        for key in names:
            with suppress(FileNotFoundError):
                changed = (root / key).stat().st_mtime
                found.append(Stored(key, datetime.fromtimestamp(changed, UTC)))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise Unavailable("The file storage does not answer.") from error
    return found
