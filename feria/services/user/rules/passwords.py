"""Passwords and the secrets derived for links and refresh tokens: pure functions, slow where they have to be."""

import base64
import hashlib
import hmac
import unicodedata
from functools import cache
from importlib.resources import files
from uuid import UUID

import bcrypt

COST = 12
COST_IN_TESTS = 4
_MAC_BYTES = 24


def password_reset_token(secret: str, reset_id: UUID) -> str:
    """The token in the reset mail: the id and a MAC of it, so that it is never stored."""
    return reset_id.hex + _mac(secret, b"password reset", reset_id.bytes)


def reset_id_of(secret: str, token: str) -> UUID | None:
    """The reset that a token stands for; None for a forged one."""
    try:
        reset_id = UUID(hex=token[:32])
    except ValueError:
        return None
    genuine = hmac.compare_digest(password_reset_token(secret, reset_id).encode(), token.encode())
    return reset_id if genuine else None


def next_refresh_token(secret: str, token: str) -> str:
    """The refresh token that follows `token`; the same for parallel tabs, so that a session has one chain."""
    return _mac(secret, b"refresh", token.encode())


def token_hash(token: str) -> bytes:
    """How a random token is stored."""
    return hashlib.sha256(token.encode()).digest()


def hashed(password: str, cost: int = COST) -> str:
    """bcrypt over a SHA-256 pre-hash, so that long passwords count whole. Takes 0.25 s at cost 12: call in a thread."""
    return bcrypt.hashpw(_prepared(password), bcrypt.gensalt(cost)).decode()


def matches(password: str, stored: str) -> bool:
    """Whether the password is the stored one. As slow as `hashed`."""
    return bcrypt.checkpw(_prepared(password), stored.encode())


def matches_nobody(password: str, cost: int) -> bool:
    """Takes as long as `matches` and is never true, for addresses without an account."""
    matches(password, _hash_of_nobody(cost))
    return False


def weakness(password: str, email: str, name: str) -> str | None:
    """Why this password will not do, as the end of the sentence "the password …"; None when it does."""
    plain = _folded(password)
    if plain in _common() or len(set(plain)) <= 2:
        return "is one of the passwords that everybody tries first"
    if plain in {_folded(email), _folded(email.partition("@")[0]), _folded(name)}:
        return "is your own address or name"
    return None


def _prepared(password: str) -> bytes:
    return base64.b64encode(hashlib.sha256(unicodedata.normalize("NFKC", password).encode()).digest())


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _mac(secret: str, purpose: bytes, data: bytes) -> str:
    key = hashlib.sha256(b"feria " + purpose + b"\x00" + secret.encode()).digest()
    return base64.urlsafe_b64encode(hmac.digest(key, data, "sha256")[:_MAC_BYTES]).decode()


@cache
def _hash_of_nobody(cost: int) -> str:
    return bcrypt.hashpw(b"nobody", bcrypt.gensalt(cost)).decode()


@cache
def _common() -> frozenset[str]:
    text = files(__package__).joinpath("common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))
