"""Which drawing belongs to which family of the catalogue; a family is a shop's slug and the middle of its SKUs."""

from collections.abc import Callable

from feria.demo.pictures.forms import candles, clay, cloth, lamps, pantry, paper, soap, wood
from feria.demo.pictures.stage import Scene
from feria.demo.pictures.subject import Subject
from feria.demo.pictures.table import Layout

Drawing = Callable[[Subject], Scene | Layout]

DRAWINGS: dict[tuple[str, str], Drawing] = {
    ("casa-barro", "BRM"): clay.mug,
    ("casa-barro", "ESP"): clay.cups,
    ("casa-barro", "SPB"): clay.bowl,
    ("casa-barro", "SVB"): clay.bowl,
    ("casa-barro", "SHB"): clay.bowl,
    ("casa-barro", "SHV"): clay.vase,
    ("casa-barro", "BDV"): clay.vase,
    ("casa-barro", "SLT"): clay.jar,
    ("casa-barro", "OIL"): clay.bottle,
    ("casa-barro", "CRF"): clay.bottle,
    ("ilha-azul", "MUG"): clay.mug,
    ("ilha-azul", "CUP"): clay.mug,
    ("ilha-azul", "CLD"): clay.bowl,
    ("ilha-azul", "RIC"): clay.bowl,
    ("ilha-azul", "SLD"): clay.bowl,
    ("ilha-azul", "WIN"): clay.bottle,
    ("ilha-azul", "SUG"): clay.jar,
    ("ilha-azul", "HRB"): clay.vase,
    ("ilha-azul", "TWL"): cloth.towel,
    ("noite-acesa", "CUP"): candles.cup,
    ("noite-acesa", "TIN"): candles.tin,
    ("noite-acesa", "PIL"): candles.pillar,
    ("noite-acesa", "DIN"): candles.pair,
    ("noite-acesa", "ALT"): candles.altar,
    ("noite-acesa", "TRI"): candles.glass,
    ("folha-e-filho", "TRB"): wood.bowl,
    ("folha-e-filho", "FRB"): wood.bowl,
    ("folha-e-filho", "BRD"): wood.board,
    ("folha-e-filho", "CHP"): wood.board,
    ("folha-e-filho", "SRV"): wood.board,
    ("folha-e-filho", "MLK"): wood.stool,
    ("folha-e-filho", "TLS"): wood.stool,
    ("folha-e-filho", "BOX"): wood.box,
    ("folha-e-filho", "DRY"): wood.vase,
    ("prensa-norte", "LIN"): paper.print_,
    ("prensa-norte", "RIS"): paper.print_,
    ("prensa-norte", "NTB"): paper.notebook,
    ("prensa-norte", "CRD"): paper.cards,
    ("prensa-norte", "PAD"): paper.pad,
    ("telar-lento", "BLK"): cloth.blanket,
    ("telar-lento", "HBN"): cloth.blanket,
    ("telar-lento", "THR"): cloth.blanket,
    ("telar-lento", "BBY"): cloth.blanket,
    ("telar-lento", "KTW"): cloth.towel,
    ("telar-lento", "RUN"): cloth.runner,
    ("luz-de-abril", "TBL"): lamps.table,
    ("luz-de-abril", "BED"): lamps.table,
    ("luz-de-abril", "DOM"): lamps.dome,
    ("luz-de-abril", "LAN"): lamps.lantern,
    ("mel-do-vale", "HON"): pantry.honey,
    ("mel-do-vale", "MIX"): pantry.honey,
    ("mel-do-vale", "OIL"): pantry.oil,
    ("mel-do-vale", "CAN"): pantry.can,
    ("mel-do-vale", "VIN"): pantry.vinegar,
    ("sabao-velho", "BAR"): soap.bar,
    ("sabao-velho", "SHV"): soap.shaving,
    ("sabao-velho", "HSE"): soap.block,
    ("sabao-velho", "HND"): soap.pump,
    ("sabao-velho", "SLT"): soap.salt,
}


def drawing(subject: Subject) -> Scene | Layout:
    """The subject as a scene of bodies or a layout of flat things."""
    return DRAWINGS[subject.shop.slug, subject.design](subject)
