"""A small catalogue in four languages, and what questions to it must answer first."""

from typing import Any

from feria.services.product.gateways.catalogue.document import CatalogueDoc, Translation
from tests.product.catalogue_source import product

# Number: language, title, category, description, then what else counts.
THINGS: dict[int, tuple[str, str, str, str, dict[str, Any]]] = {
    1: ("en", "Breakfast mug in ash white", "Mugs and cups", "A straight mug for coffee.", {"units_sold": 400}),
    2: ("en", "Breakfast mug in iron black", "Mugs and cups", "A straight mug for coffee.", {"units_sold": 20}),
    3: ("en", "Two espresso cups", "Mugs and cups", "Small cups without a handle.", {}),
    4: ("en", "Beaker of milk glass", "Mugs and cups", "For water and wine.", {}),
    5: ("en", "Oak serving board", "Boards and stools", "A board for bread and cheese.", {}),
    6: ("en", "Olive wood cutting board", "Boards and stools", "Dense wood that forgives knives.", {}),
    7: ("en", "Three-legged stool", "Boards and stools", "Chestnut, turned and oiled.", {}),
    8: ("en", "Beeswax candle", "Candles", "Burns for forty hours.", {"units_sold": 90}),
    9: ("en", "Scented candle, fig leaf", "Candles", "In a jar with a lid.", {"rating": 480, "review_count": 60}),
    10: ("en", "Candlestick of turned brass", "Candles", "Holds one candle.", {}),
    11: ("en", "Wool blanket in fog grey", "Textiles", "Woven from merino wool.", {"brand": "Telar Lento"}),
    12: ("en", "Linen tea towel", "Textiles", "Washed linen with a loop.", {"tags": ("kitchen",)}),
    13: ("en", "Desk lamp with paper shade", "Lamps", "Warm light for the evening.", {}),
    14: ("en", "Pendant lamp, blue", "Lamps", "Hangs above a table.", {"attributes": (("colour", "blue"),)}),
    15: ("en", "Chestnut honey", "Honey and oil", "Dark and slightly bitter.", {"brand": "Mel do Vale"}),
    16: ("en", "Olive oil, early harvest", "Honey and oil", "Pressed within a day.", {}),
    17: ("en", "Lavender soap", "Soap", "Cold stirred, cured for six weeks.", {"in_stock": False}),
    18: ("en", "Olive oil soap", "Soap", "The oldest recipe there is.", {}),
    19: ("en", "Tall vase for one flower", "Vases and jars", "A vase with a narrow neck.", {}),
    20: ("en", "Salt jar with lid", "Vases and jars", "Glazed inside only.", {}),
    21: ("en", "Notebook with dotted pages", "Paper", "Thread-bound, opens flat.", {}),
    22: ("en", "Linocut print of a lighthouse", "Paper", "Printed by hand.", {}),
    23: ("en", "Café au lait bowl", "Bowls and plates", "A bowl without a handle.", {}),
    24: ("en", "Salad bowl in honey ochre", "Bowls and plates", "Wide enough for four.", {}),
    25: ("en", "Dinner plate", "Bowls and plates", "Stoneware, slightly curved.", {}),
    31: ("de", "Grüne Müslischale", "Schalen", "Eine Schale für das Frühstück.", {}),
    32: ("de", "Kaffeetasse mit Henkel", "Tassen", "Zwei Tassen passen ineinander.", {}),
    33: ("de", "Tischleuchte aus Eichenholz", "Leuchten", "Warmes Licht am Abend.", {}),
    34: ("de", "Bücherregal für die Küche", "Möbel", "Für Kochbücher und Gewürze.", {}),
    35: ("de", "Wolldecke in Größe L", "Textilien", "Weiche Decken aus Schurwolle.", {}),
    36: ("de", "Weißer Löffel", "Besteck", "Ein Löffel aus Porzellan.", {}),
    41: ("fr", "Théière émaillée", "Théières", "Une théière pour six tasses.", {}),
    42: ("fr", "Coussin brodé à la main", "Textiles", "Coussins colorés de lin.", {}),
    43: ("fr", "Lampe à huile", "Lampes", "Une lampe pour l'été.", {}),
    44: ("fr", "Cheval de bois", "Jouets", "Pour les enfants dès trois ans.", {}),
    51: ("es", "Jarrón de barro", "Jarrones", "Hecho a mano en Talavera.", {}),
    52: ("es", "Sillón de mimbre", "Muebles", "Un sillón para el jardín.", {}),
    53: ("es", "Lámpara de araña", "Lámparas", "Con velas de verdad.", {}),
    61: ("en", "Watering can", "Garden", "Holds five litres.", {"translations": (
        Translation("de", "Gießkanne aus Kupfer", "Für Blumen auf dem Balkon."),
        Translation("fr-CH", "Arrosoir de cuivre"),
    )}),
    54: ("es", "Camión de madera para niños", "Juguetes", "Pintado con colores naturales.", {}),
}  # fmt: skip


