"""The user service alone, since its doors need none of the others; each test is a visitor of its own address."""

from collections.abc import AsyncIterator
from itertools import count
from typing import Any

import httpx
import pytest

from feria import app as feria_app
from feria.core.platform import Platform
from feria.core.settings import Settings
from tests.conftest import PUBLIC_URL

_visitors = count(1)


@pytest.fixture(scope="session")
async def app(settings: Settings, platform: Platform) -> AsyncIterator[Any]:
    """The application with the user service only."""
    built = feria_app.build(settings, ("user",), platform)
    async with feria_app.running(built):
        yield built


@pytest.fixture
async def client(app: Any) -> AsyncIterator[httpx.AsyncClient]:
    """A fresh visitor's HTTP client, counted by itself where requests are limited."""
    place = divmod(next(_visitors), 250)
    transport = httpx.ASGITransport(app.asgi, client=(f"10.2.{place[0]}.{place[1]}", 1))
    async with httpx.AsyncClient(transport=transport, base_url=PUBLIC_URL) as visitor:
        yield visitor
