"""The pages of a PDF as one tall picture: scanners make PDFs, and only what is seen is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PIL import Image
from pypdfium2 import PdfDocument, PdfiumError

from hopecare.domain.attachments import MOST_PAGES, PaperFault, page_scale
from hopecare.errors import FileNotAcceptedError

if TYPE_CHECKING:
    from collections.abc import Sequence

GAP: Final = 16
GAP_COLOUR: Final = "silver"
PASSWORD_NEEDED: Final = 4
"""PDFium's own number for it."""


def pages_as_one(content: bytes) -> Image.Image:
    """Draw every page, what was typed into its fields too, and lay them below each other."""
    document = _opened(content)
    try:
        count = len(document)
        if not 1 <= count <= MOST_PAGES:
            fault = PaperFault.TOO_MANY_PAGES if count else PaperFault.UNREADABLE
            raise FileNotAcceptedError(problem=fault.value, given=count, limit=MOST_PAGES)
        document.init_forms()
        return _below_each_other([_drawn(document, index) for index in range(count)])
    except PdfiumError as error:
        raise FileNotAcceptedError(problem=PaperFault.UNREADABLE.value) from error
    finally:
        document.close()


def _opened(content: bytes) -> PdfDocument:
    try:
        return PdfDocument(content)
    except PdfiumError as error:
        is_locked = error.err_code == PASSWORD_NEEDED
        fault = PaperFault.LOCKED if is_locked else PaperFault.UNREADABLE
        raise FileNotAcceptedError(problem=fault.value) from error


def _drawn(document: PdfDocument, index: int) -> Image.Image:
    page = document[index]
    bitmap = page.render(scale=page_scale(page.get_size()))
    drawn: Image.Image = bitmap.to_pil().convert("RGB")
    bitmap.close()
    page.close()
    return drawn


def _below_each_other(pages: Sequence[Image.Image]) -> Image.Image:
    width = max(page.width for page in pages)
    height = sum(page.height for page in pages) + GAP * (len(pages) - 1)
    whole = Image.new("RGB", (width, height), GAP_COLOUR if len(pages) > 1 else "white")
    top = 0
    for page in pages:
        whole.paste(page, (0, top))
        top += page.height + GAP
    return whole
