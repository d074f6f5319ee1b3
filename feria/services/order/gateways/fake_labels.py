"""The pictures of the fakes' labels: they say what they are, and carry the number as words and as bars."""

import hashlib
from io import BytesIO

from feria.services.order.gateways.fake_books import FakeParcel

WIDTH, HEIGHT = 1_200, 800
_BLACK, _WHITE = 0, 255


def picture(parcel: FakeParcel, kind: str) -> bytes:
    """The label lying on its side, six inches by four at 200 dots, as `PNG` or `PDF`."""
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("L", (WIDTH, HEIGHT), _WHITE)
    draw = ImageDraw.Draw(image)
    draw.rectangle((12, 12, WIDTH - 13, HEIGHT - 13), outline=_BLACK, width=4)
    draw.text((50, 40), parcel.carrier.upper(), fill=_BLACK, font=ImageFont.load_default(90))
    draw.text((560, 60), "TEST LABEL - NOT FOR SHIPPING", fill=_BLACK, font=ImageFont.load_default(36))
    draw.line((12, 165, WIDTH - 13, 165), fill=_BLACK, width=4)
    small, large = ImageFont.load_default(32), ImageFont.load_default(56)
    draw.text((50, 190), f"FROM  {parcel.from_town}, {parcel.from_country}", fill=_BLACK, font=small)
    draw.text((50, 260), f"TO  {parcel.to_town}, {parcel.to_country}", fill=_BLACK, font=large)
    draw.line((12, 370, WIDTH - 13, 370), fill=_BLACK, width=4)
    place = 60
    for bit in _bars(parcel.tracking_number):
        width = 4 + 4 * bit
        draw.rectangle((place, 410, place + width, 640), fill=_BLACK)
        place += width + 6
    draw.text((60, 660), parcel.tracking_number, fill=_BLACK, font=large)
    draw.text((60, 735), parcel.reference, fill=_BLACK, font=small)
    kept = BytesIO()
    if kind == "PDF":
        image.rotate(90, expand=True).save(kept, "PDF", resolution=200)
    else:
        image.save(kept, kind)
    return kept.getvalue()


def zpl(parcel: FakeParcel) -> bytes:
    """The label for a label printer."""
    lines = (
        "^XA",
        f"^FO40,40^A0N,60,60^FD{parcel.carrier.upper()} TEST LABEL^FS",
        f"^FO40,130^A0N,36,36^FDFROM {parcel.from_town}, {parcel.from_country}^FS",
        f"^FO40,190^A0N,50,50^FDTO {parcel.to_town}, {parcel.to_country}^FS",
        f"^FO40,300^BY2^BCN,200,Y,N,N^FD{parcel.tracking_number}^FS",
        f"^FO40,580^A0N,30,30^FD{parcel.reference}^FS",
        "^XZ",
    )
    return "\n".join(lines).encode()


def _bars(number: str) -> list[int]:
    """Thin and wide bars; no scanner reads them, as none shall."""
    digest = hashlib.sha256(number.encode()).digest()[:11]
    return [byte >> bit & 1 for byte in digest for bit in range(8)]
