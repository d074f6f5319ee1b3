"""Regions whose taxes or shipping may differ from their country's, by the codes of ISO 3166-2 and by their names.

Addresses, zones and tables name them as people write: "PT-20", "20", "Azores" and "Açores" are one. Of other countries
no region is known, and what is written is compared as it is.
"""

import unicodedata
from functools import cache, lru_cache

_US = """AL Alabama, AK Alaska, AZ Arizona, AR Arkansas, CA California, CO Colorado, CT Connecticut, DE Delaware,
DC District of Columbia, FL Florida, GA Georgia, HI Hawaii, ID Idaho, IL Illinois, IN Indiana, IA Iowa, KS Kansas,
KY Kentucky, LA Louisiana, ME Maine, MD Maryland, MA Massachusetts, MI Michigan, MN Minnesota, MS Mississippi,
MO Missouri, MT Montana, NE Nebraska, NV Nevada, NH New Hampshire, NJ New Jersey, NM New Mexico, NY New York,
NC North Carolina, ND North Dakota, OH Ohio, OK Oklahoma, OR Oregon, PA Pennsylvania, PR Puerto Rico, RI Rhode Island,
SC South Carolina, SD South Dakota, TN Tennessee, TX Texas, UT Utah, VT Vermont, VA Virginia, WA Washington,
WV West Virginia, WI Wisconsin, WY Wyoming"""
_CA = """AB Alberta, BC British Columbia, MB Manitoba, NB New Brunswick, NL Newfoundland and Labrador,
NS Nova Scotia, NT Northwest Territories, NU Nunavut, ON Ontario, PE Prince Edward Island, QC Quebec, SK Saskatchewan,
YT Yukon"""
_PT = """01 Aveiro, 02 Beja, 03 Braga, 04 Bragança, 05 Castelo Branco, 06 Coimbra, 07 Évora, 08 Faro, 09 Guarda,
10 Leiria, 11 Lisbon|Lisboa, 12 Portalegre, 13 Porto|Oporto, 14 Santarém, 15 Setúbal, 16 Viana do Castelo,
17 Vila Real, 18 Viseu, 20 Azores|Açores|Região Autónoma dos Açores, 30 Madeira|Região Autónoma da Madeira"""
_ES = """AN Andalusia|Andalucía, AR Aragon|Aragón, AS Asturias|Principado de Asturias, CN Canary Islands|Canarias|Islas
Canarias|Canaries, CB Cantabria, CE Ceuta, CL Castile and León|Castilla y León, CM Castilla-La Mancha, CT Catalonia|
Cataluña|Catalunya, EX Extremadura, GA Galicia, IB Balearic Islands|Illes Balears|Islas Baleares|Baleares, MC Murcia|
Región de Murcia, MD Madrid|Comunidad de Madrid, ML Melilla, NC Navarre|Navarra, PV Basque Country|País Vasco|Euskadi,
RI La Rioja, VC Valencian Community|Comunidad Valenciana|Comunitat Valenciana"""
_FR = """20R Corsica|Corse, ARA Auvergne-Rhône-Alpes, BFC Bourgogne-Franche-Comté, BRE Brittany|Bretagne, CVL
Centre-Val de Loire, GES Grand Est, HDF Hauts-de-France, IDF Île-de-France, NAQ Nouvelle-Aquitaine, NOR Normandy|
Normandie, OCC Occitania|Occitanie, PAC Provence-Alpes-Côte d'Azur, PDL Pays de la Loire"""
_IT = """21 Piedmont|Piemonte, 23 Aosta Valley|Valle d'Aosta, 25 Lombardy|Lombardia, 32 Trentino-Alto Adige, 34 Veneto,
36 Friuli-Venezia Giulia, 42 Liguria, 45 Emilia-Romagna, 52 Tuscany|Toscana, 55 Umbria, 57 Marche, 62 Lazio,
65 Abruzzo, 67 Molise, 72 Apulia|Puglia, 75 Campania, 77 Basilicata, 78 Calabria, 82 Sicily|Sicilia,
88 Sardinia|Sardegna"""


def _parsed(text: str) -> dict[str, list[str]]:
    """Names by code, the English one first."""
    entries = (entry.strip().split(" ", 1) for entry in text.replace("\n", " ").split(","))
    return {code: [name.strip() for name in names.split("|")] for code, names in entries}


_NAMES = {
    country: _parsed(text)
    for country, text in {"US": _US, "CA": _CA, "PT": _PT, "ES": _ES, "FR": _FR, "IT": _IT}.items()
}


def region_name(country: str, code: str) -> str:
    """The English name of a region's code; the code itself where it is not known."""
    return _NAMES.get(country, {}).get(code, [code])[0]


def region_code(country: str, text: str) -> str:
    """The code of a region written as its code, with or without the country's before it, or as a name; else empty."""
    return _codes(country).get(_plain(country, text), "")


@lru_cache(maxsize=4096)
def region_key(country: str, text: str) -> str:
    """The same for everything that means the same region: its code, or of one that is not known what is written."""
    return region_code(country, text) or _plain(country, text)


@cache
def _codes(country: str) -> dict[str, str]:
    known = _NAMES.get(country, {})
    return {_plain(country, text): code for code, names in known.items() for text in (code, *names)}


def _plain(country: str, text: str) -> str:
    """Without case, accents, dots, hyphens and repeated spaces, and without the country's code and a hyphen before."""
    letters = (sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    plain = " ".join("".join(letters).replace(".", "").replace("’", "'").split()).casefold()
    return " ".join(plain.removeprefix(f"{country.casefold()}-").replace("-", " ").split())
