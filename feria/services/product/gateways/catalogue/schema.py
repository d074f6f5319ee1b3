"""The fields of the index, their analysers, and the numbers that sort: nothing here reads or writes a file."""

import hashlib
import math
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from importlib.metadata import version

import msgspec
import tantivy

from feria.services.product.gateways.catalogue import languages
from feria.services.product.gateways.catalogue.document import (
    ATTRIBUTE_TERM_BYTES_MAX,
    ORDINAL_MAX,
    TERMS_PER_FIELD_MAX,
    TEXT_CHARACTERS_MAX,
    TRANSLATIONS_MAX,
    CatalogueDoc,
    Translation,
)

FORMAT = 8
"""Raise it when the fields or their meaning change: every node then rebuilds."""

SAMPLE_LEVELS = (4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096)
SAMPLED = 8
"""Products of this sample level, and so of all coarser ones, have their words in fields of their own, too."""
EVERYTHING = "*"
IN_STOCK = "in_stock"
STARS = ("stars_1", "stars_2", "stars_3", "stars_4", "stars_5")
STANDING = "standing"
"""The field with stars and stock in one term: what filters find as six flags, counted as one."""
STANDINGS = {f"{stars}{mark}": (stars, bool(mark)) for stars in range(len(STARS) + 1) for mark in ("", "+")}
"""By term the whole stars, and whether there is stock."""
WORD_CHARACTERS_MAX = 40

_EXACT_BELOW = 1 << 31
_COARSE_BITS = 9
_VALUE_MAX = (1 << 32) - 1


class Sort(msgspec.Struct, frozen=True):
    """A sort order: its key field, the coarse copy of it, and how many low bits the copy drops."""

    key: str
    step: str
    shift: int
    descending: bool


_NEWEST = Sort(key="newest", step="newest_step", shift=44, descending=True)
_RATING = Sort(key="rating", step="rating_step", shift=32, descending=True)
_BEST_SELLING = Sort(key="best_selling", step="best_selling_step", shift=32, descending=True)


@cache
def price_sort(market_number: int, descending: bool = False) -> Sort:
    """Returns the sort by price in the market that has this place in the sorted list of markets."""
    key = f"price_{market_number}"
    return Sort(key=key, step=f"{key}_step", shift=32, descending=descending)


@cache
def price_step(market_number: int) -> str:
    """The field with the step of `PRICE_STEPS` that a product's price lies in, in this market."""
    return f"price_{market_number}_counted"


def sort_of(name: str, market_number: int) -> Sort:
    """Returns the order called `newest`, `price`, `-price`, `rating` or `best_selling`."""
    match name:
        case "price":
            return price_sort(market_number)
        case "-price":
            return price_sort(market_number, descending=True)
        case "rating":
            return _RATING
        case "best_selling":
            return _BEST_SELLING
        case "newest":
            return _NEWEST
    raise ValueError(f"no sort order is called {name!r}")


