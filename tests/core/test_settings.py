"""Settings from the environment: defaults, clear sentences, secrets."""

from pathlib import Path

import pytest

from feria.core import settings
from feria.core.settings import SettingsError


def load(tmp_path: Path, **environ: str) -> settings.Settings:
    return settings.load({"FERIA_HOME": str(tmp_path), **environ}, tmp_path / "no.env")


def test_defaults_run_on_a_laptop(tmp_path: Path) -> None:
    found = load(tmp_path)
    assert (found.port, found.home, found.production) == (8000, tmp_path.resolve(), False)
    assert found.secret == load(tmp_path).secret
    assert len(found.secret) >= settings.SECRET_LENGTH_MIN
    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0


def test_a_dotenv_file_is_read_and_the_environment_wins(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("FERIA_PORT=9000\nFERIA_LOG_LEVEL=debug\n")
    found = settings.load({"FERIA_HOME": str(tmp_path), "FERIA_PORT": "9100"}, dotenv)
    assert (found.port, found.log_level) == (9100, "debug")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FERIA_PORT", "eighty"),
        ("FERIA_PORT", "70000"),
        ("FERIA_ENV", "staging"),
        ("FERIA_TRUST_PROXY", "ture"),
        ("FERIA_PUBLIC_URL", "shop.example"),
    ],
)
def test_a_wrong_value_names_its_variable(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        load(tmp_path, **{name: value})


@pytest.mark.parametrize(
    ("word", "meant"),
    [("1", True), ("True", True), ("yes", True), ("on", True), ("0", False), ("no", False), ("off", False)],
)
def test_switches_take_the_usual_words(tmp_path: Path, word: str, meant: bool) -> None:
    assert load(tmp_path, FERIA_TRUST_PROXY=word).trust_proxy is meant


def test_production_insists_on_a_secret_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="FERIA_SECRET"):
        load(tmp_path, FERIA_ENV="production")
    with pytest.raises(SettingsError, match="32"):
        load(tmp_path, FERIA_ENV="production", FERIA_SECRET="short")


def test_secrets_are_masked(tmp_path: Path) -> None:
    shown = dict(settings.shown(load(tmp_path, FERIA_DATABASE_URL="postgresql://a:b@c/d")))
    assert shown["FERIA_DATABASE_URL"] == shown["FERIA_SECRET"] == "********"
    assert shown["FERIA_PORT"] == "8000"
