"""Imports of product files: sent as a form, worked through by the worker, with progress and a report by line."""

from dataclasses import dataclass
from typing import Literal

from litestar import get, post, put
from litestar.datastructures import UploadFile
from litestar.params import FromPath, FromQuery, JSONBody, MultipartBody
from litestar.response import Stream

from feria.core import http, ids, pages, parsing
from feria.core.errors import Forbidden, NotFound
from feria.core.http import Request, TooLarge, UnsupportedMediaType
from feria.core.types import Limit
from feria.services.product.actions import sources
from feria.services.product.actions.imports import TooManyImports
from feria.services.product.flows import exports, mapping, publishing
from feria.services.product.flows import imports as files
from feria.services.product.queries import imports
from feria.services.product.routes import answers
from feria.services.product.routes.products import WRITING
from feria.services.product.rules.importing.mapping import ColumnMapping
from feria.services.product.schemas.imports import (
    ColumnMappingIn,
    ImportColumnsOut,
    ImportLineOut,
    ImportOut,
    ImportPictureOut,
    ImportPicturesRetriedOut,
    ImportPreviewOut,
    ImportPublishedOut,
)

FORM_BYTES_MAX = files.FILE_BYTES_MAX + 100_000
STARTS_PER_MINUTE_MAX = 20
EXPORTS_PER_MINUTE_MAX = 6
REPORTS_PER_MINUTE_MAX = 30
PUBLICATIONS_PER_MINUTE_MAX = 60
PREVIEWS_PER_MINUTE_MAX = 120
RETRIES_PER_MINUTE_MAX = 20

OutcomeChoice = FromQuery[Literal["imported", "changed", "skipped", "refused"] | None]


@dataclass
class ImportForm:
    """The form of an import: the file, `dry_run` to have the report only, `atomic` for all lines or none.

    `mapping` is a JSON object as `PUT …/mapping` takes it; `ask` lets the import wait for one in any case.
    """

    file: UploadFile
    dry_run: bool = False
    atomic: bool = False
    mapping: str = ""
    ask: bool = False


@post(
    "/api/v1/sellers/{seller_id:str}/imports",
    status_code=202,
    cache_control=http.NO_STORE,
    request_max_body_size=FORM_BYTES_MAX,
    guards=[http.signed_in, http.sent_as_form],
    tags=["product"],
    security=[{"bearer": []}],
    responses=http.problems(NotFound, Forbidden, TooManyImports, TooLarge, UnsupportedMediaType),
)
async def start_import(
    request: Request, seller_id: FromPath[str], data: MultipartBody[ImportForm]
) -> ImportOut:
    """Import products from a CSV file of up to 50 MB, Feria's own, Shopify's or WooCommerce's; for owners and managers.

    A file that cannot be read at all is refused at once, naming its first bad line. Otherwise the worker goes through
    it; read the import again for its progress, and its report for what was changed or refused.

    A file whose columns are of no known format waits in the state `unmapped` until `PUT …/mapping` says what they are,
    unless that was said about an earlier file with the same columns.
    """
    number = ids.path_owner("sel", seller_id)
    await http.limit(request, "start-import", STARTS_PER_MINUTE_MAX, who=http.actor(request).label)
    assigned = None
    if data.mapping:
        assigned = _mapping(parsing.decode(data.mapping.encode("utf-8", "surrogatepass"), ColumnMappingIn))
    upload = files.Upload(
        data.file.filename, await data.file.read(), data.dry_run, data.atomic, assigned, data.ask
    )
    visit = request.visit
    found = await files.start_import(http.platform(request), visit.actor, visit.request_id, number, upload)
    return imports.import_out(found)


@get(
    "/api/v1/sellers/{seller_id:str}/exports/products.csv",
    media_type="text/csv",
    cache_control=http.NO_STORE,
    responses=http.problems(NotFound),
    **WRITING,
)
async def export_products(request: Request, seller_id: FromPath[str]) -> Stream:
    """The shop's products (but archived ones) as a file of Feria's own format, which can be imported again."""
    number = ids.path_owner("sel", seller_id)
    await http.limit(request, "export", EXPORTS_PER_MINUTE_MAX, who=http.actor(request).label)
    lines = await exports.export(http.platform(request), http.actor(request), number)
    headers = {"content-disposition": 'attachment; filename="products.csv"'}
    return Stream(lines, headers=headers)


