"""Papers of the demonstration: drawn here, line by line, and marked as examples."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageDraw, ImageFont

from hopecare.services.attach_paper import NewPaper, attach_paper

if TYPE_CHECKING:
    from uuid import UUID

    from hopecare.demo.stage import Stage
    from hopecare.domain.attachments import AttachmentPurpose
    from hopecare.domain.identity import Identity
    from models import Person

SIZE: Final = (620, 877)
"""A sheet of A4 at 75 dots an inch."""
MARGIN: Final = 60
INK: Final = "#1d2b3a"
GREY: Final = "#b8c0c8"
LARGE: Final = 34
PLAIN: Final = 20
LEADING: Final = 44
BLANK_LINES: Final = 8
QUALITY: Final = 70


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A paper: what staff call it, and what stands on the sheet, in letters the font has."""

    purpose: AttachmentPurpose
    title: str
    heading: str
    lines: tuple[str, ...]


def keep_example(stage: Stage, person: Person, example: Example, *, by: Identity) -> UUID:
    """Keep a drawn paper with somebody; gives its key."""
    picture = draw(example)
    paper = NewPaper(purpose=example.purpose, picture=picture, title=example.title)
    return attach_paper(stage.session, person, paper, by=by, now=stage.now).id


def draw(example: Example) -> bytes:
    """Draw a sheet whose foot says that it is an example, as JPEG."""
    sheet = Image.new("L", SIZE, "white")
    pen = ImageDraw.Draw(sheet)
    width, height = SIZE
    pen.rectangle((MARGIN / 2, MARGIN / 2, width - MARGIN / 2, height - MARGIN / 2), outline=GREY)
    pen.text((MARGIN, MARGIN), example.heading, fill=INK, font=ImageFont.load_default(LARGE))
    top = MARGIN + 2 * LEADING
    for line in example.lines:
        pen.text((MARGIN, top), line, fill=INK, font=ImageFont.load_default(PLAIN))
        top += LEADING
    for number in range(BLANK_LINES):
        beneath = top + (number + 1) * LEADING
        pen.line((MARGIN, beneath, width - MARGIN, beneath), fill=GREY)
    foot = (MARGIN, height - 2 * MARGIN)
    pen.text(foot, "EXAMPLE: invented", fill=GREY, font=ImageFont.load_default(LARGE))
    written = io.BytesIO()
    sheet.save(written, "JPEG", quality=QUALITY)
    return written.getvalue()
