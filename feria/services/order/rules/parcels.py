"""Parcels as pure values and functions: what is packed and sent where, and the state that a carrier's events make.

`rules/__init__.py` has the seller order; a parcel only reports to it.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Literal

import msgspec

from feria.core.money import Money

ParcelState = Literal[
    "label_created", "in_transit", "out_for_delivery", "delivered", "exception", "returned", "lost"
]
LabelFormat = Literal["pdf", "zpl"]

# The carriers that are asked themselves; of all others people type in the numbers.
CARRIERS = ("ups", "fedex")
# What ends a parcel's way for good; a lost one may still turn up.
FINAL = frozenset(("delivered", "returned"))
# While a parcel is in one of these, the clock takes nothing for delivered.
IN_TROUBLE = frozenset(("exception", "returned", "lost"))
# A parcel of which no carrier has said anything for so long counts as lost.
LOST_AFTER = timedelta(days=21)
# Asked for the first time soon after the label; then ever more seldom while nothing is new.
POLL_FIRST = timedelta(minutes=15)
POLL_LEAST, POLL_MOST = timedelta(hours=1), timedelta(hours=6)
# What a carrier has not said by then it never will.
POLLED_FOR = timedelta(days=90)
EVENTS_MAX = 200


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a parcel comes from or goes to."""

    name: str
    line1: str
    city: str
    postal_code: str
    country: str
    line2: str = ""
    region: str = ""
    company: str = ""
    phone: str = ""


class Package(msgspec.Struct, frozen=True, kw_only=True):
    """A packed box: grams, and outer measures in millimetres."""

    weight_grams: int
    length_mm: int
    width_mm: int
    height_mm: int


# What is packed into where a shop keeps no box, and what a thing without a weight is taken for.
USUAL_BOX = Package(weight_grams=500, length_mm=300, width_mm=200, height_mm=150)


class Goods(msgspec.Struct, frozen=True, kw_only=True):
    """What is inside, as customs want to know it; the value is that of one."""

    title: str
    quantity: int
    value: Money


class Consignment(msgspec.Struct, frozen=True, kw_only=True):
    """One package to be carried. `reference` is ours, at most 35 characters, and finds it again at the carrier.

    What `is_return` goes from a buyer back to the shop, which is the one that the carrier does business with.
    """

    reference: str
    sender: Place
    recipient: Place
    package: Package
    ship_on: date
    goods: list[Goods]
    currency: str
    is_return: bool = False

    @property
    def shop(self) -> Place:
        """Where the shop is, whichever way the parcel goes."""
        return self.recipient if self.is_return else self.sender


class Rate(msgspec.Struct, frozen=True, kw_only=True):
    """What a carrier asks for a consignment by one of its services; `days` are working days in transit, where told."""

    carrier: str
    service: str
    name: str
    price: Money
    days: int | None


class Label(msgspec.Struct, frozen=True, kw_only=True):
    """A label that was bought. `price` None: the carrier did not say."""

    tracking_number: str
    content: bytes
    price: Money | None


