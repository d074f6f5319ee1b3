"""Shapes of a product's history, and of the moment when it goes on sale by itself."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from feria.core.types import Closed

Moment = Annotated[datetime, Meta(tz=True)]
Kind = Literal[
    "changed", "published", "archived", "scheduled", "unscheduled", "not_published", "submitted", "approved",
    "rejected", "withdrawn",
]  # fmt: skip


class PublishAtIn(Closed, kw_only=True, frozen=True):
    """When a draft goes on sale; null: not by itself."""

    publish_at: Moment | None


class ChangeOut(msgspec.Struct, frozen=True):
    """A field that was changed, in words; `field` is written as in the API, such as `variants[CB-1].price[eu]`."""

    field: str
    before: str
    after: str


class ProductVersionOut(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a product at one of its versions; `actor` is a name, empty for the clock."""

    version: int
    kind: Kind
    changes: list[ChangeOut]
    actor: str
    at: datetime