_BOUNDS = (0, *(part * 10**power for power in range(1, 14) for part in (10, 15, 20, 30, 50, 70)))
PRICE_STEPS = tuple(one // 10 for one in _BOUNDS if one <= 15 * 10**12)
"""Prices are counted from one of these to the next: 0, 10, 15, 20, 30, 50, 70, 100 … minor units."""
WORDS = "words"
LANGUAGE = "language"
WEIGHT = "weight"
# So that what lost its accent (coloree) ends like what never had one (colore).
_STEMMED_TWICE = frozenset({"fr"})
_WEIGHT_STEPS = 512
_YEAR_SECONDS = 31_557_600
_YEARS_FROM = 1_577_836_800  # 2020 began
_NUMBER = re.compile(r"\d")


@cache
def title_in(code: str) -> str:
    """The field with the titles of this language."""
    return f"title_{code}"


@cache
def labels_in(code: str) -> str:
    """The field with brand, categories, tags and attributes of this language's products."""
    return f"labels_{code}"


@cache
def text_in(code: str) -> str:
    """The field with all that can be found of this language's products."""
    return f"text_{code}"


@cache
def sampled(field: str) -> str:
    """The field with the same words of those products alone that are in the sample `SAMPLED`."""
    return f"{field}_sampled"


@cache
def analyser(code: str | None = None) -> tantivy.TextAnalyzer:
    """Splits text into lower-case words without accents, and takes off the endings of a language if one is given."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    builder = builder.filter(tantivy.Filter.remove_long(WORD_CHARACTERS_MAX))
    builder = builder.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.ascii_fold())
    if stemmer := languages.LANGUAGES.get(code or ""):
        for _ in range(1 + (code in _STEMMED_TWICE)):
            builder = builder.filter(tantivy.Filter.stemmer(stemmer))
    return builder.build()


def prepare(index: tantivy.Index) -> tantivy.Index:
    """Registers the analysers, which an opened index does not remember."""
    for code in languages.CODES:
        index.register_tokenizer(f"stems_{code}", analyser(code))
    index.register_tokenizer(WORDS, analyser())
    return index


def fingerprint(markets: Sequence[str]) -> str:
    """Names a schema: another format or another list of markets is another index."""
    text = "\n".join([str(FORMAT), version("tantivy"), *sorted(markets)])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def build(markets: Sequence[str]) -> tantivy.Schema:
    """Builds the schema for these markets; their sorted order numbers the price fields."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("ordinal", indexed=True, fast=True)
    builder.add_float_field(WEIGHT, fast=True)
    for name in ("market", "sample", LANGUAGE):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("flag", tokenizer_name="raw", index_option="basic")
    for name in ("seller", "category", "brand", "attribute", STANDING):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for code in languages.CODES:
        for name in (title_in(code), labels_in(code), text_in(code)):
            builder.add_text_field(name, tokenizer_name=f"stems_{code}", index_option="freq")
        builder.add_text_field(sampled(text_in(code)), tokenizer_name=f"stems_{code}", index_option="basic")
    for name in (WORDS, sampled(WORDS)):
        builder.add_text_field(name, tokenizer_name=WORDS, index_option="basic")
    for sort in (_NEWEST, _RATING, _BEST_SELLING, *(price_sort(n) for n in range(len(markets)))):
        builder.add_unsigned_field(sort.key, indexed=True, fast=True)
        builder.add_unsigned_field(sort.step, indexed=True)
    for number in range(len(markets)):
        builder.add_text_field(price_step(number), tokenizer_name="raw", index_option="basic", fast=True)
    return builder.build()


def price_value(amount: int) -> int:
    """Fits a price up to 10¹² into 32 bits in order: exact below 2³¹, above in steps of 512 minor units."""
    if amount < _EXACT_BELOW:
        return max(amount, 0)
    return min(_EXACT_BELOW + ((amount - _EXACT_BELOW) >> _COARSE_BITS), _VALUE_MAX)


def price_amount(value: int) -> int:
    """Turns `price_value` back, above 2³¹ to the lower end of its step."""
    return value if value < _EXACT_BELOW else _EXACT_BELOW + ((value - _EXACT_BELOW) << _COARSE_BITS)


def key(value: int, ordinal: int) -> int:
    """Puts a sort value and the ordinal that settles ties into one unsigned number."""
    return min(max(value, 0), _VALUE_MAX) << 32 | ordinal


def samples_of(ordinal: int) -> list[str]:
    """Names the sample levels a product belongs to: one product in 4, in 8, and so on, spread evenly."""
    spread = _spread(ordinal)
    if spread & 3:
        return []  # three in four, so that a rebuild asks no further
    return [str(level) for level in SAMPLE_LEVELS if spread % level == 0]


def _spread(ordinal: int) -> int:
    """A number below 4096 that does not follow the ordinals."""
    return ((ordinal * 0x9E3779B97F4A7C15) & 0xFFFF_FFFF_FFFF_FFFF) >> 52


def attribute_term(name: str, value: str) -> str:
    """Writes an attribute as it is filtered and counted, `name=value`."""
    return clean(f"{name}={value}")


def clean(term: str) -> str:
    """Cuts a term to what the index holds, and takes out what no term may contain."""
    if len(term) <= ATTRIBUTE_TERM_BYTES_MAX and term.isascii() and term.isprintable():
        return term
    text = _UNPRINTABLE.sub("", term).encode("utf-8", "ignore")
    return text[:ATTRIBUTE_TERM_BYTES_MAX].decode("utf-8", "ignore")


_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]")


def document(doc: CatalogueDoc, markets: Sequence[str]) -> tantivy.Document:
    """Turns a product into the index's document; `markets` is the sorted list the schema was built from."""
    if not 0 <= doc.ordinal <= ORDINAL_MAX:
        raise ValueError(f"ordinal {doc.ordinal} does not fit 32 bits")
    out = tantivy.Document()
    out.add_text("id", doc.id.hex)
    out.add_unsigned("ordinal", doc.ordinal)
    _add_terms(out, doc, markets)
    _add_texts(out, doc)
    out.add_float(WEIGHT, _weight_as_stored(weight(doc)))
    _add_key(out, _NEWEST, key(doc.published_at, doc.ordinal))
    _add_key(out, _RATING, key(doc.rating << 16 | min(doc.review_count, 0xFFFF), doc.ordinal))
    _add_key(out, _BEST_SELLING, key(doc.units_sold, doc.ordinal))
    for number, market in enumerate(markets):
        if price := doc.prices.get(market):
            _add_key(out, price_sort(number), key(price_value(price.amount), doc.ordinal))
            step = bisect_right(PRICE_STEPS, price.amount) - 1
            out.add_text(price_step(number), str(PRICE_STEPS[step]))
    return out


