"""A file of a paper becomes one upright, small, clean JPEG; nothing the file told beside is kept.

Runs in a process of its own (`paper_press`): a file made to do harm takes only that with it.
"""

from __future__ import annotations

import io
import struct
import warnings
from typing import Final

from PIL import Image

from hopecare.domain.attachments import (
    A_MILLION,
    ENCODINGS,
    LARGEST_KEPT,
    MOST_PIXELS,
    PaperFault,
    PaperKind,
    fault_of_file,
    fault_of_picture,
    kind_of,
    readable_size,
    scaled,
)
from hopecare.errors import FileNotAcceptedError
from hopecare.reading.pdf_pages import pages_as_one

ORIENTATION: Final = 0x0112
TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What brings a picture upright, by what its camera said."""
SEVERAL_IN_ONE: Final = "MPO"
"""A phone's photo with a second one inside (depth, preview): the first is the photo."""
UNREADABLE: Final = (
    OSError, SyntaxError, ValueError, EOFError, struct.error, IndexError, KeyError, TypeError,
)  # fmt: skip
"""What the library says to damaged files; anything else ends the process and counts the same."""


def press(content: bytes) -> bytes:
    """Give the JPEG that is kept, or refuse the file with a code."""
    fault = fault_of_file(content)
    if fault is not None:
        raise FileNotAcceptedError(problem=fault.value)
    kind = kind_of(content) or PaperKind.JPEG
    picture = pages_as_one(content) if kind is PaperKind.PDF else _opened(content, kind)
    return _small(picture)


def _opened(content: bytes, kind: PaperKind) -> Image.Image:
    """Decode a picture whose head promises no harm, turned upright and scaled."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=(kind.value,))
            _refuse_by_head(image, kind)
            return _upright(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as error:
        raise _too_many_pixels(kind) from error
    except UNREADABLE as error:
        raise FileNotAcceptedError(problem=PaperFault.UNREADABLE.value) from error


def _refuse_by_head(image: Image.Image, kind: PaperKind) -> None:
    frames = getattr(image, "n_frames", 1)
    is_animated = frames > 1 and image.format != SEVERAL_IN_ONE
    fault = fault_of_picture(kind, image.size, is_animated=is_animated)
    if fault is PaperFault.TOO_MANY_PIXELS:
        raise _too_many_pixels(kind)
    if fault is not None:
        raise FileNotAcceptedError(problem=fault.value)


def _too_many_pixels(kind: PaperKind) -> FileNotAcceptedError:
    limit = MOST_PIXELS[kind] // A_MILLION
    return FileNotAcceptedError(problem=PaperFault.TOO_MANY_PIXELS.value, limit=limit)


def _upright(image: Image.Image) -> Image.Image:
    size = readable_size(image.size)
    image.draft(None, size)  # a JPEG is decoded no larger than needed
    image.load()
    turn = TURNS.get(image.getexif().get(ORIENTATION, 1))
    plain = _on_white(image).resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    return plain if turn is None else plain.transpose(turn)


def _on_white(image: Image.Image) -> Image.Image:
    """Give grey or colour, with white paper behind whatever was transparent."""
    if image.has_transparency_data:
        seen = image.convert("RGBA")
        paper = Image.new("RGB", image.size, "white")
        paper.paste(seen, mask=seen.getchannel("A"))
        return paper
    if image.mode.startswith("I"):  # sixteen bits of grey, from scanners
        return image.point(lambda value: value / 256).convert("L")
    return image.convert("L" if image.mode in {"1", "L"} else "RGB")


def _small(picture: Image.Image) -> bytes:
    """Encode with the best quality that stays small enough; every word beside the dots is left."""
    for scale, quality in ENCODINGS:
        plain = picture.resize(scaled(picture.size, scale)) if scale < 1 else picture
        plain.info = {}
        written = io.BytesIO()
        plain.save(written, "JPEG", quality=quality, optimize=True)
        if written.tell() <= LARGEST_KEPT:
            return written.getvalue()
    raise FileNotAcceptedError(problem=PaperFault.UNREADABLE.value)
