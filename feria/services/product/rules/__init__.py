"""What a product must be like: slugs, options and variants, attributes of its category. Pure functions."""

import hashlib
import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, Protocol
from uuid import UUID

import msgspec
import nh3

from feria.core.errors import FieldError

OPTIONS_MAX = 3
VARIANTS_MAX = 100
SLUG_LENGTH_MAX = 80
SKU_LENGTH = 10
ATTRIBUTE_LENGTH_MAX = 200
CATEGORY_DEPTH_MAX = 6

Scalar = str | int | float | bool
Kind = Literal["text", "number", "choice", "boolean", "colour"]
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_TAG = re.compile(r"<[^>]*>")
# As JSON and Python write numbers: `30`, `0.30000000000000004`, `1e-05`.
_NUMBER = re.compile(r"(-?\d{1,12}(?:\.\d{1,20})?(?:e[+-]?\d{1,3})?)(?: ?([a-zA-Z]{1,5}))?", re.ASCII)
# How many millimetres a length is.
_LENGTHS = {"mm": 1, "cm": 10, "m": 1_000, "in": 25.4, "yd": 914.4}
_COLOUR = re.compile(r"^(#[0-9a-f]{6}|[a-z][a-z -]{1,39})$")
# What the Latin alphabet has that decomposition leaves whole.
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "ae", "ø": "o", "Ø": "o", "œ": "oe", "Œ": "oe", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d",
     "þ": "th", "Þ": "th", "ð": "d", "Ð": "d", "ı": "i"}
)  # fmt: skip

TAGS = {"p", "br", "strong", "b", "em", "i", "u", "s", "ul", "ol", "li", "h2", "h3", "h4", "blockquote", "a", "table",
        "thead", "tbody", "tr", "th", "td", "hr", "sub", "sup", "span"}  # fmt: skip


class Attribute(msgspec.Struct, frozen=True, kw_only=True):
    """An attribute that products of a category fill in."""

    name: str
    label: str
    kind: Kind
    unit: str = ""
    choices: list[str] = []
    required: bool = False
    facet: bool = True


class HasOptions(Protocol):
    """A variant as far as options go."""

    @property
    def options(self) -> Mapping[str, str]: ...


def slug_of(text: str, otherwise: str = "item") -> str:
    """Lower-case ASCII words joined by hyphens; `otherwise` when nothing of the text can be written so."""
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS)).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return words[:SLUG_LENGTH_MAX].strip("-") or otherwise