def catalogue() -> list[CatalogueDoc]:
    """The things as the index takes them: alike in all that is not said of them."""
    return [
        product(
            number,
            title=title,
            locale=locale,
            description=text,
            category_names=(category,),
            **{**ALIKE, **changed},
        )
        for number, (locale, title, category, text, changed) in THINGS.items()
    ]


ALIKE: dict[str, Any] = {
    "brand": "",
    "tags": (),
    "attributes": (),
    "rating": 0,
    "review_count": 0,
    "units_sold": 0,
    "in_stock": True,
    "published_at": 1_700_000_000,
}

# What comes first, in this order; what follows does not matter.
FIRST: dict[str, list[int]] = {
    # titles and endings
    "breakfast mug": [1, 2],
    "mugs": [1, 2],
    "Breakfast Mugs": [1, 2],
    "espresso cup": [3],
    "cutting boards": [6],
    "board": [5, 6],
    "stools": [7],
    "candles": [8],
    "lamps": [14],
    "blankets": [11],
    "notebooks": [21],
    "bowls": [23, 24],
    "plates": [25],
    "print": [22],
    "tea towels": [12],
    # a title is worth more than a label, a label more than a text
    "honey": [15],
    "oil": [16, 18],
    "wood": [6],
    "coffee": [1, 2],
    "lid": [20, 9],
    "linen": [12],
    "kitchen": [12],
    "Telar Lento": [11],
    "mel do vale": [15],
    "blue lamp": [14],
    "blue": [14],
    "vase": [19],
    # what is sold, liked and in stock comes before what resembles it
    "mug": [1, 2],
    "candle": [8],
    "soap": [18, 17],
    # words that say nothing do not decide
    "a mug for the breakfast": [1, 2],
    "the blanket of wool": [11],
    "vases for flowers": [19],
    "honey with lid": [],
    # beginnings
    "brea": [1],
    "cand": [8],
    "pend": [14],
    "salad bow": [24],
    "note": [21],
    "stoo": [7],
    # in another language than its own
    "gießkannen": [61],
    "Balkon Blumen": [61],
    "arrosoirs": [61],
    "watering cans": [61],
    "gieskanne": [61],
    "giessk": [61],
    # accents and case
    "cafe au lait": [23],
    "CAFÉ AU LAIT": [23],
    "theiere": [41],
    "JARRON": [51],
    "sillon": [52],
    "camion": [54],
    # typing errors
    "brekfast mug": [1, 2],
    "breakfats mug": [1, 2],
    "espreso": [3],
    "blnaket": [11],
    "candel": [8],
    "lavander soap": [17],
    "notbook": [21],
    "chestnutt honey": [15],
    "cnadlestick": [10],
    "lighthuose": [22],
    "cuttng bord": [6],
    "xandle": [],
    "zzzz": [],
    # German
    "grün": [31],
    "gruen": [31],
    "grun": [31],
    "grüne schalen": [31],
    "tassen": [32],
    "müslischalen": [31],
    "mueslischale": [31],
    "bücherregale": [34],
    "buecherregal": [34],
    "kuechen": [34],
    "groesse": [35],
    "grosse": [35],
    "weiss loeffel": [36],
    "löffel": [36],
    "wolldecken": [35],
    "tischleuchten": [33],
    "der löffel aus porzellan": [36],
    # French
    "théières": [41],
    "coussins brodés": [42],
    "coussin brodee": [42],
    "chevaux": [44],
    "lampes à l'huile": [43],
    "coloree": [42],
    # Spanish
    "jarrones": [51],
    "sillones de mimbre": [52],
    "camiones": [54],
    "lámparas": [53],
    "lamparas de arana": [53],
    "el camión para los niños": [54],
}

# What is offered instead; nothing where the words are right, or nothing resembles them.
DID_YOU_MEAN: dict[str, str | None] = {
    "espreso": "espresso",
    "brekfast mug": "breakfast mug",
    "lavander soap": "lavender soap",
    "a notbook, please": None,
    "notbook": "notebook",
    "Cuttng  bord": "cutting board",
    "mueslischal": None,
    "müslischlae": "müslischale",
    "theire": "théière",
    "silon": "sillón",
    "mug": None,
    "candles": None,
    "zzzz": None,
    "xandle": None,
    "((((": None,
}
