"""Who shall be backup of a weekly need, and how they came to it."""

from __future__ import annotations

from hopecare.domain.weekly import BackupOrigin
from hopecare.web.fields import Code, Id, Request


class NameBackupRequest(Request):
    """One volunteer, and what was said."""

    helper_id = Id(required=True)
    origin = Code(BackupOrigin, required=True)