@get(
    "/api/v1/sellers/{seller_id:str}/imports",
    cache_control=http.NO_STORE,
    responses=http.problems(NotFound, Forbidden, pages.BadCursor),
    **WRITING,
)
async def list_imports(
    request: Request,
    seller_id: FromPath[str],
    limit: Limit = pages.LIMIT_DEFAULT,
    after: FromQuery[str | None] = None,
) -> pages.Page[ImportOut]:
    """The shop's imports, newest first."""
    number = ids.path_owner("sel", seller_id)
    return await http.read(request, imports.imports_of, number, after, limit)


@get(
    "/api/v1/sellers/{seller_id:str}/imports/{import_id:str}",
    cache_control=http.NO_STORE,
    responses=http.problems(NotFound, Forbidden),
    **WRITING,
)
async def get_import(request: Request, seller_id: FromPath[str], import_id: FromPath[str]) -> ImportOut:
    """An import with its state and progress."""
    number, found = ids.path_owner("sel", seller_id), ids.path("imp", import_id)
    return await http.read(request, imports.import_view, number, found)


def _mapping(given: ColumnMappingIn) -> ColumnMapping:
    return ColumnMapping(given.columns, given.decimal_comma)


@get(
    "/api/v1/sellers/{seller_id:str}/imports/{import_id:str}/mapping",
    cache_control=http.NO_STORE,
    responses=http.problems(NotFound, Forbidden, imports.ImportUnderWay),
    **WRITING,
)
async def get_import_columns(
    request: Request, seller_id: FromPath[str], import_id: FromPath[str]
) -> ImportColumnsOut:
    """The columns of a file in the state `unmapped`, what each most probably is, and what it may be."""
    number, found = ids.path_owner("sel", seller_id), ids.path("imp", import_id)
    return await mapping.columns(http.platform(request), http.actor(request), number, found)


@post(
    "/api/v1/sellers/{seller_id:str}/imports/{import_id:str}/preview",
    status_code=200,
    cache_control=http.NO_STORE,
    responses=http.problems(NotFound, Forbidden, imports.ImportUnderWay),
    **WRITING,
)
async def preview_import(
    request: Request, seller_id: FromPath[str], import_id: FromPath[str], data: JSONBody[ColumnMappingIn]
) -> ImportPreviewOut:
    """The file's first products as this mapping would make them, with remarks by line; changes nothing."""
    number, found = ids.path_owner("sel", seller_id), ids.path("imp", import_id)
    await http.limit(request, "preview-import", PREVIEWS_PER_MINUTE_MAX, who=http.actor(request).label)
    return await mapping.preview(http.platform(request), http.actor(request), number, found, _mapping(data))


@put(
    "/api/v1/sellers/{seller_id:str}/imports/{import_id:str}/mapping",
    cache_control=http.NO_STORE,
    responses=http.problems(NotFound, Forbidden, imports.ImportUnderWay),
    **WRITING,
)
async def put_import_mapping(
    request: Request, seller_id: FromPath[str], import_id: FromPath[str], data: JSONBody[ColumnMappingIn]
) -> ImportOut:
    """Say which column is what: the file is worked through then, and the next one with the same columns at once."""
    number, found = ids.path_owner("sel", seller_id), ids.path("imp", import_id)
    visit = request.visit
    out = await mapping.assign(
        http.platform(request), visit.actor, visit.request_id, number, found, _mapping(data)
    )
    return imports.import_out(out)


