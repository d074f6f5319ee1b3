"""HTTP doors of labels for the way back, and of the slip that goes into the parcel."""

from litestar import Response, delete, get, post, put
from litestar.datastructures import ResponseHeader
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody

from feria.core import http, idempotency, ids
from feria.core.errors import Forbidden, NotFound
from feria.core.http import Answer, Request
from feria.core.types import Words
from feria.services.order.actions import return_labels as actions
from feria.services.order.actions.labels import LabelUnderWay, LabelWish, ParcelLeft, ShipFromMissing
from feria.services.order.actions.return_labels import LabelExists
from feria.services.order.actions.returns import ReturnConflict
from feria.services.order.flows import documents, labels
from feria.services.order.flows.labels import LabelRefused
from feria.services.order.queries.slips import NoSlip
from feria.services.order.routes.documents import PDF, pdf_file
from feria.services.order.routes.orders import REPLAYED, SIGNED_IN, IdempotencyKey, OrderToken, answer
from feria.services.order.routes.parcels import label_file, package_of, shown_rates
from feria.services.order.routes.returns import seen
from feria.services.order.schemas.parcels import LabelRatesOut, LabelsReturnsIn
from feria.services.order.schemas.returns import ReturnLabelIn, ReturnLabelRatesIn, ReturnOut

LABEL = "/api/v1/returns/{return_id:str}/carrier-label"


@post(
    "/api/v1/returns/{return_id:str}/label-rates",
    status_code=200,
    tags=["order"],
    guards=[http.signed_in],
    security=SIGNED_IN,
    cache_control=http.NO_STORE,
    responses=http.problems(Forbidden, NotFound, ReturnConflict, ShipFromMissing),
)
async def price_return_labels(
    request: Request, return_id: FromPath[str], data: JSONBody[ReturnLabelRatesIn]
) -> LabelRatesOut:
    """What a label for the way back costs, by carrier and service, from the buyer to where the shop's parcels start."""
    found = await labels.rates_of_return(
        http.platform(request),
        http.actor(request),
        request.visit.request_id,
        ids.path("ret", return_id),
        package_of(data.package),
    )
    return shown_rates(found)


@post(
    LABEL,
    status_code=201,
    tags=["order"],
    guards=[http.signed_in],
    security=SIGNED_IN,
    cache_control=http.NO_STORE,
    response_headers=[
        http.location("/api/v1/returns/{return_id}/carrier-label"),
        ResponseHeader(
            name=REPLAYED, description="`true` when the key had its effect before", documentation_only=True
        ),
    ],
    responses=http.problems(
        idempotency.KeyMissing, idempotency.KeyReused, idempotency.StillRunning, Forbidden, NotFound, ReturnConflict,
        ShipFromMissing, LabelExists, LabelUnderWay, LabelRefused,
    ),
)  # fmt: skip
async def buy_return_label(
    request: Request,
    return_id: FromPath[str],
    data: JSONBody[ReturnLabelIn],
    idempotency_key: IdempotencyKey = None,
) -> Answer[ReturnOut]:
    """Buy a carrier's label for an approved return; the buyer prints it.

    Its price is taken off the shop's balance. Where the buyer pays the way back it is kept from the refund, once the
    carrier has the parcel.
    """
    account, found = http.actor(request).account_id, ids.path("ret", return_id)
    assert account is not None
    wish = LabelWish(
        carrier=data.carrier,
        service=data.service,
        form="pdf",
        package=package_of(data.package),
        price=data.price,
        items=None,
        reason=data.reason,
    )
    key = idempotency.key_for(
        account, f"buy_return_label {return_id}", idempotency_key or "", await request.body()
    )
    platform, visit = http.platform(request), request.visit
    _, replayed = await labels.buy_for_return(platform, visit.actor, visit.request_id, found, wish, key)
    out, _ = await http.read(request, seen, found, None)
    headers = {"Location": f"/api/v1/returns/{return_id}/carrier-label"}
    return Answer(out, status_code=201, headers=headers | ({REPLAYED: "true"} if replayed else {}))


@get(
    LABEL,
    tags=["order"],
    media_type=PDF,
    responses={
        **http.problems(NotFound, LabelUnderWay),
        200: ResponseSpec(None, description="The label as PDF."),
    },
)
async def get_return_carrier_label(
    request: Request, return_id: FromPath[str], order_token: OrderToken = None
) -> Response[bytes]:
    """The carrier's label for the way back, to print: for the buyer (a guest by the order's token), shop and staff."""
    label, content = await labels.file_of_return(
        http.platform(request),
        http.actor(request),
        request.visit.request_id,
        ids.path("ret", return_id),
        order_token,
    )
    return label_file(label, content, f"return-{label.carrier}-{label.tracking_number}.{label.form}")


@delete(
    LABEL,
    status_code=200,
    tags=["order"],
    guards=[http.signed_in],
    security=SIGNED_IN,
    responses=http.problems(Forbidden, NotFound, LabelUnderWay, ParcelLeft, LabelRefused),
)
async def void_return_label(
    request: Request, return_id: FromPath[str], reason: Words = ""
) -> Answer[ReturnOut]:
    """Take back the label of a return whose parcel has not left: its price comes back to the shop.

    Operator staff give a `reason`. When the carrier does not answer now, the label is `void_requested` and the
    marketplace goes on asking.
    """
    found, visit = ids.path("ret", return_id), request.visit
    await labels.void_of_return(http.platform(request), visit.actor, visit.request_id, found, reason)
    out, version = await http.read(request, seen, found, None)
    return answer(request, out, version)


@get(
    "/api/v1/returns/{return_id:str}/slip.pdf",
    tags=["order"],
    media_type=PDF,
    responses=http.problems(NotFound, NoSlip),
)
async def get_return_slip(
    request: Request, return_id: FromPath[str], order_token: OrderToken = None
) -> Response[bytes]:
    """The note that goes into the parcel of a return: where it is sent, its number, what is inside.

    For the buyer (a guest by the order's token), the shop and staff, from its approval on.
    """
    found = ids.path("ret", return_id)
    data, number = await documents.return_slip(
        http.platform(request), http.actor(request), found, order_token
    )
    return pdf_file(data, f"return-{number}")


@put(
    "/api/v1/sellers/{seller_id:str}/return-labels",
    tags=["order"],
    guards=[http.signed_in],
    security=SIGNED_IN,
    cache_control=http.NO_STORE,
    responses=http.problems(NotFound, ShipFromMissing),
)
async def put_return_labels(
    request: Request, seller_id: FromPath[str], data: JSONBody[LabelsReturnsIn]
) -> LabelsReturnsIn:
    """Have the cheapest label bought by itself for each return that the shop has to answer for; for its members."""
    number = ids.path_owner("sel", seller_id)
    await http.write(request, actions.set_automatic, number, wanted=data.labels_returns)
    return data


routes = [
    price_return_labels,
    buy_return_label,
    get_return_carrier_label,
    void_return_label,
    get_return_slip,
    put_return_labels,
]
