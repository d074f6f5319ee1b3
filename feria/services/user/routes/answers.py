"""How rows become answers, and how single objects are answered with their version."""

from typing import Any

import msgspec
from litestar import Response
from litestar.datastructures import CacheControlHeader
from litestar.openapi.datastructures import ResponseSpec

from feria.core import http, ids
from feria.core.http import Request
from feria.services.user import queries, schemas
from feria.services.user.queries.rows import (
    HistoryRow,
    LegalPage,
    Market,
    Marketplace,
    MemberRow,
    Person,
    SellerRow,
)
from feria.services.user.schemas.marketplace import LegalPageOut, MarketOut, MarketsOut, Seat, SettingsOut

NOT_MODIFIED = {304: ResponseSpec(None, description="It has not changed since this ETag.")}


def trimmed(address: schemas.LegalAddress) -> dict[str, str]:
    """The parts of a company's address that say something, as they are stored."""
    found: dict[str, str] = {name: text.strip() for name, text in msgspec.to_builtins(address).items()}
    return {name: text for name, text in found.items() if text}


def versioned(
    request: Request,
    body: Any,
    version: int,
    cache: CacheControlHeader = http.NO_STORE,
    status_code: int = 200,
) -> Response[Any]:
    """The answer with its ETag, or 304 where the caller has this version."""
    headers = {"ETag": http.etag(version), "Cache-Control": cache.to_header()}
    if request.method == "GET" and http.none_match(request, version):
        return Response(None, status_code=304, headers=headers)
    return Response(body, status_code=status_code, headers=headers)


def shop(
    request: Request, body: schemas.SellerOut, version: int, cache: CacheControlHeader = http.NO_STORE
) -> Response[Any]:
    """A shop with its ETag, whose second half is what changes without a new version; or 304."""
    tag = f'"{version}-{body.product_count}-{body.review_count}-{body.rating}"'
    headers = {"ETag": tag, "Cache-Control": cache.to_header()}
    if request.method == "GET" and tag in request.headers.get("if-none-match", ""):
        return Response(None, status_code=304, headers=headers)
    return Response(body, headers=headers)


def account(person: Person) -> schemas.AccountOut:
    """An account with what it may do."""
    row, sellers = person.account, person.memberships
    return schemas.AccountOut(
        id=ids.encode_owner("usr", row.id),
        email=row.email,
        email_verified=row.email_verified_at is not None,
        name=row.name,
        phone=row.phone,
        locale=row.locale,
        roles=["buyer", *(["seller"] if sellers else []), *person.operator_roles],
        sellers=[
            schemas.MembershipOut(
                id=ids.encode_owner("sel", one.seller_id),
                slug=one.slug,
                name=one.name,
                stall_hue=one.stall_hue,
                logo=queries.brand_url(one.logo_key),
                status=one.status,  # type: ignore[arg-type] # the database checks it
                role=one.role,  # type: ignore[arg-type]
            )
            for one in sellers
        ],
        created_at=row.created_at,
    )


def _public(row: SellerRow) -> dict[str, Any]:
    return {
        "id": ids.encode_owner("sel", row.id),
        "slug": row.slug,
        "name": row.name,
        "country": row.country,
        "town": row.town,
        "story": row.story,
        "stall_hue": row.stall_hue,
        "logo": queries.brand_url(row.logo_key),
        "banner": queries.brand_url(row.banner_key),
        "policies": schemas.PoliciesOut(
            returns_days=row.returns_days, returns=row.returns_policy, shipping=row.shipping_policy
        ),
        "product_count": row.product_count,
        "rating": round(row.rating_sum / row.review_count, 2) if row.review_count else None,
        "review_count": row.review_count,
        "status": row.status,
        "created_at": row.created_at,
    }


def _private(row: SellerRow) -> dict[str, Any]:
    return _public(row) | {
        "time_zone": row.time_zone,
        "locale": row.locale,
        "vat_id": row.vat_id,
        "company": row.company,
        "legal_address": schemas.LegalAddress(**row.legal_address),
        "auto_accept": row.auto_accept,
        "version": row.version,
    }


def seller(row: SellerRow) -> schemas.SellerOut:
    """A shop as everybody sees it."""
    return schemas.SellerOut(**_public(row))


def seller_settings(row: SellerRow) -> schemas.SellerSettingsOut:
    """A shop as members and operator see it."""
    return schemas.SellerSettingsOut(**_private(row))


def seller_file(row: SellerRow, history: list[HistoryRow]) -> schemas.SellerFileOut:
    """A shop with its history, whose actors are told by kind or account."""
    return schemas.SellerFileOut(
        **_private(row),
        history=[
            schemas.SellerTransitionOut(
                from_status=one.from_status,  # type: ignore[arg-type]
                to_status=one.to_status,  # type: ignore[arg-type]
                actor=one.actor,
                reason=one.reason,
                at=one.at,
            )
            for one in history
        ],
    )


def member(row: MemberRow) -> schemas.MemberOut:
    """A member of a shop."""
    return schemas.MemberOut(
        account_id=ids.encode_owner("usr", row.account_id),
        name=row.name,
        email=row.email,
        role=row.role,  # type: ignore[arg-type]
        added_at=row.added_at,
    )


def market(row: Market) -> MarketOut:
    """A market."""
    return MarketOut(
        id=row.id,
        currency=row.currency,
        countries=row.countries,
        tax_inclusive=row.tax_inclusive,
        languages=row.languages,
        is_default=row.is_default,
    )


def markets(rows: list[Market]) -> MarketsOut:
    """All markets."""
    return MarketsOut(items=[market(row) for row in rows])


def settings(row: Marketplace, rows: list[Market]) -> SettingsOut:
    """The marketplace's settings."""
    return SettingsOut(
        name=row.name,
        logo=queries.brand_url(row.logo_key),
        support_email=row.support_email,
        accent_hue=row.accent_hue,
        locale=row.locale,
        time_zone=row.time_zone,
        company=row.company,
        vat_id=row.vat_id,
        legal_address=Seat(**row.legal_address),
        default_market=next(one.id for one in rows if one.is_default),
        reviews_checked_first=row.reviews_checked_first,
        product_approval=row.approval,
        product_approval_first=row.approval_first,
        version=row.version,
    )


def legal_page(row: LegalPage) -> LegalPageOut:
    """A legal page."""
    return LegalPageOut(
        slug=row.slug, title=row.title, body=row.body, version=row.version, updated_at=row.updated_at
    )