def weight(doc: CatalogueDoc) -> float:
    """What the score of a match is multiplied with, between 1 and 3.1: what sells, is liked, new and in stock rises.

    1.2 + 0.3 × popularity (logarithm of the units sold, whole at 10,000) + 0.2 × rating (stars above 3.5, shrunk
    as long as there are few) + 0.25 when in stock + 0.02 per year that it was published after 2020. It knows no
    clock, so that every node has the same weights, and none grows stale: a product of last year is for ever 0.02
    below this year's.
    """
    popularity = min(math.log10(1 + doc.units_sold) / 4, 1)
    liked = (doc.rating - 350) / 150 * doc.review_count / (doc.review_count + 5)
    years = min(max(doc.published_at - _YEARS_FROM, 0) / _YEAR_SECONDS, 50)
    return 1.2 + 0.3 * popularity + 0.2 * max(liked, -1) + 0.25 * doc.in_stock + 0.02 * years


def _weight_as_stored(value: float) -> float:
    """What Tantivy makes `value` of again, as log2(2 + x): above 0 and in steps of 1/512, so that it takes 16 bits.

    As it is, each would take 64, and reading them were an eighth of a search.
    """
    return max(round((2**value - 2) * _WEIGHT_STEPS), 1) / _WEIGHT_STEPS


def _add_texts(out: tantivy.Document, doc: CatalogueDoc) -> None:
    code = languages.language_of(doc.locale)
    values = [value for _, value in doc.attributes[:TERMS_PER_FIELD_MAX] if not _NUMBER.search(value)]
    labels = _composed(" ".join([doc.brand, *doc.category_names, *doc.tags[:TERMS_PER_FIELD_MAX], *values]))
    title = _composed(doc.title)
    is_sampled = _spread(doc.ordinal) % SAMPLED == 0
    out.add_text(LANGUAGE, code)
    out.add_text(title_in(code), title)
    out.add_text(labels_in(code), labels)
    text = f"{title} {labels} {_composed(doc.description[:TEXT_CHARACTERS_MAX])}"
    _add_words(out, text_in(code), text, is_sampled=is_sampled)
    words = f"{title} {labels}"
    for one in doc.translations[:TRANSLATIONS_MAX]:
        words += f" {_add_translation(out, one, is_sampled=is_sampled)}"
    _add_words(out, WORDS, words, is_sampled=is_sampled)


def _add_words(out: tantivy.Document, field: str, text: str, *, is_sampled: bool) -> None:
    out.add_text(field, text)
    if is_sampled:
        out.add_text(sampled(field), text)


def _add_translation(out: tantivy.Document, one: Translation, *, is_sampled: bool) -> str:
    """The texts in the fields of their own language; returns the title."""
    code, title = languages.language_of(one.locale), _composed(one.title)
    out.add_text(LANGUAGE, code)
    out.add_text(title_in(code), title)
    text = f"{title} {_composed(one.description[:TEXT_CHARACTERS_MAX])}"
    _add_words(out, text_in(code), text, is_sampled=is_sampled)
    return title


def _composed(text: str) -> str:
    """With each accent in its letter, where the analysers look for it."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _add_terms(out: tantivy.Document, doc: CatalogueDoc, markets: Sequence[str]) -> None:
    for market in (EVERYTHING, *(market for market in markets if market in doc.prices)):
        out.add_text("market", market)
    for level in samples_of(doc.ordinal):
        out.add_text("sample", level)
    out.add_text("seller", doc.seller.id)
    for category in doc.categories[:TERMS_PER_FIELD_MAX]:
        out.add_text("category", category)
    if brand := clean(doc.brand):
        out.add_text("brand", brand)
    for name, value in doc.attributes[:TERMS_PER_FIELD_MAX]:
        out.add_text("attribute", attribute_term(name, value))
    if doc.in_stock:
        out.add_text("flag", IN_STOCK)
    whole = min(doc.rating, 500) // 100
    for stars in STARS[:whole]:
        out.add_text("flag", stars)
    out.add_text(STANDING, f"{whole}{'+' if doc.in_stock else ''}")


def _add_key(out: tantivy.Document, sort: Sort, value: int) -> None:
    out.add_unsigned(sort.key, value)
    out.add_unsigned(sort.step, value >> sort.shift)
