"""The pure rules: slugs, passwords, derived tokens, and the steps of a seller."""

import re
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from feria.services.user.rules import names, passwords, sellers

SECRET = "s" * 32


@given(st.text(max_size=300))
def test_every_name_gives_a_slug(name: str) -> None:
    slug = names.slug_of(name)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= names.SLUG_LENGTH_MAX
    assert names.slug_of(slug) == slug


@given(st.emails())
def test_an_address_is_the_same_in_capitals(email: str) -> None:
    assert names.email_key(names.email_key(email)) == names.email_key(email)
    assert names.email_key(email.upper()) == names.email_key(email)


@given(st.uuids())
def test_a_reset_token_stands_for_its_reset_only(reset_id: UUID) -> None:
    token = passwords.password_reset_token(SECRET, reset_id)
    assert passwords.reset_id_of(SECRET, token) == reset_id
    assert passwords.reset_id_of("x" * 32, token) is None
    assert passwords.reset_id_of(SECRET, uuid4().hex + token[32:]) is None


@given(st.text(max_size=120))
def test_no_text_breaks_the_reading_of_tokens(token: str) -> None:
    assert passwords.reset_id_of(SECRET, token) is None
    assert passwords.next_refresh_token(SECRET, token) != token


def test_hashes_hold_long_and_foreign_passwords() -> None:
    for password in ("correct-horse", "ü" * 128, "a\u0301bcdefgh", "x" * 128):
        stored = passwords.hashed(password, passwords.COST_IN_TESTS)
        assert passwords.matches(password, stored)
        assert not passwords.matches(password + "!", stored)
    assert passwords.matches("\u00e1bcdefgh", passwords.hashed("a\u0301bcdefgh", passwords.COST_IN_TESTS))
    assert passwords.COST == 12


def test_common_passwords_and_one_s_own_name_are_refused() -> None:
    for weak in (
        "password",
        "PassWord",
        "123456789",
        "qwertyuiop",
        "aaaaaaaa",
        "abababab",
        "Ana Prova",
        "ana@x.test",
    ):
        assert passwords.weakness(weak, "ana@x.test", "Ana Prova") is not None, weak
    assert passwords.weakness("correct-horse-battery", "ana@x.test", "Ana Prova") is None
    assert passwords.weakness("demo-demo-demo", "buyer@demo.test", "Demo") is None


def test_steps_follow_the_transitions() -> None:
    for name, step in sellers.STEPS.items():
        for source in step.sources:
            assert step.target in sellers.TRANSITIONS[source], (name, source)
    assert not sellers.TRANSITIONS["rejected"]
    assert not sellers.TRANSITIONS["closed"]
    assert [sellers.stall_hue(n) for n in (0, 11, 12)] == [20, 355, 20]
