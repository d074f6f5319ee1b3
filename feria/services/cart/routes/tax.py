"""Doors of the operator to the table of tax rates."""

from dataclasses import dataclass

from litestar import Response, delete, get, post, put
from litestar.datastructures import UploadFile
from litestar.params import FromPath, FromQuery, JSONBody, MultipartBody

from feria.core import clock, http, ids
from feria.core.errors import Forbidden, NotFound, PreconditionFailed, PreconditionRequired, invalid
from feria.core.http import Request, TooLarge, UnsupportedMediaType
from feria.services.cart.actions import tax_rates as actions
from feria.services.cart.actions.tax_rates import Effect, LastStandardRate, RateExists, TooManyRates
from feria.services.cart.queries import tax_rates as queries
from feria.services.cart.queries.tax_rates import RateTable
from feria.services.cart.rules import rate_files
from feria.services.cart.rules.rate_files import SourcedRate
from feria.services.cart.schemas.tax import (
    NewRateIn,
    RateFaultOut,
    RateImportOut,
    RateIn,
    RateLineOut,
    RateOut,
    RatesOut,
)
from feria.services.user import contract as user

STAFF = http.operator("finance")
PATH = "/api/v1/operator/tax-rates"
FORM_BYTES_MAX = rate_files.FILE_BYTES_MAX + 10_000
LINES_SHOWN = 200
IMPORTS_PER_MINUTE_MAX = 30


class TableVersionRequired(PreconditionRequired):
    """Rates are written with `If-Match` only; a dry run needs none."""

    title = "Send If-Match with the version that the dry run answered."


@get(
    PATH,
    tags=["cart"],
    guards=[STAFF],
    security=[{"bearer": []}],
    responses=http.problems(Forbidden),
    cache_control=http.NO_STORE,
)
async def list_tax_rates(
    request: Request, country: FromQuery[str | None] = None, tax_category: FromQuery[str | None] = None
) -> Response[RatesOut]:
    """The tax rates of all countries or of one, of all tax categories or of one, past and future ones included."""
    return _answer(await http.read(request, queries.rate_table), country, tax_category)


@post(
    PATH,
    tags=["cart"],
    guards=[STAFF],
    security=[{"bearer": []}],
    responses=http.problems(Forbidden, RateExists, TooManyRates),
    cache_control=http.NO_STORE,
)
async def add_tax_rate(request: Request, data: JSONBody[NewRateIn]) -> Response[RateOut]:
    """Add a rate; from its day on it takes the place of an older one. Other processes follow within 30 seconds."""
    region = user.region_code(data.country, data.region)
    if data.region and not region:
        raise invalid("region", "is not a region that is known for this country")
    rate = SourcedRate(
        country=data.country,
        region=region,
        tax_category=data.tax_category,
        valid_from=data.valid_from,
        rate_bps=data.rate_bps,
        source=data.source,
    )
    table = await http.write(request, actions.add_rate, rate)
    return _one(table, ids.encode("rate", queries.rate_id(rate)), status_code=201)


@put(
    PATH + "/{rate_id:str}",
    tags=["cart"],
    guards=[STAFF],
    security=[{"bearer": []}],
    responses=http.problems(Forbidden, NotFound, PreconditionFailed, PreconditionRequired),
    cache_control=http.NO_STORE,
)
async def put_tax_rate(request: Request, rate_id: FromPath[str], data: JSONBody[RateIn]) -> Response[RateOut]:
    """Correct a rate or its source (`If-Match` with the table's version); orders keep the rate they were placed at."""
    found, version = ids.path("rate", rate_id), http.if_match(request)
    table = await http.write(request, actions.change_rate, found, data.rate_bps, data.source, version)
    return _one(table, rate_id)


@delete(
    PATH + "/{rate_id:str}",
    tags=["cart"],
    guards=[STAFF],
    security=[{"bearer": []}],
    responses=http.problems(Forbidden, NotFound, LastStandardRate, PreconditionFailed, PreconditionRequired),
    cache_control=http.NO_STORE,
)
async def delete_tax_rate(
    request: Request, rate_id: FromPath[str], confirmed: FromQuery[bool] = False
) -> None:
    """Take a rate away (`If-Match` with the table's version).

    The one standard rate in force of a country that a market serves goes only if that is `confirmed`.
    """
    found, version = ids.path("rate", rate_id), http.if_match(request)
    await http.write(request, actions.delete_rate, found, version, confirmed=confirmed)


