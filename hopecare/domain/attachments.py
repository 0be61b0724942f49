"""What is kept of a paper, for what and how long, and which files are taken at all."""

from __future__ import annotations

from enum import StrEnum
from math import sqrt
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


class AttachmentPurpose(StrEnum):
    """Why we keep a paper or a picture; each has its own retention."""

    CONSENT_PAPER = "consent_paper"
    PROXY_PAPER = "proxy_paper"
    OFFICE_LETTER = "office_letter"
    INCOME_PAPER = "income_paper"


class PaperAct(StrEnum):
    """What happened to a paper, as the timeline notes it."""

    ADDED = "paper_added"
    REMOVED = "paper_removed"
    ERASED = "paper_erased"
    """Its time was over."""


class RemovalReason(StrEnum):
    """Why a paper was taken away before its time."""

    WRONG_PERSON = "wrong_person"
    UNREADABLE = "unreadable"
    NOT_NEEDED = "not_needed"
    ASKED = "asked"


REMOVED_TYPE: Final = ""
"""A paper that was taken away has no type: its picture and its title are blank."""


class PaperKind(StrEnum):
    """What phones and scanners of an office make."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    PDF = "pdf"


class PaperFault(StrEnum):
    """Why a file cannot be taken as a paper."""

    EMPTY = "file_empty"
    TOO_LARGE = "file_too_large"
    KIND = "paper_kind"
    ANIMATED = "paper_animated"
    TOO_MANY_PIXELS = "paper_too_many_pixels"
    TOO_SMALL = "paper_too_small"
    UNREADABLE = "paper_unreadable"
    TOO_MANY_PAGES = "paper_too_many_pages"
    LOCKED = "paper_locked"
    BUSY = "paper_busy"


PROOFS: Final = frozenset({AttachmentPurpose.CONSENT_PAPER, AttachmentPurpose.PROXY_PAPER})
"""Kept whatever the answer was: they show what was asked and answered. Others need a record."""

A_MEGABYTE: Final = 1024 * 1024
LARGEST_UPLOAD: Final = 12 * A_MEGABYTE
LARGEST_KEPT: Final = 2 * A_MEGABYTE
A_MILLION: Final = 1_000_000
MOST_PIXELS: Final[Mapping[PaperKind, int]] = MappingProxyType(
    {
        # A JPEG is opened at a fraction of its size, the others only whole.
        PaperKind.JPEG: 64 * A_MILLION,
        PaperKind.PNG: 36 * A_MILLION,  # A4 from a scanner at 600 dots an inch
        PaperKind.WEBP: 20 * A_MILLION,
    }
)
SHORTEST_SIDE: Final = 200
"""Nobody can read a paper on fewer dots."""
MOST_PAGES: Final = 5
READABLE_PIXELS: Final = 5 * A_MILLION
"""A4 at about 220 dots an inch: small print stays readable."""
PAGE_PIXELS: Final = 4 * A_MILLION
"""A4 at 200 dots an inch, for each page of a PDF."""
LARGEST_SCALE: Final = 200 / 72
"""A PDF measures in 72nds of an inch."""
ENCODINGS: Final = (
    (1.0, 85), (1.0, 75), (1.0, 65), (1.0, 55), (0.7, 60), (0.5, 50), (0.35, 40),
)  # fmt: skip
"""Scale and quality, tried in turn until the picture is small enough: dots go last."""

_WEBP_NAME: Final = slice(8, 12)
_PDF_WITHIN: Final = 1024


def kind_of(content: bytes) -> PaperKind | None:
    """Say what a file is by its own first bytes; its name and its claimed type count nothing."""
    if content.startswith(b"\xff\xd8\xff"):
        return PaperKind.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PaperKind.PNG
    if content.startswith(b"RIFF") and content[_WEBP_NAME] == b"WEBP":
        return PaperKind.WEBP
    if b"%PDF-" in content[:_PDF_WITHIN]:
        return PaperKind.PDF
    return None


def fault_of_file(content: bytes) -> PaperFault | None:
    """Say why a file is not even opened: nothing in it, too much, or another kind."""
    if not content:
        return PaperFault.EMPTY
    if len(content) > LARGEST_UPLOAD:
        return PaperFault.TOO_LARGE
    return PaperFault.KIND if kind_of(content) is None else None


def fault_of_picture(
    kind: PaperKind, size: tuple[int, int], *, is_animated: bool
) -> PaperFault | None:
    """Say from its head alone why a picture is not decoded."""
    width, height = size
    if width * height > MOST_PIXELS[kind]:
        return PaperFault.TOO_MANY_PIXELS
    if min(width, height) < SHORTEST_SIDE:
        return PaperFault.TOO_SMALL
    return PaperFault.ANIMATED if is_animated else None


def readable_size(size: tuple[int, int]) -> tuple[int, int]:
    """Give the size at which a picture is kept: never larger than it came, its shape the same."""
    width, height = size
    return scaled(size, min(1.0, sqrt(READABLE_PIXELS / (width * height))))


def scaled(size: tuple[int, int], scale: float) -> tuple[int, int]:
    """Scale both sides, to one dot at least."""
    width, height = size
    return max(1, round(width * scale)), max(1, round(height * scale))


def page_scale(size: tuple[float, float]) -> float:
    """Give the scale at which a page of this size is drawn, however large it claims to be."""
    width, height = size
    return min(LARGEST_SCALE, sqrt(PAGE_PIXELS / max(width * height, 1.0)))
