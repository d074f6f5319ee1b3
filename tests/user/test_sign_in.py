"""Sign-up, sign-in and the limits on them."""

import asyncio
from typing import Any

import httpx
import pytest

from feria.core import clock, ids
from feria.core.auth import ACCESS_TOKEN_LIFETIME
from feria.core.platform import Platform
from tests.conftest import PUBLIC_URL, Later
from tests.factories import users

PASSWORD = "correct-horse-battery"


def new_email() -> str:
    return f"p{ids.new(0).hex[-12:]}@example.test"


def visitor(app: Any, address: str) -> httpx.AsyncClient:
    """A client with a network address of its own, so that limits do not mix."""
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app.asgi, client=(address, 1)), base_url=PUBLIC_URL
    )


def slug(answer: httpx.Response) -> str:
    assert answer.headers["content-type"] == "application/problem+json"
    return str(answer.json()["type"]).rpartition("/")[2]


async def test_sign_up_signs_in_by_token_and_by_cookie(client: httpx.AsyncClient) -> None:
    email = new_email()
    answer = await client.post(
        "/api/v1/auth/register", json={"email": email.upper(), "password": PASSWORD, "name": " Ana "}
    )
    assert answer.status_code == 201
    body = answer.json()
    assert set(body) == {"account", "access_token", "refresh_token", "expires_in", "token_type"}
    assert body["expires_in"] == 600
    account = body["account"]
    assert account["id"].startswith("usr_")
    assert (account["email"], account["name"], account["roles"]) == (email.upper(), "Ana", ["buyer"])
    assert account["email_verified"] is False
    assert account["sellers"] == []
    assert answer.headers["cache-control"] == "no-store"
    cookies = answer.headers.get_list("set-cookie")
    assert len(cookies) == 2
    assert all(
        "HttpOnly" in cookie and "SameSite=lax" in cookie and "Secure" not in cookie for cookie in cookies
    )

    by_cookie = await client.get("/api/v1/users/me")
    assert by_cookie.json() == account
    client.cookies.clear()
    assert (await client.get("/api/v1/users/me")).status_code == 401
    by_token = await client.get(
        "/api/v1/users/me", headers={"Authorization": f"Bearer {body['access_token']}"}
    )
    assert by_token.json() == account


async def test_the_same_address_again_is_taken_however_it_is_written(client: httpx.AsyncClient) -> None:
    email = new_email()
    first = await client.post(
        "/api/v1/auth/register", json={"email": email, "password": PASSWORD, "name": "A"}
    )
    assert first.status_code == 201
    for form in (email, email.upper(), email.replace("p", "\uff50", 1)):  # full-width p
        again = await client.post(
            "/api/v1/auth/register", json={"email": form, "password": PASSWORD, "name": "B"}
        )
        assert (again.status_code, slug(again)) == (409, "email-taken")


async def test_twenty_sign_ups_with_one_address_make_one_account(app: Any, platform: Platform) -> None:
    email = new_email()
    async with visitor(app, "10.1.0.1") as client:
        answers = await asyncio.gather(
            *(
                client.post("/api/v1/auth/register", json={"email": email, "password": PASSWORD, "name": "A"})
                for _ in range(20)
            )
        )
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 19
    async with platform.db.reading() as tx:
        assert await tx.fetchval('SELECT count(*) FROM "user".accounts WHERE email_key = $1', email) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "no-address"),
        ("email", "a b@example.test"),
        ("email", "x" * 250 + "@example.test"),
        ("email", None),
        ("password", "short"),
        ("password", "x" * 129),
        ("password", "password123"),
        ("password", "QWERTZ123"),
        ("password", "aaaaaaaaaaaa"),
        ("password", "ana.prova@example.test"),
        ("password", "ana.prova"),
        ("password", "Ana Prova Gil"),
        ("name", ""),
        ("name", " "),
        ("name", "a\nb"),
        ("name", "x" * 201),
        ("age", 7),
    ],
)
async def test_a_bad_field_is_named(client: httpx.AsyncClient, field: str, value: object) -> None:
    good = {"email": "ana.prova@example.test", "password": PASSWORD, "name": "Ana Prova Gil"}
    answer = await client.post("/api/v1/auth/register", json=good | {field: value})
    assert answer.status_code == 422, answer.text
    assert [error["field"] for error in answer.json()["errors"]] == [field]


