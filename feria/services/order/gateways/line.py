"""Requests to one carrier as its signed-in client; the token is kept until shortly before it ends."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import httpx
import msgspec

from feria.core import clock
from feria.services.order.gateways import CarrierUnavailable

# The token is renewed this long before it would end.
RENEW_BEFORE = timedelta(seconds=60)
ANSWER_BYTES_MAX = 20_000_000
# A call as a whole; what the HTTP client limits is each wait for a byte.
CALL_SECONDS_MAX = 15.0
_BUSY = (408, 425, 429)


class Line:
    """OAuth client credentials, JSON there and back. No answer and a server's fault are CarrierUnavailable."""

    def __init__(self, http: httpx.AsyncClient, url: str, token: httpx.Request) -> None:
        self._http, self._url, self._ask_token = http, url.rstrip("/"), token
        self._token, self._ends = "", datetime.min.replace(tzinfo=clock.now().tzinfo)

    async def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[int, dict[str, Any]]:
        """Status and JSON of the answer, also of a refusal; a token that no longer counts is renewed once."""
        for last in (False, True):
            request = self._http.build_request(
                method,
                self._url + path,
                content=None if body is None else msgspec.json.encode(body),
                params=params,
                headers={
                    "authorization": f"Bearer {await self._current_token()}",
                    "content-type": "application/json",
                    **(headers or {}),
                },
            )
            answer = await self._answer(request)
            if answer.status_code != 401 or last:
                break
            self._token = ""
        return answer.status_code, _json(answer)

    async def _current_token(self) -> str:
        if not self._token or self._ends <= clock.now() + RENEW_BEFORE:
            asked = self._ask_token
            fresh = self._http.build_request(
                asked.method, asked.url, content=asked.content, headers=dict(asked.headers)
            )
            found = _json(await self._answer(fresh))
            token, seconds = found.get("access_token"), found.get("expires_in", 0)
            if not isinstance(token, str) or not str(seconds).isdigit():
                raise CarrierUnavailable("the carrier does not know this marketplace's credentials")
            self._token, self._ends = token, clock.now() + timedelta(seconds=int(seconds))
        return self._token

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        try:
            async with asyncio.timeout(CALL_SECONDS_MAX):
                answer = await self._http.send(request)
        except (httpx.HTTPError, TimeoutError) as error:
            raise CarrierUnavailable(f"{type(error).__name__}: {error}") from error
        if answer.is_server_error or answer.status_code in _BUSY:
            raise CarrierUnavailable(f"the carrier answers {answer.status_code}")
        if len(answer.content) > ANSWER_BYTES_MAX:
            raise CarrierUnavailable("the answer is too long")
        return answer


def _json(answer: httpx.Response) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(answer.content)
    except msgspec.DecodeError as error:
        raise CarrierUnavailable(f"the carrier answers {answer.status_code} without JSON") from error
    if not isinstance(found, dict):
        raise CarrierUnavailable(f"the carrier answers {answer.status_code} without an object")
    return found
