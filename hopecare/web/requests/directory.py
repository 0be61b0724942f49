"""A directory that is sent, taken over, or written out by page."""

from __future__ import annotations

from enum import StrEnum

from hopecare.web.fields import Code, Request, Ticked, Words


class DirectoryKind(StrEnum):
    """As what a directory is written out."""

    JSON = "json"
    CSV = "csv"


class SendDirectoryRequest(Request):
    """Whose directory it is, and whether it names all of it."""

    source = Words(required=True, longest=40)
    is_part = Ticked()


class OfCorrections(StrEnum):
    """What becomes of what was corrected by hand."""

    KEEP = "keep"
    OVERWRITE = "overwrite"


class TakeOverRequest(Request):
    """The hash of what was shown, and what becomes of corrections; unsaid, they stay."""

    digest = Words(longest=64)
    corrections = Code(OfCorrections)


class ExportDirectoryRequest(Request):
    """JSON, or CSV tables."""

    kind = Code(DirectoryKind)
