"""The shipped pictures: which a thing has, what they show in words, their files; drawing them is `pictures`' work."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random
from typing import Literal, get_args
from uuid import UUID

from feria.core import ids
from feria.demo import catalogue
from feria.demo.catalogue import MOMENT, Shop, Thing

Kind = Literal["front", "white", "other", "group", "detail"]
SellerKind = Literal["banner", "logo"]

PICTURES_FROM = MOMENT + 11_000
WIDTHS = (160, 400, 800)
SELLERS, SELLER_KINDS = "sellers", get_args(SellerKind)
FEATURED = 80
# The only option that is a colour: a lamp with the other shade has a picture of its own.
WHITE_OPTION, WHITE_VALUE = "Shade", "White linen"
# What lies on a table; everything else stands.
FLAT_FORMS = {"blanket", "towel", "print", "notebook", "cards", "board"}
OTHERS = {
    "mug": "from above", "bowl": "from above", "vase": "from above", "bottle": "from above", "jar": "open",
    "candle": "in another light", "tin": "from the other side", "lamp": "in another light", "soap": "three together",
    "stool": "from above", "board": "turned", "print": "hung another way", "notebook": "open",
    "cards": "in another order", "blanket": "folded another way", "towel": "folded twice",
}  # fmt: skip


@dataclass(frozen=True)
class Shot:
    """A picture of a thing: its kind, the name of its files, and what it shows in words."""

    kind: Kind
    name: str
    alt: str

    @property
    def widths(self) -> tuple[int, ...]:
        """The widths that are shipped; a detail is not larger than it is in the front picture."""
        return WIDTHS[:-1] if self.kind == "detail" else WIDTHS


@cache
def featured() -> frozenset[int]:
    """The numbers of the things with more pictures: from every stall, one of each family before a second of any."""
    chosen: list[int] = []
    shops = [shop for shop in catalogue.shops() if not shop.applied]
    for place, shop in enumerate(shops):
        share = FEATURED * (place + 1) // len(shops) - FEATURED * place // len(shops)
        chosen += [thing.number for thing in _in_turns(shop)[:share]]
    return frozenset(chosen)


def _in_turns(shop: Shop) -> list[Thing]:
    """The shop's published things, families taking turns."""
    own = [thing for thing in catalogue.things() if thing.shop == shop and thing.status == "published"]
    turns: dict[str, int] = {}
    order = []
    for thing in own:
        turns[thing.design] = turns.get(thing.design, 0) + 1
        order.append((turns[thing.design], thing.number, thing))
    return [thing for _, _, thing in sorted(order, key=lambda one: one[:2])]


@cache
def companions(number: int) -> tuple[Thing, Thing]:
    """The two other things of the same stall in a featured thing's group: of other families and colours if possible."""
    thing = catalogue.things()[number - 1]
    flat = thing.form in FLAT_FORMS
    others = [
        one
        for one in catalogue.things()
        if one.shop == thing.shop and one.number != number and (one.form in FLAT_FORMS) == flat
    ]
    others = [
        one for one in others if (one.form == "stool") == (thing.form == "stool") and one.design != "ALT"
    ]
    Random(number).shuffle(others)
    others.sort(key=lambda one: (one.design == thing.design, one.finish == thing.finish))
    first = others[0]
    second = next((one for one in others[1:] if one.design not in (first.design, thing.design)), others[1])
    return first, second


def shots(thing: Thing) -> list[Shot]:
    """The thing's pictures in order, the card's first."""
    kinds: list[Kind] = ["front"]
    if thing.option == WHITE_OPTION:
        kinds.append("white")
    kinds += ["other", "group"] if thing.number in featured() else ["detail"]
    return [Shot(kind, f"{thing.number:03d}-{kind}", _alt(thing, kind)) for kind in kinds]


def _alt(thing: Thing, kind: Kind) -> str:
    if kind == "group":
        first, second = companions(thing.number)
        return f"{thing.title}, together with {first.title} and {second.title}"
    words = {"other": OTHERS[thing.form], "white": "with the white shade"}
    return f"{thing.title}, {words.get(kind, kind)}"


def image_id(thing: Thing, position: int) -> UUID:
    """The id of a picture, the same each time."""
    return ids.at(thing.shop.number, PICTURES_FROM + thing.number, 0, position)


def shipped(name: str, folder: int | str) -> bytes:
    """A shipped file from the folder of its width, or that of the sellers; raises FileNotFoundError."""
    return files("feria.demo").joinpath("data", "pictures", str(folder), f"{name}.webp").read_bytes()


def seller_picture(slug: str, kind: SellerKind) -> bytes:
    """A seller's banner (1500 × 500) or logo (256 × 256) as WebP, as they are served."""
    return shipped(f"{kind}-{slug}", SELLERS)


def seller_key(shop: Shop, kind: SellerKind) -> str:
    """The key under which the user service knows a seller's picture."""
    position = 0 if kind == "banner" else 1
    return ids.encode("img", ids.at(shop.number, PICTURES_FROM, 0, position)).removeprefix("img_")


def dimensions(data: bytes) -> tuple[int, int]:
    """Width and height of a lossy WebP file, from its header (RFC 9649 and, for the frame, RFC 6386)."""
    if data[:4] != b"RIFF" or data[12:16] != b"VP8 ":
        raise ValueError("not a lossy WebP file")
    return int.from_bytes(data[26:28], "little") & 0x3FFF, int.from_bytes(data[28:30], "little") & 0x3FFF
