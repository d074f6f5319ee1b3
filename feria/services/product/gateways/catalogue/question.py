"""From the words that somebody typed to scored conditions: endings, languages, beginnings and typing errors.

`score = Σ words (text + 3 × title + 1.5 × labels) × schema.weight`, each a BM25 over stems of the product's language; a
word with an error counts 0.3 of one that is right, the beginning of a longer word 0.1.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence

import msgspec
import tantivy

from feria.services.product.gateways.catalogue import languages, schema
from feria.services.product.gateways.catalogue.spelling import Dictionary, Near

WORDS_MAX = 8
QUESTION_CHARACTERS_MAX = 300
EXPANSIONS_MAX = 16
PREFIX_LETTERS_MIN = 3
TITLE_BOOST, LABELS_BOOST = 3.0, 1.5
ERROR_BOOST, BEGINNING_BOOST = 0.3, 0.1
_RARE = 5
"""What a word with an error may stand for: the most frequent, and what is at least a fifth as frequent."""
_PIECES = re.compile(r"[^\W_]+")

Query = tantivy.Query
Clauses = list[tuple[tantivy.Occur, Query]]
_MUST, _SHOULD = tantivy.Occur.Must, tantivy.Occur.Should
Frequency = Callable[[str, str], int]


class Word(msgspec.Struct, frozen=True):
    """A word as it was typed, as the index writes it, and its stems as (language, stem)."""

    typed: str
    word: str
    stems: tuple[tuple[str, str], ...]


class Meant(msgspec.Struct):
    """What one word of the question may be met by, and in how many products at most."""

    alternatives: list[Query] = msgspec.field(default_factory=list)
    bonuses: list[Query] = msgspec.field(default_factory=list)
    products: int = 0


class Asked(msgspec.Struct):
    """A compiled question: its score, the most products that can match, and whether errors were forgiven."""

    question: Query
    products: int
    forgiven: bool = False


class Reader:
    """Reads questions for one opened state of the index."""

    def __init__(
        self,
        index_schema: tantivy.Schema,
        searcher: tantivy.Searcher,
        dictionary: Dictionary,
        frequency: Frequency,
    ) -> None:
        self._schema, self._searcher, self._frequency = index_schema, searcher, frequency
        self._dictionary = dictionary
        present = [code for code in languages.CODES if searcher.doc_freq(schema.LANGUAGE, code)]
        self._stemmers = {code: schema.analyser(code) for code in present}
        self._plain = schema.analyser()
        self._stop_words = languages.stop_words(tuple(present))

    def words(self, text: str) -> list[Word]:
        """The words of a question, without those that say nothing unless there are no others."""
        pieces = _PIECES.findall(readable(text)[:QUESTION_CHARACTERS_MAX])
        found = [word for piece in pieces for word in self._read(piece)][:WORDS_MAX]
        return [word for word in found if word.word not in self._stop_words] or found

    def _read(self, piece: str) -> list[Word]:
        words = self._plain.analyze(piece)
        if len(words) != 1:
            return []
        stems = {(code, stem): None for code in self._stemmers for stem in self._stems(code, piece)}
        return [Word(piece, words[0], tuple(stems))]

    def _stems(self, code: str, piece: str) -> list[str]:
        stemmer = self._stemmers[code]
        stems = stemmer.analyze(piece)
        if code == "de":
            lower = piece.lower()
            for other in (languages.spelt_out(lower), languages.without_umlauts(lower)):
                if other != lower:
                    stems += stemmer.analyze(other)
        return stems

    def compile(self, words: Sequence[Word], fuzzy: bool, typing: bool = True) -> Asked:
        """Asks for all of the words; the last one may be a beginning if somebody is still `typing`.

        A word that nothing has is taken for those it resembles; with `fuzzy` all are, as well as for themselves.
        """
        forgiven = False
        meant = []
        for place, word in enumerate(words):
            one = self._meant(word, beginning=typing and place == len(words) - 1)
            if fuzzy or not one.products:
                forgiven |= self._forgive(one, word, beginning=place == len(words) - 1)
            meant.append(one)
        bonuses: Clauses = [(_SHOULD, bonus) for one in meant for bonus in one.bonuses]
        if len(meant) == 1:  # as plain alternatives, which cost less than a condition with additions
            clauses = [(_SHOULD, part) for part in meant[0].alternatives]
        else:
            clauses = [(_MUST, _any_of(one.alternatives)) for one in meant]
        question = Query.boolean_query([*clauses, *bonuses])
        return Asked(question, min(one.products for one in meant), forgiven)

    def known(self, word: Word) -> int:
        """In how many products this word stands, as it is or with another ending."""
        return sum(self._frequency(schema.text_in(code), stem) for code, stem in word.stems)

    def near(self, word: Word) -> Near | None:
        """The word of the catalogue that was most likely meant instead."""
        found = self._likely(word.word, beginning=False)
        return found[0] if found else None

    def _meant(self, word: Word, beginning: bool) -> Meant:
        out = Meant()
        self._add_stems(out, word.stems, 1.0)
        if beginning and len(word.word) >= PREFIX_LETTERS_MIN:
            longer = self._searcher.terms_with_prefix(schema.WORDS, word.word, limit=EXPANSIONS_MAX)
            for term, products in longer:
                if term != word.word:
                    query = Query.term_query(self._schema, schema.WORDS, term, "basic")
                    out.alternatives.append(Query.boost_query(query, BEGINNING_BOOST))
                    out.products += products
        if not out.alternatives:
            out.alternatives.append(Query.empty_query())
        return out

    def _forgive(self, out: Meant, word: Word, beginning: bool) -> bool:
        """Adds what the word may have been meant to be; returns whether there is anything."""
        likely = self._likely(word.word, beginning=False)
        if not likely and beginning:
            likely = self._likely(word.word, beginning=True)
        stems = {stem: near.errors for near in likely for one in self._read(near.word) for stem in one.stems}
        for errors in sorted(set(stems.values())):
            level = [stem for stem, differs in stems.items() if differs == errors]
            self._add_stems(out, level, ERROR_BOOST / errors)
        return bool(likely)

    def _likely(self, word: str, beginning: bool) -> list[Near]:
        found = self._dictionary.near(self._searcher, word, beginning)
        nearest = [near for near in found if near.errors == found[0].errors]
        most = max((near.products for near in nearest), default=0)
        return [near for near in nearest if near.products * _RARE >= most]

    def _add_stems(self, out: Meant, stems: Sequence[tuple[str, str]], boost: float) -> None:
        for code, stem in stems:
            products = self._frequency(schema.text_in(code), stem)
            if not products:
                continue
            out.products += products
            out.alternatives.append(self._scored(schema.text_in(code), stem, boost))
            for field, more in ((schema.title_in(code), TITLE_BOOST), (schema.labels_in(code), LABELS_BOOST)):
                if self._frequency(field, stem):
                    out.bonuses.append(self._scored(field, stem, more * boost))

    def _scored(self, field: str, stem: str, boost: float) -> Query:
        query = Query.term_query(self._schema, field, stem, "freq")
        return query if boost == 1.0 else Query.boost_query(query, boost)


def readable(text: str) -> str:
    """The text with its accents composed and without what no index can hold."""
    return unicodedata.normalize("NFC", text.encode("utf-8", "ignore").decode())


def _any_of(queries: list[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(_SHOULD, query) for query in queries])
