"""Say yes to a directory that was shown: a run that a job goes on with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.runs import RunKind
from hopecare.errors import DirectoryChangedError, DirectoryUploadOverError
from hopecare.queries.directory_uploads import upload_by_id
from hopecare.services.start_run import start_run

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Run

OVERWRITES: Final = "overwrites"
"""Where an upload says what becomes of the corrections that were shown."""


def take_over_directory(
    session: Session,
    *,
    upload_id: UUID,
    digest: str,
    by: Actor,
    now: datetime,
    overwrites: bool = False,
) -> Run:
    """Begin its run; refused where something else was shown, or it has been begun already.

    What was corrected by hand stays, unless somebody wishes it written over.
    """
    upload = upload_by_id(session, upload_id, alone=True)
    if upload.run_id is not None or upload.closed_at is not None or upload.content is None:
        raise DirectoryUploadOverError(upload_id=upload_id)
    if upload.digest != digest:
        raise DirectoryChangedError(upload_id=upload_id)
    run = start_run(
        session,
        town_id=upload.town_id,
        kind=RunKind.IMPORT_DIRECTORY,
        total=int(upload.shown["entries"]),
        by=by,
        now=now,
    )
    upload.run_id = run.id
    upload.shown = {**upload.shown, OVERWRITES: overwrites}
    session.flush()
    return run