def clean_html(text: str) -> str:
    """Rich text without anything that runs, loads or styles; links tell search engines that they are the seller's."""
    return nh3.clean(
        text.replace("\x00", ""),
        tags=TAGS,
        attributes={"a": {"href", "title"}, "th": {"colspan", "rowspan"}, "td": {"colspan", "rowspan"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener ugc",
    ).strip()


def plain_text(html_text: str) -> str:
    """The words of a rich text, for searching."""
    return html.unescape(_TAG.sub(" ", html_text)).strip()


def sku_of(variant_id: UUID) -> str:
    """A SKU for a variant that came without one: ten characters out of its id."""
    value = int.from_bytes(hashlib.blake2b(variant_id.bytes, digest_size=8).digest(), "big")
    return "".join(_ALPHABET[value >> shift & 31] for shift in range(0, 5 * SKU_LENGTH, 5))


def option_key(options: Mapping[str, str]) -> str:
    """The combination as one text, the same for the same options in any order."""
    return msgspec.json.encode(sorted(options.items())).decode()


def variant_title(options: Mapping[str, str], order: Sequence[str]) -> str:
    """`M / Blue`, in the order of the product's options; empty for a product without options."""
    return " / ".join(options[name] for name in order if name in options)


def option_faults(
    options: Mapping[str, Sequence[str]], count: int, variants: Iterable[HasOptions]
) -> list[FieldError]:
    """Each variant names every option once with a value the option has, and no two are the same combination.

    `count` is the number of options as given, so that a name given twice shows.
    """
    faults = []
    if count != len(options):
        faults.append(FieldError("options", "names the same option twice"))
    for place, (name, values) in enumerate(options.items()):
        if len(set(values)) != len(values):
            faults.append(FieldError(f"options[{place}].values", f"{name} has the same value twice"))
    seen: set[str] = set()
    for place, variant in enumerate(variants):
        field = f"variants[{place}].options"
        if set(variant.options) != set(options):
            wanted = ", ".join(options) or "no option"
            faults.append(FieldError(field, f"must name exactly {wanted}"))
            continue
        for name, value in variant.options.items():
            if value not in options[name]:
                faults.append(FieldError(f"{field}.{name}", "is not a value of this option"))
        key = option_key(variant.options)
        if key in seen:
            faults.append(FieldError(field, "is the same combination as another variant's"))
        seen.add(key)
    return faults


def sku_faults(skus: Sequence[str | None]) -> list[FieldError]:
    """No SKU is given twice."""
    counts = Counter(sku for sku in skus if sku)
    return [
        FieldError(f"variants[{place}].sku", "is used by another variant too")
        for place, sku in enumerate(skus)
        if sku and counts[sku] > 1
    ]


def attribute_faults(values: Mapping[str, Scalar], known: Iterable[Attribute]) -> list[FieldError]:
    """Every value belongs to an attribute of the category and is of its kind."""
    by_name = {attribute.name: attribute for attribute in known}
    faults = []
    for name, value in values.items():
        attribute = by_name.get(name)
        if attribute is None:
            faults.append(FieldError(f"attributes.{name}", "is not an attribute of this category"))
        elif message := _value_fault(attribute, value):
            faults.append(FieldError(f"attributes.{name}", message))
    return faults


def missing_attributes(values: Mapping[str, Scalar], known: Iterable[Attribute]) -> list[FieldError]:
    """The category's required attributes that have no value yet."""
    return [
        FieldError(f"attributes.{attribute.name}", "is required in this category")
        for attribute in known
        if attribute.required and values.get(attribute.name, "") == ""
    ]


def _value_fault(attribute: Attribute, value: Scalar) -> str:
    if attribute.kind == "boolean":
        return "" if isinstance(value, bool) else "must be true or false"
    if attribute.kind == "number":
        plain = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e12
        return "" if plain else "must be a number" + (f" ({attribute.unit})" if attribute.unit else "")
    if not isinstance(value, str) or not value.strip() or len(value) > ATTRIBUTE_LENGTH_MAX:
        return f"must be a text of 1 to {ATTRIBUTE_LENGTH_MAX} characters"
    if attribute.choices and value not in attribute.choices:
        return "must be one of " + ", ".join(attribute.choices)
    if attribute.kind == "colour" and not attribute.choices and not _COLOUR.match(value):
        return "must be a colour's name in lower case, or #rrggbb"
    return ""


def attributes_from_texts(
    texts: Mapping[str, str], known: Sequence[Attribute]
) -> tuple[dict[str, Scalar], list[FieldError]]:
    """Values out of a file's cells (`30`, `yes`, `linen`) and the faults of those that do not fit, which are absent."""
    by_name = {attribute.name: attribute for attribute in known}
    found = {name: _from_text(text.strip(), by_name.get(name)) for name, text in texts.items()}
    faults = attribute_faults(found, known)
    wrong = {fault.field.removeprefix("attributes.") for fault in faults}
    return {name: value for name, value in found.items() if name not in wrong}, faults


def _from_text(text: str, attribute: Attribute | None) -> Scalar:
    kind = attribute.kind if attribute else "text"
    if kind == "boolean" and text.lower() in ("yes", "true", "1", "no", "false", "0"):
        return text.lower() in ("yes", "true", "1")
    if kind == "number" and attribute and (found := _NUMBER.fullmatch(text)):
        return _in_unit(found[1], found[2] or attribute.unit, attribute.unit, text)
    return text


def _in_unit(number: str, unit: str, wanted: str, text: str) -> Scalar:
    """The number in the wanted unit; the text as it was, which fits nowhere, when it is none of the same kind."""
    if unit == wanted:
        return int(number) if number.lstrip("-").isdecimal() else float(number)
    if unit not in _LENGTHS or wanted not in _LENGTHS:
        return text
    return round(float(number) * _LENGTHS[unit] / _LENGTHS[wanted], 6)


def category_keys(text: str) -> list[str]:
    """What a category may be meant by: its name or path as written, `Home > Ceramics` as a path, its last name."""
    plain = text.lower()
    parts = [part.strip() for part in plain.split(">") if part.strip()]
    return [plain, slug_of(plain, ""), "/".join(slug_of(part) for part in parts), *parts[-1:]]


def shown_value(value: Scalar, unit: str = "") -> str:
    """An attribute's value as facets and filters know it: `yes`, `12.5`, `30 cm`, `linen`."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return f"{value} {unit}" if unit else str(value)


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """The fields whose words differ as (field, before, after), those that only one has with an empty text."""
    return [
        (field, before.get(field, ""), after.get(field, ""))
        for field in dict.fromkeys((*before, *after))
        if before.get(field, "") != after.get(field, "")
    ]
