"""Pictures and labels of returns that break off on their way in: nothing half is ever shown, and again is possible."""

from dataclasses import replace
from typing import Literal

import pytest

from feria.app import Application
from feria.core import ids
from feria.core.auth import ANONYMOUS
from feria.core.errors import Unavailable
from feria.core.platform import Platform
from feria.core.storage import Storage
from feria.services.order import rules
from feria.services.order.actions.evidence import Claim as Of
from feria.services.order.actions.evidence import EvidenceClosed
from feria.services.order.actions.returns import ReturnConflict
from feria.services.order.flows import evidence
from tests.conftest import Later
from tests.factories.hostile_files import picture
from tests.factories.orders import API
from tests.order.claims import Claim, disputed, returned
from tests.order.orders import assert_clean

When = Literal["before", "after"]
Kind = Literal["return", "case"]
PICTURE = picture(".png", 64, 48)


class _Crash(BaseException):
    """The process ends: nothing of ours may catch it."""


class _Breaking(Storage):
    """The store of a process that ends, or that gets no answer, before or after its nth write or its first deletion."""

    def __init__(
        self, kept: Storage, step: int | Literal["delete"], when: When, fault: BaseException
    ) -> None:
        self._kept, self._step, self._when, self._fault, self._count = kept, step, when, fault, 0

    async def put(self, key: str, data: bytes) -> None:
        self._count += 1
        if self._count == self._step and self._when == "before":
            raise self._fault
        await self._kept.put(key, data)
        if self._count == self._step:
            raise self._fault

    async def delete(self, *keys: str) -> None:
        if self._step == "delete" and self._when == "before":
            raise self._fault
        await self._kept.delete(*keys)
        if self._step == "delete":
            raise self._fault


class _Meanwhile(Storage):
    """A store that is slow: meanwhile the shop answers."""

    def __init__(self, kept: Storage, claim: Claim, *steps: str) -> None:
        self._kept, self._claim, self._steps = kept, claim, list(steps)

    async def put(self, key: str, data: bytes) -> None:
        await self._kept.put(key, data)
        while self._steps:
            assert (await self._claim.step(self._steps.pop(0))).status_code == 200

    async def delete(self, *keys: str) -> None:
        await self._kept.delete(*keys)


def token(platform: Platform, claim: Claim) -> str:
    return rules.order_token(platform.settings.secret, ids.decode("ord", claim.sale.order["id"]))


def of(claim: Claim) -> Of:
    kind: Kind = "return" if claim.kind == "return" else "case"
    return Of(kind, ids.decode("ret" if kind == "return" else "case", claim.ref))


async def add(platform: Platform, claim: Claim) -> None:
    """The flow itself, as the guest who asked."""
    await evidence.add_picture(platform, ANONYMOUS, "", of(claim), PICTURE, token(platform, claim))


async def photos(claim: Claim) -> int:
    """How many the buyer sees; each can be opened."""
    found = (await claim.seen())["photos"]
    for one in found:
        assert (await claim.sale.guest.http.get(one["url"])).status_code == 200
        assert (await claim.sale.guest.http.get(one["thumbnail"])).status_code == 200
    return len(found)


@pytest.mark.parametrize("fault", [_Crash(), Unavailable()], ids=["crash", "silence"])
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", [1, 2])
@pytest.mark.parametrize("kind", ["return", "case"])
async def test_a_picture_that_breaks_off_is_not_there(
    app: Application,
    platform: Platform,
    later: Later,
    *,
    kind: Kind,
    step: int,
    when: When,
    fault: BaseException,
) -> None:
    claim = await (returned if kind == "return" else disputed)(app, platform, later)
    broken = replace(platform, storage=_Breaking(platform.storage, step, when, fault))
    with pytest.raises(type(fault)):
        await add(broken, claim)
    assert await photos(claim) == 0
    await add(platform, claim)
    assert await photos(claim) == 1
    await add(platform, claim)
    assert await photos(claim) == 2
    await assert_clean(platform)


async def test_a_picture_that_comes_after_the_answer_leaves_no_file(
    app: Application, platform: Platform, later: Later
) -> None:
    claim = await returned(app, platform, later)
    before = await platform.storage.listed("claims", "")
    slow = replace(platform, storage=_Meanwhile(platform.storage, claim, "approved"))
    with pytest.raises(EvidenceClosed):
        await add(slow, claim)
    assert await photos(claim) == 0
    assert await platform.storage.listed("claims", "") == before
    await assert_clean(platform)


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_refused_picture_whose_file_stays_is_not_shown(
    app: Application, platform: Platform, later: Later, when: When
) -> None:
    claim = await returned(app, platform, later)
    assert (await claim.step("approved")).status_code == 200
    broken = replace(platform, storage=_Breaking(platform.storage, "delete", when, _Crash()))
    with pytest.raises(EvidenceClosed):
        await add(broken, claim)
    assert await photos(claim) == 0
    again = await disputed(app, platform, later)
    most = replace(platform, storage=_Breaking(platform.storage, "delete", when, _Crash()))
    for _ in range(20):
        try:
            await add(most, again)
        except (EvidenceClosed, _Crash):
            break
    else:
        pytest.fail("there is no end to pictures")
    count = await photos(again)
    with pytest.raises(EvidenceClosed):
        await add(platform, again)
    assert await photos(again) == count
    await assert_clean(platform)


async def give(platform: Platform, claim: Claim) -> None:
    """A label as a picture, as the shop."""
    await evidence.give_label(platform, claim.sale.shop.principal, "", of(claim).id, PICTURE)


async def opened(claim: Claim) -> bytes | None:
    """The label that the buyer gets, None while there is none."""
    url = (await claim.seen())["label_url"]
    if url is None:
        return None
    answer = await claim.sale.guest.http.get(url)
    assert answer.status_code == 200
    return answer.content


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", [1, "delete"])
async def test_a_label_that_breaks_off_leaves_one_that_opens(
    app: Application, platform: Platform, later: Later, step: int | Literal["delete"], when: When
) -> None:
    claim = await returned(app, platform, later, "approved")
    broken = replace(platform, storage=_Breaking(platform.storage, step, when, _Crash()))
    if step == 1:
        with pytest.raises(_Crash):
            await give(broken, claim)
        assert await opened(claim) is None
    await give(platform, claim)
    first = (await claim.seen())["label_url"]
    again = replace(platform, storage=_Breaking(platform.storage, step, when, _Crash()))
    with pytest.raises(_Crash):
        await give(again, claim)
    assert await opened(claim)
    assert ((await claim.seen())["label_url"] == first) == (step == 1)
    await give(platform, claim)
    assert await opened(claim)
    assert (await claim.sale.guest.http.get(f"{API}{first.removeprefix('/api/v1')}")).status_code in (
        200,
        404,
    )
    await assert_clean(platform)


async def test_a_label_that_comes_after_the_parcel_has_left_is_not_kept(
    app: Application, platform: Platform, later: Later
) -> None:
    claim = await returned(app, platform, later, "approved")
    before = await platform.storage.listed("labels", "")
    slow = replace(platform, storage=_Meanwhile(platform.storage, claim, "received"))
    with pytest.raises(ReturnConflict):
        await give(slow, claim)
    assert await opened(claim) is None
    assert await platform.storage.listed("labels", "") == before
    await assert_clean(platform)