async def test_a_long_password_counts_whole(client: httpx.AsyncClient) -> None:
    email, long = new_email(), "correct horse battery staple " * 4
    answer = await client.post(
        "/api/v1/auth/register", json={"email": email, "password": long + "a", "name": "Ana"}
    )
    assert answer.status_code == 201
    wrong = await client.post("/api/v1/auth/login", json={"email": email, "password": long + "b"})
    assert (wrong.status_code, slug(wrong)) == (401, "invalid-credentials")
    right = await client.post("/api/v1/auth/login", json={"email": email, "password": long + "a"})
    assert right.status_code == 200


async def test_wrong_password_and_unknown_address_look_alike(
    client: httpx.AsyncClient, platform: Platform
) -> None:
    person = await users.account(platform)
    wrong = await client.post("/api/v1/auth/login", json={"email": person.email, "password": "not-the-one"})
    unknown = await client.post("/api/v1/auth/login", json={"email": new_email(), "password": "not-the-one"})
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()


async def test_ten_failures_block_this_client_and_nobody_else(
    app: Any, platform: Platform, later: Later
) -> None:
    person = await users.account(platform)
    wrong = {"email": person.email, "password": "not-the-one"}
    right = {"email": person.email, "password": person.password}
    async with visitor(app, "10.1.0.3") as client, visitor(app, "10.1.0.4") as other:
        answers = await asyncio.gather(*(client.post("/api/v1/auth/login", json=wrong) for _ in range(14)))
        assert sorted(answer.status_code for answer in answers) == [401] * 10 + [429] * 4
        blocked = await client.post("/api/v1/auth/login", json=right)
        assert blocked.status_code == 429
        assert 0 < int(blocked.headers["retry-after"]) <= 901
        assert (await other.post("/api/v1/auth/login", json=right)).status_code == 200
        later(minutes=15, seconds=1)
        assert (await client.post("/api/v1/auth/login", json=right)).status_code == 200
        async with platform.db.reading() as tx:
            kept = await tx.fetchval(
                """SELECT count(*) FROM "user".sign_in_failures WHERE client = '10.1.0.3'"""
            )
        assert kept == 0


async def test_an_access_token_ends_after_ten_minutes_and_a_forged_one_never_counts(
    client: httpx.AsyncClient, platform: Platform, later: Later
) -> None:
    person = await users.account(platform)
    assert (await client.get("/api/v1/users/me", headers=person.headers)).status_code == 200
    head, claims, signature = person.token.split(".")
    forged = {"Authorization": f"Bearer {head}.{claims}.{signature[:-6]}AAAAAA"}
    answer = await client.get("/api/v1/users/me", headers=forged)
    assert (answer.status_code, slug(answer)) == (401, "invalid-token")
    later(seconds=ACCESS_TOKEN_LIFETIME.total_seconds() + 1)
    assert (await client.get("/api/v1/users/me", headers=person.headers)).status_code == 401


async def test_signing_out_ends_the_session_and_the_cookies(client: httpx.AsyncClient) -> None:
    answer = await client.post(
        "/api/v1/auth/register", json={"email": new_email(), "password": PASSWORD, "name": "Ana"}
    )
    body = answer.json()
    out = await client.post("/api/v1/auth/logout")
    assert out.status_code == 204
    assert not client.cookies
    bearer = {"Authorization": f"Bearer {body['access_token']}"}
    assert (await client.get("/api/v1/users/me", headers=bearer)).status_code == 401
    again = await client.post("/api/v1/auth/refresh", json={"refresh_token": body["refresh_token"]})
    assert (again.status_code, slug(again)) == (401, "invalid-refresh-token")
    assert (await client.post("/api/v1/auth/logout")).status_code == 204


async def test_a_write_with_cookies_from_another_site_is_refused(client: httpx.AsyncClient) -> None:
    await client.post(
        "/api/v1/auth/register", json={"email": new_email(), "password": PASSWORD, "name": "Ana"}
    )
    foreign = await client.post("/api/v1/auth/logout", headers={"Origin": "https://evil.test"})
    assert (foreign.status_code, slug(foreign)) == (403, "bad-origin")
    assert (await client.get("/api/v1/users/me")).status_code == 200
    own = await client.post("/api/v1/auth/logout", headers={"Origin": PUBLIC_URL})
    assert own.status_code == 204


async def test_keys_verify_access_tokens(client: httpx.AsyncClient, platform: Platform) -> None:
    from joserfc import jwt
    from joserfc.jwk import KeySet

    person = await users.account(platform)
    document = (await client.get("/.well-known/jwks.json")).json()
    assert all("d" not in key for key in document["keys"])
    claims = jwt.decode(person.token, KeySet.import_key_set(document), algorithms=["Ed25519"]).claims
    assert claims["sub"] == str(person.id)
    assert claims["exp"] - clock.now().timestamp() <= 600
