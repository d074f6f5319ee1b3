"""Logos and banners of shops and of the marketplace, and the policies beside them."""

import re
from dataclasses import dataclass
from typing import Any

from litestar import Response, delete, get, post, put
from litestar.datastructures import CacheControlHeader, UploadFile
from litestar.params import FromPath, JSONBody, MultipartBody

from feria.core import http, ids
from feria.core.errors import Forbidden, NotFound, PreconditionFailed, PreconditionRequired
from feria.core.http import Request, TooLarge, UnsupportedMediaType
from feria.core.pictures import UPLOAD_BYTES_MAX, BadPicture
from feria.services.user import queries
from feria.services.user.actions import shops
from feria.services.user.actions.shops import Sign
from feria.services.user.flows import pictures
from feria.services.user.queries.rows import Marketplace
from feria.services.user.routes import answers
from feria.services.user.routes.operator import KEEPS_SETTINGS
from feria.services.user.schemas import PoliciesIn, SellerSettingsOut
from feria.services.user.schemas.marketplace import SettingsOut

FORM_BYTES_MAX = UPLOAD_BYTES_MAX + 100_000
UPLOADS_PER_MINUTE_MAX = 20
FOR_EVER = CacheControlHeader(public=True, max_age=31_536_000, immutable=True)
_NAME = re.compile(r"^([0-9a-hjkmnp-tv-z]{26})\.webp$")
_KEPT: dict[str, Any] = {"tags": ["user"], "security": [{"bearer": []}]}
_FORM = {"status_code": 200, "request_max_body_size": FORM_BYTES_MAX, **_KEPT}
_REFUSED = (Forbidden, BadPicture, TooLarge, UnsupportedMediaType)


@dataclass
class PictureForm:
    """The form of an upload: one file."""

    file: UploadFile


@put(
    "/api/v1/sellers/{seller_id:str}/policies",
    guards=[http.signed_in],
    responses=http.problems(NotFound, Forbidden, PreconditionFailed, PreconditionRequired),
    **_KEPT,
)
async def put_policies(
    request: Request, seller_id: FromPath[str], data: JSONBody[PoliciesIn]
) -> Response[SellerSettingsOut]:
    """Set for how long things may be sent back, and what is said about it; owner and manager, with `If-Match`."""
    number, version = ids.path_owner("sel", seller_id), http.if_match(request)
    row = await http.write(request, shops.update_policies, number, version, data)
    return answers.shop(request, answers.seller_settings(row), row.version)


@post(
    "/api/v1/sellers/{seller_id:str}/logo",
    guards=[http.signed_in, http.sent_as_form],
    responses=http.problems(NotFound, *_REFUSED),
    **_FORM,
)
async def add_logo(
    request: Request, seller_id: FromPath[str], data: MultipartBody[PictureForm]
) -> Response[SellerSettingsOut]:
    """Show a JPEG, PNG or WebP picture of up to 20 MB as the shop's logo, cut to a square; owner and manager."""
    return await _hung_up(request, seller_id, "logo", data)


@post(
    "/api/v1/sellers/{seller_id:str}/banner",
    guards=[http.signed_in, http.sent_as_form],
    responses=http.problems(NotFound, *_REFUSED),
    **_FORM,
)
async def add_banner(
    request: Request, seller_id: FromPath[str], data: MultipartBody[PictureForm]
) -> Response[SellerSettingsOut]:
    """Show a JPEG, PNG or WebP picture of up to 20 MB as the shop's banner, cut to 3:1; owner and manager."""
    return await _hung_up(request, seller_id, "banner", data)


@delete(
    "/api/v1/sellers/{seller_id:str}/logo",
    status_code=200,
    guards=[http.signed_in],
    responses=http.problems(NotFound, Forbidden),
    **_KEPT,
)
async def delete_logo(request: Request, seller_id: FromPath[str]) -> Response[SellerSettingsOut]:
    """Take the shop's logo down; owner and manager. Again changes nothing."""
    return await _taken_down(request, seller_id, "logo")


@delete(
    "/api/v1/sellers/{seller_id:str}/banner",
    status_code=200,
    guards=[http.signed_in],
    responses=http.problems(NotFound, Forbidden),
    **_KEPT,
)
async def delete_banner(request: Request, seller_id: FromPath[str]) -> Response[SellerSettingsOut]:
    """Take the shop's banner down; owner and manager. Again changes nothing."""
    return await _taken_down(request, seller_id, "banner")


async def _hung_up(
    request: Request, seller_id: str, sign: Sign, data: PictureForm
) -> Response[SellerSettingsOut]:
    number, visit = ids.path_owner("sel", seller_id), request.visit
    await http.limit(
        request, "upload-brand", UPLOADS_PER_MINUTE_MAX, who=f"{number}:{visit.actor.account_id}"
    )
    content = await data.file.read()
    row = await pictures.hang_up(
        http.platform(request), visit.actor, visit.request_id, seller_id=number, sign=sign, data=content
    )
    return answers.shop(request, answers.seller_settings(row), row.version)


async def _taken_down(request: Request, seller_id: str, sign: Sign) -> Response[SellerSettingsOut]:
    number, visit = ids.path_owner("sel", seller_id), request.visit
    row = await pictures.take_down(
        http.platform(request), visit.actor, visit.request_id, seller_id=number, sign=sign
    )
    return answers.shop(request, answers.seller_settings(row), row.version)


@post(
    "/api/v1/operator/settings/logo",
    guards=[KEEPS_SETTINGS, http.sent_as_form],
    responses=http.problems(*_REFUSED),
    **_FORM,
)
async def add_marketplace_logo(request: Request, data: MultipartBody[PictureForm]) -> Response[SettingsOut]:
    """Show a JPEG, PNG or WebP picture of up to 20 MB instead of the marketplace's name, fitted into 480 × 160."""
    visit = request.visit
    await http.limit(request, "upload-brand", UPLOADS_PER_MINUTE_MAX, who=str(visit.actor.account_id))
    content = await data.file.read()
    place = await pictures.show_logo(http.platform(request), visit.actor, visit.request_id, content)
    return await _settings(request, place)


@delete(
    "/api/v1/operator/settings/logo",
    status_code=200,
    guards=[KEEPS_SETTINGS],
    responses=http.problems(Forbidden),
    **_KEPT,
)
async def delete_marketplace_logo(request: Request) -> Response[SettingsOut]:
    """Show the marketplace's name again. Again changes nothing."""
    visit = request.visit
    place = await pictures.remove_logo(http.platform(request), visit.actor, visit.request_id)
    return await _settings(request, place)


async def _settings(request: Request, place: Marketplace) -> Response[SettingsOut]:
    markets = await http.read(request, queries.stored_markets)
    return answers.versioned(request, answers.settings(place, markets), place.version)


@get(
    "/api/v1/media/brand/{name:str}",
    tags=["user"],
    media_type="image/webp",
    responses=http.problems(NotFound),
)
async def get_brand_media(request: Request, name: FromPath[str]) -> Response[bytes]:
    """A logo or banner. Its address changes with the picture, so that it may be kept for ever."""
    match = _NAME.match(name)
    if match is None:
        raise NotFound
    data = await http.platform(request).storage.get(pictures.file_key(match[1]))
    headers = {"Cache-Control": FOR_EVER.to_header(), "Content-Security-Policy": "default-src 'none'"}
    return Response(data, media_type="image/webp", headers=headers)


routes = [
    put_policies,
    add_logo,
    add_banner,
    delete_logo,
    delete_banner,
    add_marketplace_logo,
    delete_marketplace_logo,
    get_brand_media,
]