class Event(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """One thing that a carrier says of a parcel; `state` is what it makes of the parcel."""

    at: datetime
    state: ParcelState
    code: str
    text: str
    place: str


class Tracked(msgspec.Struct, frozen=True, kw_only=True):
    """All that a carrier says of one number, in any order; a webhook tells a part of it."""

    tracking_number: str
    events: list[Event]


_RANK: dict[ParcelState, int] = {
    "label_created": 0, "in_transit": 1, "exception": 2, "out_for_delivery": 3, "lost": 4, "delivered": 5,
    "returned": 6,
}  # fmt: skip


def state_of(events: Iterable[tuple[datetime, ParcelState]]) -> ParcelState:
    """The state that these events make, in whatever order and however often they came.

    The newest by the carrier's own time counts, but the first final one ends it. `label_created` without any.
    """
    state: ParcelState = "label_created"
    for _, found in sorted(events, key=lambda one: (one[0], _RANK[one[1]])):
        if state not in FINAL:
            state = found
    return state


def has_left(state: str) -> bool:
    """Whether the carrier has the parcel, so that what is inside counts as shipped."""
    return state != "label_created"


def poll_after(state: str, unchanged: int) -> timedelta | None:
    """How long until the carrier is asked again after so many answers without news; None when never again."""
    if state in FINAL:
        return None
    return min(POLL_LEAST * (1 << min(unchanged, 8)), POLL_MOST)


# Where anybody can look up a parcel of these; names as people write them, in lower case without signs.
_LINKS = {
    "ups": "https://www.ups.com/track?tracknum={number}",
    "fedex": "https://www.fedex.com/fedextrack/?trknbr={number}",
    "dhl": "https://www.dhl.com/global-en/home/tracking.html?tracking-id={number}",
    "dhlexpress": "https://www.dhl.com/global-en/home/tracking.html?tracking-id={number}",
    "dpd": "https://www.dpd.com/tracking?parcelNumber={number}",
    "gls": "https://gls-group.com/track/{number}",
    "hermes": "https://www.myhermes.de/empfangen/sendungsverfolgung/?trackingId={number}",
    "evri": "https://www.evri.com/track/parcel/{number}",
    "usps": "https://tools.usps.com/go/TrackConfirmAction?tLabels={number}",
    "royalmail": "https://www.royalmail.com/track-your-item#/tracking-results/{number}",
    "laposte": "https://www.laposte.fr/outils/suivre-vos-envois?code={number}",
    "colissimo": "https://www.laposte.fr/outils/suivre-vos-envois?code={number}",
    "chronopost": "https://www.chronopost.fr/tracking-no-cms/suivi-page?listeNumerosLT={number}",
    "ctt": "https://www.ctt.pt/feapl_2/app/open/objectSearch/objectSearch.jspx?objects={number}",
    "correos": "https://www.correos.es/es/es/herramientas/localizador/envios/detalle?tracking-number={number}",
    "posteitaliane": "https://www.poste.it/cerca/index.html#/risultati-spedizioni/{number}",
    "postnl": "https://jouw.postnl.nl/track-and-trace/{number}",
    "bpost": "https://track.bpost.cloud/btr/web/#/search?itemCode={number}",
    "postnord": "https://tracking.postnord.com/en/tracking?id={number}",
    "inpost": "https://inpost.pl/sledzenie-przesylek?number={number}",
    "swisspost": "https://service.post.ch/ekp-web/ui/entry/search/{number}",
    "austrianpost": "https://www.post.at/sv/sendungsdetails?snr={number}",
    "canadapost": "https://www.canadapost-postescanada.ca/track-reperage/en#/search?searchFor={number}",
    "australiapost": "https://auspost.com.au/mypost/track/details/{number}",
}


def carrier_code(name: str) -> str:
    """A carrier's name as it is looked up: `Royal Mail` is `royalmail`."""
    return "".join(letter for letter in name.lower() if letter.isalnum())


def plain_number(carrier: str, number: str) -> str:
    """A number as the carriers that are asked know it, without what people type between; others as it is."""
    if carrier_code(carrier) not in CARRIERS:
        return number
    return "".join(letter for letter in number.upper() if letter.isalnum())


def tracking_link(carrier: str, number: str) -> str | None:
    """Where anybody sees this parcel's way; None for carriers that we do not know, and without a number."""
    template = _LINKS.get(carrier_code(carrier))
    plain = "".join(letter for letter in number if letter.isalnum() or letter == "-")
    return template.format(number=plain) if template and plain else None


_NAMES = {
    "ups": "UPS",
    "fedex": "FedEx",
    "2": "2",
    "am": "AM",
    "pm": "PM",
    "eu": "",
    "us": "",
    "ca": "",
    "mx": "",
}


def carrier_name(carrier: str) -> str:
    """A carrier as people write it: of those that labels are bought of the name, of others what was typed in."""
    return _NAMES[carrier] if carrier in CARRIERS else carrier


def service_name(service: str) -> str:
    """`ups_worldwide_express` as people read it."""
    words = (_NAMES.get(word, word.capitalize()) for word in service.split("_"))
    return " ".join(word for word in words if word)