@dataclass
class RateForm:
    """The form of an import: the file, and `dry_run` to hear what it would do."""

    file: UploadFile
    dry_run: bool = False


@post(
    PATH + "/import",
    status_code=200,
    tags=["cart"],
    guards=[STAFF, http.sent_as_form],
    security=[{"bearer": []}],
    request_max_body_size=FORM_BYTES_MAX,
    responses=http.problems(
        Forbidden, PreconditionFailed, TableVersionRequired, TooLarge, UnsupportedMediaType
    ),
    cache_control=http.NO_STORE,
)
async def import_tax_rates(request: Request, data: MultipartBody[RateForm]) -> RateImportOut:
    """Add and change rates by a CSV file (UTF-8) as the export has it; nothing is taken away.

    With `dry_run` the answer says what the file would do and which lines are wrong. Without it `If-Match` has to carry
    the `version` of that answer, and a file with a wrong line is refused as a whole (422).
    """
    who = str(request.visit.actor.account_id)
    await http.limit(request, "import-tax-rates", IMPORTS_PER_MINUTE_MAX, who=who)
    if not data.dry_run and "if-match" not in request.headers:
        raise TableVersionRequired
    version = http.if_match(request, required=False)
    content = await data.file.read()
    found = await http.write(request, actions.import_rates, content, version, dry_run=data.dry_run)
    changes = [one for one in found.effects if one.kind != "unchanged"]
    return RateImportOut(
        dry_run=data.dry_run,
        version=found.version,
        added=sum(one.kind == "added" for one in changes),
        changed=sum(one.kind == "changed" for one in changes),
        unchanged=len(found.effects) - len(changes),
        lines=[_line(one) for one in changes[:LINES_SHOWN]],
        faults=[RateFaultOut(line=one.line, column=one.column, message=one.message) for one in found.faults],
    )


@get(
    PATH + ".csv",
    media_type="text/csv",
    tags=["cart"],
    guards=[STAFF],
    security=[{"bearer": []}],
    responses=http.problems(Forbidden),
    cache_control=http.NO_STORE,
)
async def export_tax_rates(request: Request) -> Response[str]:
    """All rates as a file that can be changed and imported again."""
    table = await http.read(request, queries.rate_table)
    headers = {"content-disposition": 'attachment; filename="tax-rates.csv"'}
    return Response(rate_files.written(table.rates), media_type="text/csv", headers=headers)


def _answer(table: RateTable, country: str | None, tax_category: str | None) -> Response[RatesOut]:
    items = [
        one
        for one in _rates(table)
        if country in (None, one.country) and tax_category in (None, one.tax_category)
    ]
    out = RatesOut(version=table.version, items=items)
    return Response(out, headers={"ETag": http.etag(table.version)})


def _one(table: RateTable, ref: str, *, status_code: int = 200) -> Response[RateOut]:
    found = next(one for one in _rates(table) if one.id == ref)
    headers = {"ETag": http.etag(table.version)}
    return Response(found, status_code=status_code, headers=headers)


def _rates(table: RateTable) -> list[RateOut]:
    states = queries.states(table.rates, clock.now().date())
    return [
        RateOut(
            id=ids.encode("rate", rate_id),
            country=one.country,
            region=one.region,
            region_name=user.region_name(one.country, one.region),
            tax_category=one.tax_category,
            valid_from=one.valid_from,
            rate_bps=one.rate_bps,
            source=one.source,
            state=state,
        )
        for one, (rate_id, state) in zip(table.rates, states.items(), strict=True)
    ]


def _line(one: Effect) -> RateLineOut:
    return RateLineOut(
        line=one.line,
        effect=one.kind,
        country=one.rate.country,
        region=one.rate.region,
        tax_category=one.rate.tax_category,
        valid_from=one.rate.valid_from,
        rate_bps=one.rate.rate_bps,
        source=one.rate.source,
    )


routes = [
    list_tax_rates,
    add_tax_rate,
    put_tax_rate,
    delete_tax_rate,
    import_tax_rates,
    export_tax_rates,
]
