"""What the index knows of languages: whose endings are taken off, which words say nothing, how umlauts are typed."""

from functools import cache

LANGUAGES = {
    "en": "english",
    "de": "german",
    "fr": "french",
    "es": "spanish",
    "it": "italian",
    "pt": "portuguese",
    "nl": "dutch",
}
"""The stemmer of each language; texts of any other are found by whole words."""

OTHER = "other"
CODES = (*LANGUAGES, OTHER)

# Articles, prepositions and the letters that elision leaves; as they are typed without accents.
STOP_WORDS = {
    "en": "a an and are as at by for from in is it its my of on or our s t that the their this to with your",
    "de": "als am an auf aus bei das dem den der des die ein eine einem einen einer fur fuer im in ist mit "
    "oder ohne und vom von zu zum zur",
    "fr": "a au aux avec c ce ces d dans de des du elle en et j l la le les m ma mes mon n ou par pour qu que "
    "qui s sa ses son sur t un une",
    "es": "a al con de del e el en es la las lo los mi o para por que se sin su sus un una unas unos y",
    "it": "a ai al alla alle con d da dal dei del della delle di e ed gli i il in l la le lo nel o per su un "
    "una uno",
    "pt": "a ao aos as com da das de do dos e em na nas no nos o os ou para por sem um uma",
    "nl": "aan de den der een en het in met of op te tot uit van voor",
    OTHER: "",
}
_STOPPED = {code: frozenset(words.split()) for code, words in STOP_WORDS.items()}
_UMLAUTS = {"ae": "a", "oe": "o", "ue": "u"}
_SPELT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def language_of(locale: str) -> str:
    """The code under which text of this locale is indexed."""
    code = locale[:2].lower()
    return code if code in LANGUAGES else OTHER


@cache
def stop_words(codes: tuple[str, ...]) -> frozenset[str]:
    """The words that say nothing in any of these languages, without accents."""
    return frozenset[str]().union(*(_STOPPED[code] for code in codes))


def spelt_out(text: str) -> str:
    """Umlauts as they are typed without them (`grün` → `gruen`); everything else as it is."""
    return text.translate(_SPELT)


def without_umlauts(word: str) -> str:
    """A folded word as if its ae, oe and ue were umlauts (`gruen` → `grun`); the same word where there are none."""
    for typed, folded in _UMLAUTS.items():
        word = word.replace(typed, folded)
    return word
