"""Signed addresses of an S3 store: each takes one file of one length and type. Botocore is loaded by the first one."""

import os
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

REGION_DEFAULT = "us-east-1"


class Signer:
    """Signs uploads into a bucket, with the keys and the endpoint of the usual AWS variables."""

    def __init__(self, url: str, public_url: str = "") -> None:
        """`url` is `s3://bucket/prefix`; browsers reach the store at `public_url` where that is another address."""
        place = urlsplit(url)
        self._bucket, self._prefix = place.netloc, place.path.strip("/")
        self._region = _first("AWS_REGION", "AWS_DEFAULT_REGION") or REGION_DEFAULT
        given = public_url or _first("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT")
        # Amazon names the bucket in the host, stores of one's own in the path.
        self._style = "path" if given else "virtual"
        self._endpoint = given or f"https://s3.{self._region}.amazonaws.com"

    @property
    def origin(self) -> str:
        """Where the signed addresses lead, as scheme and host."""
        place = urlsplit(self._endpoint)
        return (
            f"{place.scheme}://{place.netloc if self._style == 'path' else f'{self._bucket}.{place.netloc}'}"
        )

    def address(self, key: str, *, size_bytes: int, media_type: str, seconds: int) -> str:
        """An address that takes a PUT of exactly so many bytes of this type for so many seconds."""
        name = f"{self._prefix}/{key}" if self._prefix else key
        wanted = {
            "Bucket": self._bucket,
            "Key": name,
            "ContentLength": size_bytes,
            "ContentType": media_type,
        }
        url: str = self._client.generate_presigned_url("put_object", Params=wanted, ExpiresIn=seconds)
        return url

    @cached_property
    def _client(self) -> Any:
        import botocore.session
        from botocore.config import Config

        return botocore.session.Session().create_client(
            "s3",
            region_name=self._region,
            endpoint_url=self._endpoint,
            config=Config(signature_version="s3v4", s3={"addressing_style": self._style}),
        )


def _first(*names: str) -> str:
    return next((os.environ[name] for name in names if os.environ.get(name)), "")
