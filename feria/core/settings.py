"""Every setting of a Feria process, read once from the environment and `.env`, in one typed place."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from dotenv import dotenv_values
from msgspec import Meta

SECRET_LENGTH_MIN = 32
# What people write beside what msgspec knows; any other word is an error, never "off".
_SWITCH_WORDS = {"yes": "true", "on": "true", "no": "false", "off": "false"}
MASKED = (
    "secret",
    "database_url",
    "owner_database_url",
    "replica_url",
    "redis_url",
    "storage_url",
    "mail_url",
    "ups_client_secret",
    "ups_webhook_credential",
    "fedex_secret_key",
    "fedex_track_secret_key",
    "fedex_webhook_token",
    "stripe_tax_key",
)


class SettingsError(Exception):
    """A setting is missing, malformed or unsafe; the message is one sentence for the person who starts Feria."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Settings of one process. Each field is read from `FERIA_<NAME>`; the defaults run on a laptop."""

    env: Literal["development", "test", "production"] = "development"
    public_url: Annotated[str, Meta(pattern="^https?://.")] = "http://localhost:8000"
    bind: str = "0.0.0.0"  # noqa: S104 - a phone on the same network is a documented use
    port: Annotated[int, Meta(ge=1, le=65_535)] = 8000
    home: Path = Path("var")
    secret: str = ""
    database_url: str = ""
    owner_database_url: str = ""
    replica_url: str = ""
    pool_size: Annotated[int, Meta(ge=1, le=200)] = 10
    pg_bin: str = ""
    redis_url: str = ""
    storage_url: str = ""
    storage_public_url: str = ""
    mail_url: str = ""
    mail_from: str = "Feria <no-reply@localhost>"
    web_workers: Annotated[int, Meta(ge=1, le=64)] = 1
    allow_test_provider: bool = False
    ups_url: str = "https://onlinetools.ups.com"
    ups_client_id: str = ""
    ups_client_secret: str = ""
    ups_account_number: str = ""
    ups_webhook_credential: str = ""
    fedex_url: str = "https://apis.fedex.com"
    fedex_api_key: str = ""
    fedex_secret_key: str = ""
    fedex_account_number: str = ""
    fedex_track_api_key: str = ""
    fedex_track_secret_key: str = ""
    fedex_webhook_token: str = ""
    vies_url: str = ""
    vies_requester: Annotated[str, Meta(max_length=20, pattern="^([A-Z]{2}[0-9A-Z]+)?$")] = ""
    tax_service_countries: Annotated[str, Meta(max_length=800, pattern="^([A-Z]{2}( [A-Z]{2})*)?$")] = ""
    stripe_tax_url: str = "https://api.stripe.com"
    stripe_tax_key: str = ""
    rates_seconds: Annotated[float, Meta(gt=0, le=10)] = 2.0
    render_pages: bool = True
    cart_abandoned_hours: Annotated[int, Meta(ge=1, le=120)] = 4
    trust_proxy: bool = False
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @property
    def production(self) -> bool:
        """Whether the strict rules of a public installation hold."""
        return self.env == "production"

    @property
    def https(self) -> bool:
        """Whether buyers reach this marketplace by https, which decides cookie names and flags."""
        return self.public_url.startswith("https://")


def load(environ: Mapping[str, str] | None = None, dotenv: Path = Path(".env")) -> Settings:
    """Read the settings; raises SettingsError with a sentence naming the variable that is wrong."""
    found = {name: value for name, value in dotenv_values(dotenv).items() if value is not None}
    found.update(os.environ if environ is None else environ)
    values: dict[str, object] = {}
    for field in Settings.__struct_fields__:
        value = found.get(f"FERIA_{field.upper()}", "")
        if value != "":
            values[field] = _SWITCH_WORDS.get(value.lower(), value) if field in _booleans() else value
    try:
        settings = msgspec.convert(values, Settings, strict=False, dec_hook=_decoded)
    except msgspec.ValidationError as error:
        reason, _, path = str(error).partition(" - at `$.")
        raise SettingsError(f"FERIA_{path.rstrip('`').upper()} is wrong: {reason}.") from error
    if settings.production and settings.tax_service_countries and not settings.stripe_tax_key:
        raise SettingsError("FERIA_STRIPE_TAX_KEY is required when FERIA_TAX_SERVICE_COUNTRIES is set.")
    # Where nobody says how people reach it, they are on the same machine.
    public_url = settings.public_url if "public_url" in values else f"http://localhost:{settings.port}"
    settings = msgspec.structs.replace(
        settings, home=settings.home.resolve(), public_url=public_url.rstrip("/")
    )
    return _with_secret(settings)


def shown(settings: Settings) -> list[tuple[str, str]]:
    """Names and values for `feria config`, secrets masked."""
    rows = []
    for field in Settings.__struct_fields__:
        value = str(getattr(settings, field))
        rows.append((f"FERIA_{field.upper()}", "********" if value and field in MASKED else value))
    return rows


def _decoded(kind: type, value: object) -> object:
    """msgspec's hook for the one type that it does not know."""
    assert kind is Path
    return Path(str(value))


def _booleans() -> set[str]:
    return {name for name, kind in Settings.__annotations__.items() if kind is bool}


def _with_secret(settings: Settings) -> Settings:
    """Production must be given a secret; elsewhere one is made once and kept in the home folder."""
    if settings.secret:
        if len(settings.secret) < SECRET_LENGTH_MIN:
            raise SettingsError(f"FERIA_SECRET must have at least {SECRET_LENGTH_MIN} characters.")
        return settings
    if settings.production:
        raise SettingsError(
            "FERIA_SECRET is required when FERIA_ENV=production: set 32 or more random characters."
        )
    path = settings.home / "secret"
    if not path.exists():
        settings.home.mkdir(parents=True, exist_ok=True)
        scratch = path.with_suffix(f".{os.getpid()}")
        scratch.touch(mode=0o600)
        scratch.write_text(secrets.token_urlsafe(SECRET_LENGTH_MIN))
        try:
            os.link(scratch, path)  # the first of two processes wins, both read the same secret
        except FileExistsError:
            pass
        finally:
            scratch.unlink()
    return msgspec.structs.replace(settings, secret=path.read_text().strip())
