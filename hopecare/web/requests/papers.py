"""What is written about a paper: what it is kept for, and why one is taken away."""

from __future__ import annotations

from hopecare.domain.attachments import AttachmentPurpose, RemovalReason
from hopecare.web.fields import Code, Request, Words


class AttachPaperRequest(Request):
    """What a paper is for and what staff call it; the file itself comes beside."""

    purpose = Code(AttachmentPurpose, required=True)
    title = Words(longest=80)


class RemovePaperRequest(Request):
    """Why a paper is taken away."""

    reason = Code(RemovalReason, required=True)
