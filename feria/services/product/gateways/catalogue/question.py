"""From the words that somebody typed to scored conditions: endings, languages, beginnings and typing errors.

`score = Σ words (text + 3 × title + 1.5 × labels) × schema.weight`, each a BM25 over stems of the product's language; a
synonym counts half, a word with an error 0.3 of one that is right, the beginning of a longer word 0.1.
"""

from collections.abc import Callable, Sequence
from functools import cache

import msgspec
import tantivy

from feria.services.product.gateways.catalogue import languages, schema
from feria.services.product.gateways.catalogue.spelling import Dictionary, Near
from feria.services.product.gateways.catalogue.synonyms import Lookup, Phrase
from feria.services.product.rules import searching

WORDS_MAX = 8
QUESTION_CHARACTERS_MAX = 300
EXPANSIONS_MAX = 16
BEGINNINGS_MAX = 10_000
PREFIX_LETTERS_MIN = 3
TITLE_BOOST, LABELS_BOOST = 3.0, 1.5
RELATED_BOOST = 0.3
SYNONYM_BOOST, ERROR_BOOST, BEGINNING_BOOST = 0.5, 0.3, 0.1
FAR_RARER = 10
"""A word of the catalogue is taken for a mistake where another one is more than so many times as frequent."""
_RARE = 5
"""What a word with an error may stand for: the most frequent, and what is at least a fifth as frequent."""

Query = tantivy.Query
Clauses = list[tuple[tantivy.Occur, Query]]
_MUST, _SHOULD = tantivy.Occur.Must, tantivy.Occur.Should
Frequency = Callable[[str, str], int]
Met = tuple[str, str] | list["list[Met]"]
"""What meets a word: a term of a field, or a phrase, in which each word is met in turn."""
Words = list[list[Met]]
"""By word what meets it."""


class Word(msgspec.Struct, frozen=True):
    """A word as it was typed, as the index writes it, and its stems as (language, stem)."""

    typed: str
    word: str
    stems: tuple[tuple[str, str], ...]


class Meant(msgspec.Struct):
    """What one word of the question may be met by, and in how many products at most."""

    alternatives: list[Query] = msgspec.field(default_factory=list)
    met: list[Met] = msgspec.field(default_factory=list)
    bonuses: list[Query] = msgspec.field(default_factory=list)
    products: int = 0


class Asked(msgspec.Struct):
    """A compiled question: its score, the most products that can match, and whether errors were forgiven.

    `matching` finds the same and scores nothing: beside the score most of the work is in fields that narrow nothing.
    `words` says what meets each word.
    """

    question: Query
    matching: Query
    words: Words
    products: int
    forgiven: bool = False


class Tongue:
    """Reads words in the languages that an index holds."""

    def __init__(self, codes: tuple[str, ...]) -> None:
        self._stemmers = {code: schema.analyser(code) for code in codes}
        self._plain = schema.analyser()
        self._stop_words = languages.stop_words(codes)

    def words(self, text: str) -> list[Word]:
        """The words of a question, without those that say nothing unless there are no others."""
        pieces = searching.words_of(text[:QUESTION_CHARACTERS_MAX])
        found = [word for piece in pieces for word in self.read(piece)][:WORDS_MAX]
        return [word for word in found if word.word not in self._stop_words] or found

    def phrase(self, text: str) -> Phrase:
        """The stems of the words of a synonym."""
        return tuple(word.stems for word in self.words(text))

    def read(self, piece: str) -> list[Word]:
        """One word with its stems; nothing where no index would see one."""
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


