"""Papers through the press: what phones and scanners make, and what is made to do harm."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import zlib
from typing import Any

import pytest
from PIL import Image, ImageDraw

from hopecare.domain.attachments import LARGEST_KEPT, MOST_PAGES, READABLE_PIXELS
from hopecare.errors import FileNotAcceptedError
from hopecare.reading import pressing
from hopecare.reading.pictures import press
from hopecare.reading.pressing import press_paper
from tests.factories.papers import a_picture, encoded, opened

ORIENTATION = 0x0112
GPS = 0x8825


def marked(size=(400, 300)):
    """White with a black corner at the top left."""
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).rectangle((0, 0, 99, 99), fill="black")
    return image


def is_dark(image, x, y):
    return image.convert("L").getpixel((x, y)) < 60


def refusal(content):
    with pytest.raises(FileNotAcceptedError) as refused:
        press(content)
    return refused.value.facts


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_becomes_a_jpeg_of_its_size(kind):
    picture = opened(press(encoded(marked(), kind)))
    assert (picture.format, picture.size) == ("JPEG", (400, 300))
    assert is_dark(picture, 50, 50)
    assert not is_dark(picture, 350, 250)


@pytest.mark.parametrize(
    ("orientation", "corner"),
    [
        (1, "left top"),
        (2, "right top"),
        (3, "right bottom"),
        (4, "left bottom"),
        (5, "left top"),
        (6, "right top"),
        (7, "right bottom"),
        (8, "left bottom"),
    ],
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_turned_upright(kind, orientation, corner):
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    picture = opened(press(encoded(marked(), kind, exif=exif)))
    assert picture.size == ((400, 300) if orientation < 5 else (300, 400))
    right, bottom = picture.width - 50, picture.height - 50
    dark = [
        name
        for name, at in {
            "left top": (50, 50),
            "right top": (right, 50),
            "left bottom": (50, bottom),
            "right bottom": (right, bottom),
        }.items()
        if is_dark(picture, *at)
    ]
    assert dark == [corner]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_that_stood_beside_the_picture_is_kept(kind):
    exif = Image.Exif()
    exif[0x010F] = "Secretphone"
    exif.get_ifd(GPS)[2] = (37.0, 38.0, 9.0)
    beside = {"xmp": b"<x:xmpmeta>secret</x:xmpmeta>", "icc_profile": b"secret profile"}
    if kind == "JPEG":
        beside["comment"] = b"secret comment"
    kept = press(encoded(marked(), kind, exif=exif, **beside))
    assert b"ecret" not in kept
    assert set(opened(kept).info) == {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert dict(opened(kept).getexif()) == {}


def test_what_hangs_behind_a_picture_is_left_behind():
    assert b"<script>" not in press(a_picture() + b"<script>alert(1)</script>")


@pytest.mark.parametrize(
    ("mode", "colour", "grey"),
    [
        pytest.param("L", 100, 100, id="grey"),
        pytest.param("1", 1, 255, id="black and white"),
        pytest.param("P", 0, 0, id="a palette"),
        pytest.param("I;16", 0x6400, 100, id="sixteen bits of grey"),
        pytest.param("LA", (0, 0), 255, id="transparent grey"),
        pytest.param("RGBA", (0, 0, 0, 0), 255, id="transparent"),
        pytest.param("RGBA", (0, 0, 0, 255), 0, id="opaque"),
    ],
)
def test_every_kind_of_ink_is_read(mode, colour, grey):
    picture = opened(press(a_picture("PNG", mode=mode, colour=colour)))
    assert picture.convert("L").getpixel((150, 200)) == pytest.approx(grey, abs=3)


def test_a_photo_for_print_is_read():
    picture = opened(press(a_picture(mode="CMYK", colour=(0, 0, 0, 255))))
    assert is_dark(picture, 150, 200)


def test_a_phones_photo_with_another_inside_is_that_photo():
    inside = Image.new("RGB", (400, 300), "black")
    picture = opened(press(encoded(marked(), "MPO", save_all=True, append_images=[inside])))
    assert not is_dark(picture, 350, 250)


def test_a_large_photo_stays_readable_and_becomes_small():
    noise = Image.frombytes("RGB", (2000, 2600), os.urandom(2000 * 2600 * 3))
    kept = press(encoded(noise.resize((3000, 3900)), "JPEG", quality=90))
    assert len(kept) <= LARGEST_KEPT
    width, height = opened(kept).size
    assert 0.45 * READABLE_PIXELS <= width * height <= READABLE_PIXELS * 1.01


def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def bomb(width, height):
    """A PNG of a few bytes that claims to be enormous."""
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100))


MOVING: dict[str, Any] = {
    "save_all": True,
    "append_images": [Image.new("RGB", (300, 400), "black")],
}
BAD = {
    "a bomb": (bomb(65_000, 65_000), "paper_too_many_pixels"),
    "a smaller bomb": (bomb(7_000, 7_000), "paper_too_many_pixels"),
    "less than it claims": (bomb(500, 500), "paper_unreadable"),
    "a photo cut off": (a_picture(quality=95)[:-400], "paper_unreadable"),
    "a head alone": (a_picture("PNG")[:40], "paper_unreadable"),
    "a WebP cut off": (encoded(marked(), "WEBP")[:100], "paper_unreadable"),
    "a moving PNG": (a_picture("PNG", **MOVING), "paper_animated"),
    "a moving WebP": (a_picture("WEBP", **MOVING), "paper_animated"),
    "a dot": (a_picture(size=(1, 1)), "paper_too_small"),
    "a GIF": (a_picture("GIF"), "paper_kind"),
    "a TIFF": (a_picture("TIFF"), "paper_kind"),
    "an SVG": (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "paper_kind"),
    "a page": (b"<!doctype html><title>x</title>", "paper_kind"),
    "words": ("동의서".encode(), "paper_kind"),
    "nothing": (b"", "file_empty"),
    "a PDF of nothing": (b"%PDF-1.7\n%%EOF", "paper_unreadable"),
}


@pytest.mark.parametrize(("content", "problem"), BAD.values(), ids=BAD)
def test_what_is_no_paper_is_refused_by_its_reason(content, problem):
    assert refusal(content)["problem"] == problem


@pytest.mark.parametrize("pages", [1, 3, MOST_PAGES])
def test_the_pages_of_a_pdf_are_laid_below_each_other(pages):
    scan = marked((800, 1100))
    pdf = encoded(scan, "PDF", save_all=True, append_images=[scan] * (pages - 1), resolution=100)
    picture = opened(press(pdf))
    assert picture.size == (1600, 2200 * pages + 16 * (pages - 1))
    tops = [(2200 + 16) * number + 50 for number in range(pages)]
    assert all(is_dark(picture, 50, top) for top in tops)
    assert not is_dark(picture, 1500, 2100)


def test_a_pdf_of_too_many_pages_is_refused_with_its_number():
    scan = marked()
    pdf = encoded(scan, "PDF", save_all=True, append_images=[scan] * MOST_PAGES)
    told = {"problem": "paper_too_many_pages", "given": MOST_PAGES + 1, "limit": MOST_PAGES}
    assert refusal(pdf) == told


def locked_pdf():
    """A PDF that declares its encryption, under a password nobody gave."""
    body = encoded(marked(), "PDF")
    key = b"<" + b"41" * 32 + b">"
    rule = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O %b /U %b /P -4 >> " % (key, key)
    ids = b"/ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>] "
    return body.replace(b"trailer\n<<", b"trailer\n<< " + rule + ids)


def test_a_locked_pdf_says_so():
    assert refusal(locked_pdf())["problem"] == "paper_locked"


def test_the_press_gives_what_comes_out_and_why_not():
    assert opened(press_paper(a_picture())).size == (300, 400)
    with pytest.raises(FileNotAcceptedError) as refused:
        press_paper(bomb(7_000, 7_000))
    assert refused.value.facts == {"problem": "paper_too_many_pixels", "limit": 36}


def test_the_press_reads_a_pdf():
    assert opened(press_paper(encoded(marked(), "PDF"))).size == (1112, 834)


@pytest.mark.parametrize(
    ("content", "problem"),
    [(b"", "file_empty"), (b"x", "paper_kind"), (b"\xff" * 13_000_000, "file_too_large")],
)
def test_the_press_is_not_started_for_what_is_no_paper(content, problem):
    with pytest.raises(FileNotAcceptedError) as refused:
        press_paper(content)
    assert refused.value.facts["problem"] == problem


def test_nobody_waits_for_ever_while_others_are_pressed():
    with pressing._turn, pytest.raises(FileNotAcceptedError) as refused:
        press_paper(a_picture(), longest_s=0.01)
    assert refused.value.facts["problem"] == "paper_busy"


def test_a_press_that_takes_too_long_says_the_file_cannot_be_read():
    with pytest.raises(FileNotAcceptedError) as refused:
        press_paper(a_picture(), longest_s=0.01)
    assert refused.value.facts["problem"] == "paper_unreadable"


GREEDY = """
from hopecare.reading.paper_press import bound_process
bound_process()
try:
    bytearray(2 * 1024 ** 3)
except MemoryError:
    print("bounded")
"""


def test_the_press_cannot_have_more_memory_than_its_bound():
    done = subprocess.run(
        [sys.executable, "-c", GREEDY], cwd=pressing.ROOT, capture_output=True, check=True
    )
    assert done.stdout == b"bounded\n"
