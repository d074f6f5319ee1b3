"""Pictures: what phones and cameras really send is taken, what is something else besides is not."""

import base64
import struct

import pytest
import pyvips

from feria.core import picture_files, pictures
from tests.factories import hostile_files
from tests.factories.hostile_files import jpeg_with, picture, riff_with

WIDTHS = (160, 400, 800, 1600)
XMP = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF/></x:xmpmeta>"


@pytest.mark.parametrize("name", hostile_files.hostile())
def test_hostile_files_are_refused_before_a_pixel_is_decoded(name: str) -> None:
    data, words = hostile_files.hostile()[name]
    for refuse in (pictures.look_at, lambda data: pictures.render(data, WIDTHS)):
        with pytest.raises(pictures.BadPicture) as refused:
            refuse(data)
        assert [(one.field, one.message) for one in refused.value.errors] == [("file", words)]


@pytest.mark.parametrize(
    "data",
    [
        jpeg_with(0xE1, XMP),
        picture() + picture(),
        picture() + b"\0\0\0\x18ftypmp42" + bytes(range(256)) * 40,
        picture() + b"\0" * 100,
        bytes(pyvips.Image.new_from_buffer(picture(), "").jpegsave_buffer(interlace=True)),
        bytes(pyvips.Image.new_from_buffer(picture(), "").jpegsave_buffer(restart_interval=4)),
        bytes(pyvips.Image.new_from_buffer(picture(), "").pngsave_buffer(interlace=True)),
        bytes(pyvips.Image.new_from_buffer(picture(), "").webpsave_buffer(lossless=True)),
        riff_with(b"XMP ", XMP),
    ],
    ids=[
        "XMP",
        "second picture behind it",
        "film behind it",
        "padding behind it",
        "progressive JPEG",
        "JPEG with restarts",
        "interlaced PNG",
        "lossless WebP",
        "WebP with XMP",
    ],
)
def test_what_cameras_and_programs_write_is_taken(data: bytes) -> None:
    assert picture_files.fault_of(data) is None
    assert pictures.look_at(data) == (1200, 900)
    assert list(pictures.render(data, WIDTHS).files) == list(WIDTHS)


def test_a_picture_cut_anywhere_is_never_whole() -> None:
    for kind in (".jpg", ".png", ".webp"):
        whole = picture(kind, 64, 48)
        assert picture_files.fault_of(whole) is None
        for length in range(12, len(whole) - 1, 7):
            assert picture_files.fault_of(whole[:length]) == "is not complete", (kind, length)


def test_renditions_are_upright_and_bare() -> None:
    turned = pyvips.Image.new_from_buffer(picture(), "").copy()
    turned.set_type(pyvips.GValue.gint_type, "orientation", 6)
    found = pictures.render(bytes(turned.jpegsave_buffer()), WIDTHS)
    assert (found.width, found.height) == (900, 1200)
    for width, file in found.files.items():
        served = pyvips.Image.new_from_buffer(file, "")
        assert (served.width, served.height) == (min(width, 900), round(min(width, 900) * 4 / 3))
        assert not [name for name in served.get_fields() if name.startswith(("exif", "xmp", "iptc", "icc"))]


def test_the_placeholder_is_a_tiny_picture_of_the_same_shape() -> None:
    found = pictures.render(picture(), WIDTHS)
    start, _, content = found.placeholder.partition(",")
    assert start == "data:image/webp;base64"
    assert len(found.placeholder) <= pictures.PLACEHOLDER_LENGTH_MAX
    blur = pyvips.Image.new_from_buffer(base64.b64decode(content), "")
    assert (blur.width, blur.height) == (8, 6)


def test_what_can_be_seen_through_has_no_placeholder() -> None:
    opaque = pyvips.Image.new_from_buffer(picture(width=400, height=300), "")
    glass = opaque.bandjoin(pyvips.Image.xyz(400, 300)[0].cast("uchar"))
    assert pictures.render(bytes(glass.pngsave_buffer()), WIDTHS).placeholder == ""
    covered = opaque.bandjoin(255)
    assert pictures.render(bytes(covered.pngsave_buffer()), WIDTHS).placeholder != ""


def test_a_length_that_lies_is_no_way_out_of_the_file() -> None:
    lying = b"\xff\xd8\xff\xe1" + struct.pack(">H", 60_000) + b"Exif"
    assert picture_files.fault_of(lying) == "is not complete"
    assert picture_files.fault_of(b"\xff\xd8\xff\xe1\x00\x01" + b"\xff\xd9") == "is not complete"
    assert picture_files.fault_of(b"\x89PNG\r\n\x1a\n" + b"\xff\xff\xff\xffIEND") == "is not complete"
