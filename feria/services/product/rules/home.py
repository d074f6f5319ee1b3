"""The front page: what it is before anybody has changed it, and what of a section is kept."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec

from feria.core.errors import FieldError
from feria.services.product import rules
from feria.services.product.schemas import MoneyIn
from feria.services.product.schemas.home import HEADLINE_THINGS_MAX, Kind, SectionIn

SMALL_PRICE = 3_000
_USED: dict[Kind, frozenset[str]] = {
    "headline": frozenset({"title", "subtitle", "text", "link_label", "link", "products"}),
    "products": frozenset({
        "title", "link_label", "link", "source", "category_id", "price_below", "count", "products",
    }),
    "story": frozenset({"seller_id"}),
    "categories": frozenset({"title", "categories"}),
    "text": frozenset({"title", "text"}),
}  # fmt: skip


def default_sections(currency: str) -> list[SectionIn]:
    """Headline, what is new, a story, the categories, and what costs little."""
    small = MoneyIn(amount=SMALL_PRICE, currency=currency)
    return [
        SectionIn(kind="headline"),
        SectionIn(kind="products"),
        SectionIn(kind="story"),
        SectionIn(kind="categories"),
        SectionIn(kind="products", source="best_selling", price_below=small),
    ]


def section_faults(sections: Sequence[SectionIn]) -> list[FieldError]:
    """What keeps these from being a front page."""
    faults = []
    if Counter(one.kind for one in sections)["headline"] > 1:
        faults.append(FieldError("sections", "have one headline at most"))
    for place, one in enumerate(sections):
        at = f"sections[{place}]"
        if one.kind == "headline" and len(one.products) > HEADLINE_THINGS_MAX:
            faults.append(
                FieldError(f"{at}.products", f"are {HEADLINE_THINGS_MAX} at most beside a headline")
            )
        if one.kind == "products" and one.source == "chosen" and not one.products:
            faults.append(FieldError(f"{at}.products", "is required when things are chosen by hand"))
        if one.kind == "text" and not rules.plain_text(one.text).strip():
            faults.append(FieldError(f"{at}.text", "is required"))
        if bool(one.link_label.strip()) != bool(one.link):
            faults.append(FieldError(f"{at}.link", "and its words go together"))
    return faults


def kept(section: SectionIn) -> SectionIn:
    """The section with what its kind uses, once each, and its text cleaned."""
    used: dict[str, Any] = {name: getattr(section, name) for name in _USED[section.kind]}
    for name in ("products", "categories"):
        if name in used:
            used[name] = list(dict.fromkeys(used[name]))
    if section.kind == "products" and section.source == "chosen":
        used |= {"category_id": None, "price_below": None}
    elif section.kind == "products":
        used["products"] = []
    if section.kind == "text":
        used["text"] = rules.clean_html(section.text)
    for name in ("title", "subtitle", "link_label"):
        if name in used:
            used[name] = " ".join(used[name].split())
    return msgspec.structs.replace(SectionIn(kind=section.kind), **used)
