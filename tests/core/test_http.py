"""The edge of the API: every error is a problem document, every answer carries a request id."""

import httpx
import pytest


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/nothing", 404),
        ("GET", "/nothing", 404),
        ("POST", "/healthz", 405),
        ("GET", "/healthz", 200),
        ("GET", "/readyz", 200),
    ],
)
async def test_every_answer_has_a_request_id_and_errors_are_problems(
    client: httpx.AsyncClient, method: str, path: str, status: int
) -> None:
    answer = await client.request(method, path)
    assert answer.status_code == status
    assert len(answer.headers["x-request-id"]) >= 8
    if status >= 400:
        assert answer.headers["content-type"] == "application/problem+json"
        body = answer.json()
        assert body["status"] == status
        assert body["type"].startswith("https://")


@pytest.mark.parametrize("path", ["/healthz", "/api/v1/products", "/legal/terms", "/nothing"])
async def test_head_is_get_without_the_body(client: httpx.AsyncClient, path: str) -> None:
    got, asked = await client.get(path), await client.head(path)
    assert asked.status_code == got.status_code
    assert asked.content == b""
    for name in ("content-type", "content-length", "x-frame-options"):
        assert asked.headers[name] == got.headers[name]


async def test_a_given_request_id_is_kept(client: httpx.AsyncClient) -> None:
    answer = await client.get("/healthz", headers={"x-request-id": "abcdef12-3456"})
    assert answer.headers["x-request-id"] == "abcdef12-3456"


async def test_a_forged_token_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.get("/healthz", headers={"authorization": "Bearer nonsense"})
    assert answer.status_code == 401
    assert answer.json()["type"].endswith("/invalid-token")


@pytest.mark.parametrize("origin", ["null", "http://[", "http://a]b", "https://elsewhere.test"])
async def test_a_write_with_cookies_from_nowhere_is_refused(client: httpx.AsyncClient, origin: str) -> None:
    answer = await client.post(
        "/api/v1/auth/logout", json={}, headers={"origin": origin, "cookie": "feria_cart=x"}
    )
    assert answer.status_code == 403
    assert answer.json()["type"].endswith("/bad-origin")


async def test_metrics_count_requests(client: httpx.AsyncClient) -> None:
    await client.get("/healthz")
    assert (
        'feria_http_requests_total{method="GET",route="/healthz",status="200"}'
        in (await client.get("/metrics")).text
    )
