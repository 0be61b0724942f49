"""A directory that was sent is over: its file goes, what came of it stands with its run."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from models import DirectoryUpload


def close_directory_upload(upload: DirectoryUpload, *, now: datetime) -> None:
    """Let the file go; one that is over stays as it was."""
    upload.content, upload.closed_at = None, upload.closed_at or now