class Reader:
    """Reads questions for one opened state of the index."""

    def __init__(
        self,
        index_schema: tantivy.Schema,
        searcher: tantivy.Searcher,
        dictionary: Dictionary,
        frequency: Frequency,
        lookup: Lookup,
    ) -> None:
        self._schema, self._searcher, self._frequency = index_schema, searcher, frequency
        self._dictionary, self._lookup = dictionary, lookup
        self.tongue = tongue(codes_in(searcher))
        self._longer: dict[str, list[tuple[str, int]]] = {}

    def compile(self, words: Sequence[Word], fuzzy: bool, letters_min: int = PREFIX_LETTERS_MIN) -> Asked:
        """Asks for all of the words, or what the operator says they mean; the last may be a beginning.

        A beginning has at least `letters_min` letters. A word that nothing has is taken for those it resembles; with
        `fuzzy` all are, as well as for themselves.
        """
        forgiven = False
        meant = []
        for group, meanings in self._groups(words):
            one = self._together(group, letters_min if group[-1] is words[-1] else None)
            for phrase in meanings:
                self._add_phrase(one, phrase)
            if len(group) == 1 and (fuzzy or not one.products):
                forgiven |= self._forgive(one, group[0], beginning=group[0] is words[-1])
            meant.append(one)
        bonuses: Clauses = [(_SHOULD, bonus) for one in meant for bonus in one.bonuses]
        if len(meant) == 1:  # as plain alternatives, which cost less than a condition with additions
            clauses = [(_SHOULD, part) for part in meant[0].alternatives]
        else:
            clauses = [(_MUST, _any_of(one.alternatives)) for one in meant]
        question = Query.boolean_query([*clauses, *bonuses]) if clauses else Query.empty_query()
        matching = _met([one.alternatives for one in meant])
        products = min(one.products for one in meant)
        return Asked(question, matching, [one.met for one in meant], products, forgiven)

    def sampled(self, words: Words) -> Query:
        """What these words find among the products of the sample, at the cost of these alone."""
        return _met([[self._sampled(one) for one in each] for each in words])

    def _sampled(self, met: Met) -> Query:
        if isinstance(met, list):
            return self.sampled(met)
        field, term = met
        return Query.term_query(self._schema, schema.sampled(field), term, "basic")

    def _groups(self, words: Sequence[Word]) -> list[tuple[Sequence[Word], list[Phrase]]]:
        """The words one by one, or together where the operator says what they mean together."""
        found: list[tuple[Sequence[Word], list[Phrase]]] = []
        place = 0
        while place < len(words):
            for length in range(min(self._lookup.longest, len(words) - place), 1, -1):
                group = words[place : place + length]
                if meanings := self._lookup.meanings(tuple(word.stems for word in group)):
                    break
            else:
                group = words[place : place + 1]
                meanings = self._lookup.meanings((group[0].stems,))
            found.append((group, meanings))
            place += len(group)
        return found

    def _together(self, group: Sequence[Word], letters_min: int | None) -> Meant:
        each = [self._meant(word, letters_min if word is group[-1] else None) for word in group]
        return each[0] if len(each) == 1 else _all_of(each)

    def _add_phrase(self, out: Meant, phrase: Phrase) -> None:
        each = [Meant() for _ in phrase]
        for one, stems in zip(each, phrase, strict=True):
            self._add_stems(one, stems, SYNONYM_BOOST)
        more = each[0] if len(each) == 1 else _all_of(each)
        out.alternatives += more.alternatives
        out.met += more.met
        out.bonuses += more.bonuses
        out.products += more.products

    def titled(self, word: Word) -> Query:
        """The products that have this word in their title, in whatever language."""
        return _any_of(
            [self._scored(schema.title_in(code), stem, RELATED_BOOST) for code, stem in word.stems]
        )

    def in_titles(self, words: Sequence[Word], letters_min: int) -> tuple[Query, int]:
        """The products that have all of the words in their titles, the last as a beginning; and at most how many.

        Their score is the title's alone, which costs half of what `compile` scores.
        """
        each, fewest = [], self._searcher.num_docs
        for word in words:
            titles = [(schema.title_in(code), stem) for code, stem in word.stems]
            counts = [self._frequency(*title) for title in titles]
            found = [
                self._scored(*title, TITLE_BOOST)
                for title, products in zip(titles, counts, strict=True)
                if products
            ]
            if word is words[-1] and len(word.word) >= letters_min:
                longer = self.longer(word.word)
                found += [self._begun(term) for term, _ in longer]
                counts += [products for _, products in longer]
            each.append(found)
            fewest = min(fewest, sum(counts))
        return _met(each), fewest

    def respelt(self, words: Sequence[Word]) -> dict[str, str]:
        """By typed word the one of the catalogue that was likely meant: where nothing has it, or hardly anything."""
        found: dict[str, str] = {}
        for group, meanings in self._groups(words):
            word = group[0]
            likely = [] if meanings else self._likely(word.word, beginning=False)
            if not likely:
                continue
            best = max(likely, key=lambda near: near.products)
            products = sum(self._frequency(schema.text_in(code), stem) for code, stem in word.stems)
            begun = sum(count for _, count in self.longer(word.word)) if word is words[-1] else 0
            if best.products > FAR_RARER * max(products, begun):
                found[word.typed] = best.word
        return found

    def _meant(self, word: Word, letters_min: int | None) -> Meant:
        out = Meant()
        self._add_stems(out, word.stems, 1.0)
        if letters_min is not None and len(word.word) >= letters_min:
            for term, products in self.longer(word.word):
                if term != word.word:
                    out.alternatives.append(self._begun(term))
                    out.met.append((schema.WORDS, term))
                    out.products += products
        return out

    def longer(self, beginning: str) -> list[tuple[str, int]]:
        """The most frequent words that begin so, with the number of products of each."""
        known = self._longer.get(beginning)
        if known is None:
            known = self._searcher.terms_with_prefix(schema.WORDS, beginning, limit=EXPANSIONS_MAX)
            if len(self._longer) < BEGINNINGS_MAX:
                self._longer[beginning] = known
        return known

    def _forgive(self, out: Meant, word: Word, beginning: bool) -> bool:
        """Adds what the word may have been meant to be; returns whether there is anything."""
        likely = self._likely(word.word, beginning=False)
        if not likely and beginning:
            likely = self._likely(word.word, beginning=True)
        stems = {
            stem: near.errors for near in likely for one in self.tongue.read(near.word) for stem in one.stems
        }
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
            out.met.append((schema.text_in(code), stem))
            for field, more in ((schema.title_in(code), TITLE_BOOST), (schema.labels_in(code), LABELS_BOOST)):
                if self._frequency(field, stem):
                    out.bonuses.append(self._scored(field, stem, more * boost))

    def _begun(self, term: str) -> Query:
        query = Query.term_query(self._schema, schema.WORDS, term, "basic")
        return Query.boost_query(query, BEGINNING_BOOST)

    def _scored(self, field: str, stem: str, boost: float) -> Query:
        query = Query.term_query(self._schema, field, stem, "freq")
        return query if boost == 1.0 else Query.boost_query(query, boost)


@cache
def tongue(codes: tuple[str, ...]) -> Tongue:
    """The reader of words in these languages."""
    return Tongue(codes)


def codes_in(searcher: tantivy.Searcher) -> tuple[str, ...]:
    """The languages that the index holds texts of."""
    return tuple(code for code in languages.CODES if searcher.doc_freq(schema.LANGUAGE, code))


def _all_of(each: Sequence[Meant]) -> Meant:
    """What is met where all are."""
    if not all(one.products for one in each):
        return Meant()
    query = Query.boolean_query([(_MUST, _any_of(one.alternatives)) for one in each])
    bonuses = [bonus for one in each for bonus in one.bonuses]
    return Meant([query], [[one.met for one in each]], bonuses, min(one.products for one in each))


def _met(each: list[list[Query]]) -> Query:
    """What is met where one alternative of each is."""
    if len(each) == 1:
        return _any_of(each[0])
    return Query.boolean_query([(_MUST, _any_of(one)) for one in each])


def _any_of(queries: list[Query]) -> Query:
    if not queries:
        return Query.empty_query()
    return queries[0] if len(queries) == 1 else Query.boolean_query([(_SHOULD, query) for query in queries])
