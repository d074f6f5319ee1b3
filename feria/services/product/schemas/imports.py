"""Shapes of imports: their state and report, and the columns of files of no known format."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from feria.core.money import Money
from feria.core.types import Closed
from feria.services.product.rules.importing.columns import COLUMNS_MAX
from feria.services.product.rules.importing.mapping import FIELD_LENGTH_MAX, NAME_LENGTH_MAX
from feria.services.product.schemas import RefusedProductOut

ColumnName = Annotated[str, Meta(min_length=1, max_length=NAME_LENGTH_MAX + 10)]
FieldName = Annotated[str, Meta(min_length=1, max_length=FIELD_LENGTH_MAX)]


class ImportOut(msgspec.Struct, frozen=True, kw_only=True):
    """An import: `lines_done` of `lines_total` is its progress, `counts` what became of the products and lines.

    `drafts` of its products are not on sale yet, now. In the state `unmapped` it waits to be told which column is what;
    `mapping` is what it was told.
    """

    id: str
    seller_id: str
    format: Literal["feria", "shopify", "woocommerce", "mapped"]
    state: Literal["unmapped", "queued", "running", "done", "failed"]
    file_name: str
    dry_run: bool
    atomic: bool
    lines_total: int
    lines_done: int
    counts: "ImportCountsOut"
    mapping: "ColumnMappingOut | None"
    pictures: "ImportPicturesOut"
    drafts: int
    failure: str
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class ImportCountsOut(msgspec.Struct, frozen=True, kw_only=True):
    """Products imported (of these: put on sale, or before the operator), left as they were, and refused; lines, too.

    `variants` and `pictures` are those of the products imported; pictures are fetched afterwards.
    """

    imported: int = 0
    published: int = 0
    submitted: int = 0
    variants: int = 0
    pictures: int = 0
    skipped: int = 0
    refused: int = 0
    lines_changed: int = 0
    lines_refused: int = 0


class ImportPublishedOut(msgspec.Struct, frozen=True, kw_only=True):
    """How many drafts went on sale, how many before the operator, which could not; with `next` there are more."""

    published: int
    submitted: int
    refused: list[RefusedProductOut]
    next: str | None


class ImportPicturesOut(msgspec.Struct, frozen=True, kw_only=True):
    """How many of the import's pictures are still to be fetched and rendered, and how many could not be, now."""

    waiting: int
    failed: int


class ImportPictureOut(msgspec.Struct, frozen=True, kw_only=True):
    """A picture that could not be fetched, with the line of the file that names it, and why."""

    line: int
    url: str
    reason: str
    product_id: str
    product_title: str


class ImportPicturesRetriedOut(msgspec.Struct, frozen=True, kw_only=True):
    """How many pictures will be fetched once more."""

    retried: int


class ImportLineOut(msgspec.Struct, frozen=True, kw_only=True):
    """A remark about one line of the file; `field` is the column, empty for the line as a whole."""

    line: int
    level: Literal["info", "warning", "error"]
    outcome: Literal["imported", "changed", "skipped", "refused"]
    handle: str
    field: str
    message: str
    product_id: str | None


class ColumnMappingIn(Closed, kw_only=True, frozen=True):
    """Which field each column of a file is; columns that are not named are left out.

    Fields are the columns of Feria's own format, and `weight_kg`. `title` and `price` are required; `image_url` may be
    named more than once. `decimal_comma`: amounts have a comma before the decimals.
    """

    columns: Annotated[dict[ColumnName, FieldName], Meta(max_length=COLUMNS_MAX)]
    decimal_comma: bool = False


class ColumnMappingOut(msgspec.Struct, frozen=True, kw_only=True):
    """Which field each column of a file is, and whether amounts have a comma before the decimals."""

    columns: dict[str, str]
    decimal_comma: bool


class FileColumnOut(msgspec.Struct, frozen=True, kw_only=True):
    """A column of the file with its first cells that are not empty; `field` is what it most probably is."""

    name: str
    field: str | None
    samples: list[str]


class FileFieldOut(msgspec.Struct, frozen=True, kw_only=True):
    """What a column may be; `label` is a category's own word for one of its attributes."""

    name: str
    label: str
    required: bool


class PreviewProductOut(msgspec.Struct, frozen=True, kw_only=True):
    """A product as it would become: `category` is empty where the file names none that there is."""

    line: int
    handle: str
    title: str
    category: str
    price: Money | None
    variants: list[str]
    pictures: int
    status: Literal["draft", "in_review", "published"]


class ImportPreviewOut(msgspec.Struct, frozen=True, kw_only=True):
    """The first products of the file and the remarks on their lines; nothing is changed by looking."""

    products: list[PreviewProductOut]
    lines: list[ImportLineOut]


class ImportColumnsOut(msgspec.Struct, frozen=True, kw_only=True):
    """The columns of a file that waits to be told what they are; `remembered` from an earlier file."""

    columns: list[FileColumnOut]
    fields: list[FileFieldOut]
    decimal_comma: bool
    remembered: bool
