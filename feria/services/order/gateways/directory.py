"""Which carriers there are in this installation: those with credentials, and outside production the fakes."""

from typing import TYPE_CHECKING, Any

from feria.core.errors import NotFound
from feria.core.platform import HTTP_TIMEOUT_SECONDS, Platform
from feria.core.settings import Settings
from feria.services.order.rules.parcels import CARRIERS

if TYPE_CHECKING:
    from feria.services.order.gateways import Carrier

_FAKE = "fake"


def names(settings: Settings) -> list[str]:
    """The carriers that are asked for rates and labels here."""
    return [name for name in CARRIERS if _is_configured(settings, name) or is_fake(settings, name)]


def is_fake(settings: Settings, name: str) -> bool:
    """Whether the built-in fake stands in: no credentials, and not in production unless fakes are allowed there."""
    return not _is_configured(settings, name) and (not settings.production or settings.allow_test_provider)


def carrier(platform: Platform, name: str) -> "Carrier":
    """The client of a carrier, kept with its token for this process; raises NotFound for one not offered here."""
    if name not in names(platform.settings):
        raise NotFound
    kept = platform.db.kept.setdefault("order.carriers", {})
    if name not in kept:
        kept[name] = _client(platform, name)
    found: Carrier = kept[name]
    return found


async def prepare() -> None:
    """Load what the clients need, so that the second it takes the first time is not taken off a time budget."""
    from feria.services.order.gateways import mapping

    await mapping.library()


def _is_configured(settings: Settings, name: str) -> bool:
    return bool(settings.ups_client_id if name == "ups" else settings.fedex_api_key)


def _client(platform: Platform, name: str) -> "Carrier":
    import httpx

    settings = platform.settings
    fake = is_fake(settings, name)
    transport: Any = platform.transport
    if fake:
        transport = httpx.ASGITransport(app=_far_end(platform, name))
    http = httpx.AsyncClient(transport=transport, timeout=HTTP_TIMEOUT_SECONDS, follow_redirects=False)
    if name == "ups":
        from feria.services.order.gateways.ups import Ups

        return Ups(
            http,
            f"https://ups.{_FAKE}" if fake else settings.ups_url,
            client=(settings.ups_client_id or _FAKE, settings.ups_client_secret or _FAKE),
            account=settings.ups_account_number or "FERIA0",
            webhook_secret=settings.ups_webhook_credential or _own_secret(settings, fake),
        )
    from feria.services.order.gateways.fedex import Fedex

    main = (settings.fedex_api_key or _FAKE, settings.fedex_secret_key or _FAKE)
    return Fedex(
        http,
        f"https://fedex.{_FAKE}" if fake else settings.fedex_url,
        client=main,
        tracking_client=(
            settings.fedex_track_api_key or main[0],
            settings.fedex_track_secret_key or main[1],
        ),
        account=settings.fedex_account_number or "000000000",
        webhook_secret=settings.fedex_webhook_token or _own_secret(settings, fake),
    )


def _far_end(platform: Platform, name: str) -> Any:
    if name == "ups":
        from feria.services.order.gateways import fake_ups

        return fake_ups.application(platform.db)
    from feria.services.order.gateways import fake_fedex

    return fake_fedex.application(platform.db)


def _own_secret(settings: Settings, fake: bool) -> str:
    """The fakes sign with the marketplace's own secret; without a fake and a secret no webhook is believed."""
    return settings.secret if fake else ""
