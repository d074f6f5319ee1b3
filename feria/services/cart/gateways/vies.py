"""VIES, the European Commission's service about VAT ids, by its REST interface.

https://ec.europa.eu/taxation_customs/vies/#/technical-information describes it.
"""

import httpx
import msgspec

from feria.services.cart.gateways import VatAnswer, VatServiceSilent

OFFICIAL_URL = "https://ec.europa.eu/taxation_customs/vies/rest-api"
SECONDS_MAX = 3.0
CONSULTATION_CHARACTERS_MAX = 100


class _Answer(msgspec.Struct, rename="camel"):
    """What counts of an answer; one that failed has `actionSucceed: false` and no `valid`."""

    valid: bool | None = None
    request_identifier: str | None = None
    action_succeed: bool | None = None


class Vies:
    """Asks VIES. With a VAT id of the marketplace's own (`requester`) an answer has a consultation number."""

    name = "vies"

    def __init__(self, http: httpx.AsyncClient, url: str, requester: str) -> None:
        self._http = http
        self._url = url.rstrip("/") + "/check-vat-number"
        self._requester = requester

    async def check(self, vat_id: str) -> VatAnswer:
        """Ask about a VAT id; every answer that is not about the id itself is VatServiceSilent."""
        body = {"countryCode": vat_id[:2], "vatNumber": vat_id[2:]}
        if self._requester:
            body |= {
                "requesterMemberStateCode": self._requester[:2],
                "requesterNumber": self._requester[2:],
            }
        try:
            answer = await self._http.post(self._url, json=body, timeout=SECONDS_MAX)
        except httpx.HTTPError as error:
            raise VatServiceSilent(f"{type(error).__name__}: {error}") from error
        if not answer.is_success:
            raise VatServiceSilent(f"answered {answer.status_code}")
        try:
            found = msgspec.json.decode(answer.content, type=_Answer)
        except msgspec.DecodeError as error:
            raise VatServiceSilent(f"answered what cannot be read: {error}") from error
        if found.valid is None or found.action_succeed is False:
            raise VatServiceSilent("could not ask the member state")
        consultation = (found.request_identifier or "")[:CONSULTATION_CHARACTERS_MAX]
        return VatAnswer(valid=found.valid, consultation=consultation)
