"""What an attachment is kept for."""

from __future__ import annotations

from enum import StrEnum


class AttachmentPurpose(StrEnum):
    """Why we keep a paper or a picture; each has its own retention."""

    CONSENT_PAPER = "consent_paper"
    PROXY_PAPER = "proxy_paper"
    OFFICE_LETTER = "office_letter"
    INCOME_PAPER = "income_paper"
