"""Rules of products that hold for any input."""

import re
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from feria.core import ids
from feria.services.product import rules
from feria.services.product.rules import Attribute, Scalar

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
NAMES = st.text(min_size=1, max_size=20)


@dataclass(frozen=True)
class Variant:
    options: dict[str, str]


@given(st.text(max_size=300))
def test_every_title_has_a_slug(title: str) -> None:
    slug = rules.slug_of(title)
    assert _SLUG.fullmatch(slug)
    assert len(slug) <= rules.SLUG_LENGTH_MAX
    assert rules.slug_of(slug) == slug


@given(st.text(max_size=500))
def test_cleaned_html_holds_nothing_that_runs_and_stays_as_it_is(text: str) -> None:
    cleaned = rules.clean_html(text + "<script>x</script><img src=x onerror=y><a href='javascript:z'>a</a>")
    for word in ("<script", "onerror=y>", "href='javascript", 'href="javascript', "<img"):
        assert word not in cleaned
    assert rules.clean_html(cleaned) == cleaned


@given(st.dictionaries(NAMES, NAMES, max_size=3))
def test_a_combination_is_the_same_in_any_order(options: dict[str, str]) -> None:
    turned = dict(reversed(options.items()))
    assert rules.option_key(options) == rules.option_key(turned)
    faults = rules.option_faults(
        {name: [value] for name, value in options.items()}, len(options), [Variant(options)] * 2
    )
    assert [fault.field for fault in faults] == ["variants[1].options"]


@given(st.integers(0, 2**40 - 1), st.integers(0, 2**48 - 1), st.integers(0, 2**22 - 1))
def test_skus_are_short_and_stable(owner: int, milliseconds: int, low: int) -> None:
    variant_id = ids.at(owner, milliseconds, 7, low)
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{10}", rules.sku_of(variant_id))
    assert rules.sku_of(variant_id) == rules.sku_of(variant_id)


@given(
    st.sampled_from(("text", "number", "choice", "boolean", "colour")),
    st.one_of(st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=300)),
)
def test_a_value_that_passes_is_of_its_kind(kind: rules.Kind, value: Scalar) -> None:
    known = Attribute(name="a", label="A", kind=kind, choices=["x", "y"] if kind == "choice" else [])
    if rules.attribute_faults({"a": value}, [known]):
        return
    kinds = {"number": (int, float), "boolean": (bool,)}.get(kind, (str,))
    assert isinstance(value, kinds)
    assert isinstance(value, bool) == (kind == "boolean")
    assert rules.shown_value(value)
