"""Take in exactly what was shown of a directory, and end its run in the same transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.runs import RunState
from hopecare.errors import DirectoryChangedError
from hopecare.queries.directory_entries import hold_directory
from hopecare.queries.directory_uploads import upload_by_id
from hopecare.queries.runs import run_by_id
from hopecare.services.close_directory_upload import close_directory_upload
from hopecare.services.finish_run import finish_run
from hopecare.services.plan_directory import plan_directory
from hopecare.services.take_over_directory import OVERWRITES
from hopecare.services.write_directory import write_directory

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.reading.hsds_entries import Directory


def finish_directory(
    session: Session,
    *,
    upload_id: UUID,
    directory: Directory,
    today: date,
    by: Actor,
    now: datetime,
) -> bool:
    """Write it all; refused where the plan is not the one shown. Says whether it was still open."""
    upload = upload_by_id(session, upload_id, alone=True)
    if upload.closed_at is not None or upload.run_id is None:
        return False
    if run_by_id(session, upload.run_id).state is not RunState.RUNNING:
        close_directory_upload(upload, now=now)
        return False
    hold_directory(session, upload.town_id)
    plan = plan_directory(
        session,
        town_id=upload.town_id,
        source=upload.source,
        directory=directory,
        today=today,
        is_part=upload.is_part,
    )
    if plan.digest() != upload.digest:
        raise DirectoryChangedError(upload_id=upload_id)
    if not upload.shown.get(OVERWRITES):
        plan.keep_corrections()
    write_directory(session, plan, by=by, now=now)
    finish_run(session, run_id=upload.run_id, result=plan.numbers(), now=now)
    close_directory_upload(upload, now=now)
    return True
