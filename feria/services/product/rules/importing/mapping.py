"""Files whose columns were assigned to our fields: guesses by name in several languages, and cells read accordingly."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from feria.services.product import rules
from feria.services.product.rules.importing.columns import (
    ATTRIBUTE,
    FERIA_COLUMNS,
    MAPPED,
    MARKET_COMPARE_AT,
    MARKET_PRICE,
    Layout,
    header_names,
)
from feria.services.product.rules.importing.text import BadFile

WEIGHT_KG = "weight_kg"
IMAGE = "image_url"
FIELDS = (*FERIA_COLUMNS, WEIGHT_KG)
REQUIRED = ("title", "price")
NAME_LENGTH_MAX = 180
FIELD_LENGTH_MAX = 60

# Names of columns as slugs, in English, German, French, Spanish, Portuguese, Italian and Dutch.
_SYNONYMS = {
    "handle": (
        "handle slug product-id produkt-id artikel-id id-produit reference-produit url-key item-group-id "
        "parent-sku"
    ),
    "title": (
        "title name product-name product-title product item-name produkt produktname artikel artikelname "
        "bezeichnung artikelbezeichnung titel nom nom-du-produit produit titre designation nombre "
        "nombre-del-producto producto titulo nome nome-do-produto produto nome-prodotto prodotto titolo "
        "naam productnaam"
    ),
    "description": (
        "description product-description long-description beschreibung artikelbeschreibung "
        "produktbeschreibung langtext description-du-produit descripcion descricao descrizione "
        "omschrijving beschrijving body-html"
    ),
    "category": (
        "category categories product-type product-category type kategorie kategorien warengruppe "
        "artikelgruppe categorie categoria categorias categoria-prodotto"
    ),
    "brand": (
        "brand vendor manufacturer marke hersteller marque fabricant marca fabricante produttore merk "
        "fabrikant"
    ),
    "tags": (
        "tags tag keywords labels schlagworte stichworte schlagwoerter etiquettes mots-cles etiquetas "
        "palabras-clave etichette trefwoorden"
    ),
    "sku": (
        "sku item-number article-number part-number artikelnummer artikel-nr artikelnr art-nr "
        "bestellnummer referenz reference ref code-article referencia codigo codice riferimento "
        "artikelcode codigo-do-produto mpn"
    ),
    "price": (
        "price unit-price sale-price selling-price retail-price preis verkaufspreis vk vk-preis "
        "bruttopreis einzelpreis prix prix-ttc prix-de-vente precio pvp preco prezzo prijs verkoopprijs"
    ),
    "compare_at_price": (
        "compare-at-price regular-price list-price rrp msrp old-price uvp streichpreis alter-preis "
        "listenpreis prix-barre ancien-prix precio-anterior precio-de-lista preco-antigo "
        "prezzo-precedente adviesprijs"
    ),
    "on_hand": (
        "on-hand stock quantity qty inventory stock-quantity in-stock available bestand lagerbestand "
        "menge anzahl quantite en-stock existencias cantidad estoque quantidade quantita giacenza "
        "voorraad aantal"
    ),
    "weight_grams": "weight-grams weight-g grams gewicht-g poids-g peso-g gramm grammes gramos",
    "weight_kg": "weight weight-kg gewicht gewicht-kg poids poids-kg peso peso-kg",
    "gtin": (
        "gtin ean barcode upc isbn ean13 ean-13 ean-code strichcode code-barres codigo-de-barras "
        "codice-a-barre"
    ),
    "fulfilment": "fulfilment fulfillment",
    "image_url": (
        "image-url image images picture photo image-link image-src bild bilder bild-url bildlink foto "
        "fotos image-1 imagen imagenes imagem immagine immagini afbeelding photo-url picture-url "
        "url-image"
    ),
    "image_alt": ("image-alt image-alt-text alt-text alt alternativtext texte-alternatif texto-alternativo"),
    "variant_image_url": "variant-image variant-image-url variantenbild",
    "published": (
        "published active status visible online aktiv veroeffentlicht veroffentlicht sichtbar publie "
        "actif publicado activo ativo pubblicato attivo gepubliceerd actief"
    ),
    "locale": "locale language sprache langue idioma lingua taal",
    "tax_category": "tax-category",
    "max_per_order": "max-per-order",
    "processing_days": "processing-days handling-days",
    "option1_value": "option1-value size groesse grosse taille talla tamanho taglia maat",
    "option2_value": "option2-value color colour farbe couleur cor colore kleur",
}
_BY_SLUG = {slug: field for field, slugs in _SYNONYMS.items() for slug in slugs.split()}
SEVERAL = (IMAGE,)  # of the fields, those that several columns may be

_AMOUNT = re.compile(r"[^\d.,\-]*(-?\d[\d.,\s\u00a0\u202f'’]*?)[^\d.,]*")
_COMMA_DECIMALS = re.compile(r"[\d.\s\u00a0\u202f]*\d,\d{1,2}", re.ASCII)
_POINT_DECIMALS = re.compile(r"[\d,\s\u00a0\u202f]*\d\.\d{1,2}", re.ASCII)
_BLANKS = re.compile(r"[\s\u00a0\u202f'’]")


class ColumnMapping(msgspec.Struct, frozen=True):
    """Which of our fields each column of a file is (columns left out are absent), and its sign before the decimals."""

    columns: dict[str, str]
    decimal_comma: bool = False


def column_names(header: Sequence[str]) -> list[str]:
    """A name for each column, different from all others: `Price`, `Price (2)`, `Column 7`; raises BadFile."""
    seen: Counter[str] = Counter()
    found: list[str] = []
    for place, given in enumerate(header_names(header), 1):
        plain = "".join(letter if letter.isprintable() else " " for letter in given)
        own = " ".join(plain.split())[:NAME_LENGTH_MAX] or f"Column {place}"
        name = own
        while name in found:
            seen[own] += 1
            name = f"{own} ({seen[own] + 1})"
        found.append(name)
    return found


def guess(names: Iterable[str], rows: Sequence[Sequence[str]], markets: Iterable[str]) -> ColumnMapping:
    """What the columns most probably are, by their names; the sign before the decimals by the cells below."""
    prices = {f"{start}{market}" for start in (MARKET_PRICE, MARKET_COMPARE_AT) for market in markets}
    own = {*FIELDS, *prices}
    found: dict[str, str] = {}
    for name in names:
        plain = name.lower()
        field = plain if plain in own or plain.startswith(ATTRIBUTE) else _by_name(name)
        if field and (field not in found.values() or field in SEVERAL):
            found[name] = field
    if WEIGHT_KG in found.values() and "weight_grams" in found.values():
        found = {name: field for name, field in found.items() if field != WEIGHT_KG}
    places = [place for place, name in enumerate(names) if found.get(name, "").endswith(("price", WEIGHT_KG))]
    cells = [row[place].strip() for row in rows for place in places if place < len(row)]
    commas = sum(bool(_COMMA_DECIMALS.fullmatch(_amount(cell))) for cell in cells)
    points = sum(bool(_POINT_DECIMALS.fullmatch(_amount(cell))) for cell in cells)
    return ColumnMapping(found, commas > points)


def faults(mapping: ColumnMapping, names: Sequence[str], markets: Iterable[str]) -> dict[str, str]:
    """What is wrong with a mapping for these columns, by column, or by field for what no column is assigned to."""
    own = {
        *FIELDS,
        *(f"{start}{market}" for start in (MARKET_PRICE, MARKET_COMPARE_AT) for market in markets),
    }
    found: dict[str, str] = {}
    given = Counter(mapping.columns.values())
    for name, field in mapping.columns.items():
        if name not in names:
            found[name] = "is no column of the file"
        elif field not in own and not (field.startswith(ATTRIBUTE) and field != ATTRIBUTE):
            found[name] = "is assigned to what is no field"
        elif given[field] > 1 and field not in SEVERAL:
            found[name] = "is not the only column assigned to this field"
    for field in REQUIRED:
        if not given[field]:
            found[field] = "has no column assigned to it"
    return found


def key(names: Sequence[str]) -> str:
    """What a header is remembered by."""
    return hashlib.blake2b("\x1f".join(names).encode("utf-8", "replace"), digest_size=16).hexdigest()


def _by_name(name: str) -> str:
    slug = rules.slug_of(name.replace("_", " "), "")
    bare = rules.slug_of(re.sub(r"[(\[].*?[)\]]", " ", name.replace("_", " ")), "")
    if slug in _BY_SLUG:
        return _BY_SLUG[slug]
    if re.fullmatch(r"(image|bild|foto|photo|picture)(-url)?-\d{1,2}", slug):
        return IMAGE
    return _BY_SLUG.get(bare, "")


def layout(header: Sequence[str], delimiter: str, mapping: ColumnMapping) -> Layout:
    """The layout that the mapping gives the header; raises BadFile for a column that is not there."""
    names = column_names(header)
    at: dict[str, list[int]] = {}
    for name, field in mapping.columns.items():
        if name not in names:
            raise BadFile(1, f"The header lacks {name}.")
        at.setdefault(field, []).append(names.index(name))
    places = {field: min(found) for field, found in at.items()}
    shown = {field: names[place] for field, place in places.items()}
    if WEIGHT_KG in places:
        shown["weight_grams"] = shown[WEIGHT_KG]
    return Layout(
        format=MAPPED,
        delimiter=delimiter,
        width=len(names),
        places=places,
        names=shown,
        unknown=tuple(name for name in names if name not in mapping.columns),
        more_images=tuple(sorted(at.get(IMAGE, []))[1:]),
        decimal_comma=mapping.decimal_comma,
    )


def handle(found: Layout, cells: Sequence[str]) -> str:
    """The cell that names the product: its own column, else the title for lines with choices, else the SKU."""
    has_choices = any(column.startswith("option") for column in found.places)
    for column in ("handle", "title", "sku") if has_choices else ("handle", "sku", "title"):
        place = found.places.get(column)
        if place is not None and place < len(cells) and cells[place].strip():
            return " ".join(cells[place].split())
    return ""


def as_ours(found: Layout, given: dict[str, str], record: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """The cells as our own format has them, and the addresses of further pictures."""
    cells = {"title": "", **given}
    for column, cell in given.items():
        if column.startswith(("price", "compare_at_price")):
            cells[column] = plain_amount(cell, comma=found.decimal_comma)
    if kilograms := cells.pop(WEIGHT_KG, ""):
        cells.setdefault("weight_grams", _grams(kilograms, comma=found.decimal_comma))
    for number in (1, 2, 3):
        value, name = f"option{number}_value", f"option{number}_name"
        if value in cells and name not in cells:
            cells[name] = found.shown(value)  # a column Size has the sizes
    pictures = _addresses([cells.get(IMAGE, ""), *(record[place] for place in found.more_images)])
    if pictures:
        cells[IMAGE] = pictures[0]
    return cells, pictures[1:]


def _addresses(cells: Iterable[str]) -> list[str]:
    """Addresses in these cells; one may hold several, with a mark or a bar between them."""
    found = []
    for cell in cells:
        found += [part for part in re.split(r"[|\s]+|[,;](?=\s*https?:)", cell) if part]
    return found


def plain_amount(text: str, *, comma: bool) -> str:
    """`€ 1.234,50` as `1234.50`; what is no such number stays as it is, to be refused."""
    amount = _amount(text)
    mark, thousands = (",", ".") if comma else (".", ",")
    number = rf"-?(\d+|\d{{1,3}}(?:[{thousands}]\d{{3}})+)(?:[{mark}](\d{{1,12}}))?"
    found = re.fullmatch(number, amount, re.ASCII)
    if found is None:
        return text
    whole = found[1].replace(thousands, "")
    return ("-" if amount.startswith("-") else "") + whole + (f".{found[2]}" if found[2] else "")


def _amount(text: str) -> str:
    """The digits and marks of a cell, without the currency around them and blanks between them."""
    found = _AMOUNT.fullmatch(text.strip())
    return _BLANKS.sub("", found[1]) if found else text.strip()


def _grams(text: str, *, comma: bool) -> str:
    plain = plain_amount(re.sub(r"\s*kg$", "", text.strip(), flags=re.IGNORECASE), comma=comma)
    whole, _, rest = plain.partition(".")
    if not (whole + rest).isdecimal():
        return text
    return f"{int(whole + rest[:3].ljust(3, '0'))}{'.' + rest[3:] if rest[3:] else ''}"
