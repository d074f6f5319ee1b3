"""Who acts: principals, the signed access tokens that name them, and the cache that spares their verification."""

import base64
import hashlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from feria.core import clock

if TYPE_CHECKING:
    from joserfc.jwk import OKPKey

ACCESS_TOKEN_LIFETIME = timedelta(minutes=10)
VERIFIED_FOR = timedelta(seconds=30)
VERIFIED_MAX = 20_000
ISSUER = "feria"
ALGORITHM = "Ed25519"  # EdDSA under the name that RFC 9864 gives it


@dataclass(frozen=True, slots=True)
class Principal:
    """Who acts in a transaction. `memberships` maps a seller's number to owner, manager or staff."""

    account_id: int | None = None
    session_id: UUID | None = None
    operator_roles: frozenset[str] = frozenset()
    memberships: Mapping[int, str] = field(default_factory=dict)
    system: bool = False

    @property
    def label(self) -> str:
        """Who, for histories and audit rows."""
        return (
            "system" if self.system else "guest" if self.account_id is None else f"account:{self.account_id}"
        )

    def is_operator(self, *roles: str) -> bool:
        """Whether this is operator staff with one of `roles`; an admin has them all."""
        return self.system or bool(self.operator_roles & {"admin", *roles})

    def member_of(self, seller_id: int, *roles: str) -> bool:
        """Whether this is a member of the seller, in one of `roles` when any is named; an owner has them all."""
        role = self.memberships.get(seller_id)
        return self.system or (role is not None and (not roles or role == "owner" or role in roles))


ANONYMOUS = Principal()
SYSTEM = Principal(system=True)

PrincipalSource = Callable[[int, UUID], Awaitable[Principal | None]]


class Tokens:
    """Signs access tokens (EdDSA) with a key derived from the secret, and turns them back into principals.

    A verified token is remembered for 30 s together with its principal, since a check costs 83 µs; so a
    revoked session or a changed role acts within 30 s.
    """

    def __init__(self, secret: str, principal_of: PrincipalSource) -> None:
        self._seed = hashlib.sha256(b"feria access token key\x00" + secret.encode()).digest()
        self._key_id = base64.urlsafe_b64encode(hashlib.sha256(self._seed).digest()[:9]).decode()
        self._principal_of = principal_of
        self._verified: OrderedDict[str, tuple[datetime, Principal]] = OrderedDict()

    @cached_property
    def _key(self) -> "OKPKey":
        """The key pair, made by the first token: its library takes a tenth of a second to load."""
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from joserfc.jwk import OKPKey

        private = Ed25519PrivateKey.from_private_bytes(self._seed)
        pem = private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return OKPKey.import_key(pem)

    def issue(self, account_id: int, session_id: UUID) -> str:
        """A new access token for the session."""
        from joserfc import jwt

        now = int(clock.now().timestamp())
        claims = {
            "iss": ISSUER,
            "sub": str(account_id),
            "sid": str(session_id),
            "iat": now,
            "exp": now + int(ACCESS_TOKEN_LIFETIME.total_seconds()),
        }
        return jwt.encode({"alg": ALGORITHM, "kid": self._key_id}, claims, self._key, algorithms=[ALGORITHM])

    def public_keys(self) -> dict[str, Any]:
        """The JWKS document."""
        return {
            "keys": [
                {**self._key.as_dict(private=False), "use": "sig", "alg": ALGORITHM, "kid": self._key_id}
            ]
        }

    async def principal(self, token: str) -> Principal | None:
        """Who the token speaks for, or None when it is forged, expired or its session has ended."""
        now = clock.now()
        known = self._verified.get(token)
        if known is not None and known[0] > now:
            return known[1]
        from joserfc import jwt
        from joserfc.errors import JoseError

        try:
            claims = jwt.decode(token, self._key, algorithms=[ALGORITHM]).claims
            expires, account_id, session_id = int(claims["exp"]), int(claims["sub"]), UUID(claims["sid"])
        except (JoseError, ValueError, KeyError, TypeError):
            return None
        if claims.get("iss") != ISSUER or expires <= now.timestamp():
            return None
        principal = await self._principal_of(account_id, session_id)
        if principal is not None:
            until = min(now + VERIFIED_FOR, now + timedelta(seconds=expires - now.timestamp()))
            self._verified[token] = (until, principal)
            while len(self._verified) > VERIFIED_MAX:
                self._verified.popitem(last=False)
        return principal

    def forget_verified(self) -> None:
        """Drop the cache, so that the next request of every session is checked anew."""
        self._verified.clear()
