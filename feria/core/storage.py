"""Object storage by obstore: a local folder, S3 or memory, chosen by one address."""

from pathlib import Path
from typing import Any

import obstore
from obstore.exceptions import BaseError
from obstore.exceptions import NotFoundError as ObjectMissing
from obstore.store import LocalStore, MemoryStore, from_url

from feria.core.errors import NotFound, Unavailable


class Storage:
    """Files by key, such as `products/…/800.webp`. Keys are made by us, never taken from a request."""

    def __init__(self, store: Any) -> None:
        self._store = store

    @classmethod
    def connect(cls, url: str, home: Path) -> "Storage":
        """The store of the setting: `s3://bucket/prefix` (with the usual AWS variables), `memory://`, or a folder."""
        if url == "memory://":
            return cls(MemoryStore())
        if url:
            return cls(from_url(url))
        folder = home / "files"
        folder.mkdir(parents=True, exist_ok=True)
        return cls(LocalStore(folder))

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

    async def delete(self, *keys: str) -> None:
        """Delete files; missing ones are no error."""
        for key in keys:
            try:
                await obstore.delete_async(self._store, key)
            except (ObjectMissing, FileNotFoundError):
                continue
            except (BaseError, OSError) as error:
                raise Unavailable("The file storage does not answer.") from error
