"""Pictures of papers, as phones and scanners make them, and papers kept with residents."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image
from sqlalchemy.orm import Session

from hopecare.domain.attachments import AttachmentPurpose
from hopecare.services.attach_paper import NewPaper, attach_paper
from models import Attachment, Person
from tests.factories.cases import BY
from tests.factories.towns import NOW


def a_picture(kind: str = "JPEG", *, size: tuple[int, int] = (300, 400), **options: Any) -> bytes:
    """A file with a plain picture in it."""
    mode = options.pop("mode", "RGB")
    return encoded(Image.new(mode, size, options.pop("colour", "white")), kind, **options)


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    """A picture as a file."""
    written = io.BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()


def opened(content: bytes) -> Image.Image:
    """A file as a picture."""
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def a_paper(
    session: Session,
    person: Person,
    *,
    purpose: AttachmentPurpose = AttachmentPurpose.OFFICE_LETTER,
    title: str | None = "3월 3일 결정 통지서",
    picture: bytes | None = None,
) -> Attachment:
    """A paper that is kept with somebody."""
    paper = NewPaper(purpose=purpose, picture=picture or a_picture(), title=title)
    return attach_paper(session, person, paper, by=BY, now=NOW)