@post(
    "/api/v1/sellers/{seller_id:str}/imports/{import_id:str}/publish",
    status_code=200,
    cache_control=http.NO_STORE,
    responses=http.problems(NotFound, Forbidden, pages.BadCursor),
    **WRITING,
)
async def publish_import(
    request: Request,
    seller_id: FromPath[str],
    import_id: FromPath[str],
    after: FromQuery[str | None] = None,
) -> ImportPublishedOut:
    """Put the drafts of an import on sale that may be, each by itself; those refused are listed with the reason.

    A call looks at a thousand drafts; with `next` in the answer there are more, which `after` goes on with. Again, it
    looks at what is still a draft.
    """
    number, found = ids.path_owner("sel", seller_id), ids.path("imp", import_id)
    await http.limit(request, "publish-import", PUBLICATIONS_PER_MINUTE_MAX, who=http.actor(request).label)
    visit = request.visit
    out = await publishing.publish_drafts(
        http.platform(request), visit.actor, visit.request_id, number, found, after
    )
    answers.forget_hot_answers(request)
    return out


@get(
    "/api/v1/sellers/{seller_id:str}/imports/{import_id:str}/report.csv",
    media_type="text/csv",
    cache_control=http.NO_STORE,
    responses=http.problems(NotFound, Forbidden),
    **WRITING,
)
async def download_import_report(
    request: Request, seller_id: FromPath[str], import_id: FromPath[str], outcome: OutcomeChoice = None
) -> Stream:
    """The same as a file, for a spreadsheet."""
    number, found = ids.path_owner("sel", seller_id), ids.path("imp", import_id)
    await http.limit(request, "import-report", REPORTS_PER_MINUTE_MAX, who=http.actor(request).label)
    lines = await exports.report(http.platform(request), http.actor(request), number, found, outcome)
    headers = {"content-disposition": 'attachment; filename="report.csv"'}
    return Stream(lines, headers=headers)


@get(
    "/api/v1/sellers/{seller_id:str}/imports/{import_id:str}/report",
    cache_control=http.NO_STORE,
    responses=http.problems(NotFound, Forbidden, pages.BadCursor),
    **WRITING,
)
async def get_import_report(
    request: Request,
    seller_id: FromPath[str],
    import_id: FromPath[str],
    outcome: OutcomeChoice = None,
    limit: Limit = pages.LIMIT_DEFAULT,
    after: FromQuery[str | None] = None,
) -> pages.Page[ImportLineOut]:
    """What was imported, changed, left as it was or refused, in the order of the file's lines."""
    number, found = ids.path_owner("sel", seller_id), ids.path("imp", import_id)
    return await http.read(request, imports.report_of, number, found, outcome, after, limit)


@get(
    "/api/v1/sellers/{seller_id:str}/imports/{import_id:str}/pictures",
    cache_control=http.NO_STORE,
    responses=http.problems(NotFound, Forbidden, pages.BadCursor),
    **WRITING,
)
async def list_import_pictures(
    request: Request,
    seller_id: FromPath[str],
    import_id: FromPath[str],
    limit: Limit = pages.LIMIT_DEFAULT,
    after: FromQuery[str | None] = None,
) -> pages.Page[ImportPictureOut]:
    """The import's pictures that could not be fetched, in the order of the file's lines, with the reasons."""
    number, found = ids.path_owner("sel", seller_id), ids.path("imp", import_id)
    return await http.read(request, imports.failed_pictures, number, found, after, limit)


@post(
    "/api/v1/sellers/{seller_id:str}/imports/{import_id:str}/pictures/retry",
    status_code=200,
    cache_control=http.NO_STORE,
    responses=http.problems(NotFound, Forbidden),
    **WRITING,
)
async def retry_import_pictures(
    request: Request, seller_id: FromPath[str], import_id: FromPath[str]
) -> ImportPicturesRetriedOut:
    """Fetch those pictures once more; again while they are under way changes nothing."""
    number, found = ids.path_owner("sel", seller_id), ids.path("imp", import_id)
    await http.limit(request, "retry-import-pictures", RETRIES_PER_MINUTE_MAX, who=http.actor(request).label)
    visit = request.visit
    retried = await http.platform(request).db.act(
        visit.actor, visit.request_id, sources.try_again, number, found
    )
    return ImportPicturesRetriedOut(retried=retried)


routes = [
    export_products,
    start_import,
    list_imports,
    get_import,
    get_import_columns,
    preview_import,
    put_import_mapping,
    get_import_report,
    download_import_report,
    publish_import,
    list_import_pictures,
    retry_import_pictures,
]
