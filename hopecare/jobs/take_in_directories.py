"""Take over the directories that were sent by page and looked at; let the files of others go."""

from __future__ import annotations

import logging
import zlib
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy.orm.exc import StaleDataError

from hopecare.database import AllTowns, TownScope
from hopecare.domain.identity import SystemActor
from hopecare.domain.runs import STOPPED_BY, RunState, RunStop
from hopecare.errors import DirectoryChangedError, DirectoryNotAcceptedError
from hopecare.queries.directory_entries import entry_rows
from hopecare.queries.directory_uploads import upload_by_id, uploads_left, uploads_to_take
from hopecare.queries.runs import run_by_id
from hopecare.queries.town_days import local_day
from hopecare.reading.hsds_files import read_directory_file
from hopecare.services.advance_run import advance_run
from hopecare.services.close_directory_upload import close_directory_upload
from hopecare.services.finish_directory import finish_directory
from hopecare.services.finish_run import finish_run
from hopecare.services.refuse_run import refuse_run

if TYPE_CHECKING:
    from uuid import UUID

    from hopecare.errors import HopecareError
    from hopecare.jobs.tools import Tools
    from hopecare.reading.hsds_entries import Directory

log = logging.getLogger(__name__)
BY: Final = SystemActor(name="take_in_directories")
KEPT_FOR: Final = timedelta(days=1)
"""How long a file waits for somebody to say yes."""


def take_in_directories(tools: Tools) -> int:
    """Take over each that waits, one after the other; one that fails never stops the others."""
    with tools.database.reading(AllTowns()) as session:
        waiting = [(each.town_id, each.id) for each in uploads_to_take(session)]
    taken = sum(_take(tools, TownScope(town_id), upload_id) for town_id, upload_id in waiting)
    with tools.database.writing(AllTowns()) as session:
        for left in uploads_left(session, before=tools.clock() - KEPT_FOR):
            close_directory_upload(left, now=tools.clock())
    return taken


def _take(tools: Tools, scope: TownScope, upload_id: UUID) -> bool:
    try:
        directory = _read(tools, scope, upload_id)
        if directory is None:
            return False
        with tools.database.writing(scope) as session:
            return finish_directory(
                session,
                upload_id=upload_id,
                directory=directory,
                today=local_day(session, scope.town_id, tools.clock()),
                by=BY,
                now=tools.clock(),
            )
    except (DirectoryChangedError, DirectoryNotAcceptedError) as refusal:
        _end(tools, scope, upload_id, refusal)
    except StaleDataError:  # a hand was quicker: what was shown does not hold any more
        _end(tools, scope, upload_id, DirectoryChangedError(upload_id=upload_id))
    except Exception:  # whatever is wrong with one, the others are taken over
        log.exception("directory not taken over", extra={"upload_id": str(upload_id)})
        _end(tools, scope, upload_id, None)
    return False


def _read(tools: Tools, scope: TownScope, upload_id: UUID) -> Directory | None:
    """Read the file again, nothing locked, and say how far it is: what is as before is done."""
    with tools.database.reading(scope) as session:
        upload = upload_by_id(session, upload_id)
        content, name, is_as_before = upload.content, upload.file_name, upload.shown["unchanged"]
        run_id = upload.run_id
        known = set(entry_rows(session, upload.source)) if upload.is_part else set()
    if content is None or run_id is None:
        return None
    directory = read_directory_file(name, zlib.decompress(content), known=known)
    with tools.database.writing(scope) as session:
        advance_run(session, run_id=run_id, done=int(is_as_before), now=tools.clock())
    return directory


def _end(tools: Tools, scope: TownScope, upload_id: UUID, refusal: HopecareError | None) -> None:
    """End its run; where even that fails, the next tick finds it again, and others go on."""
    try:
        _say_why(tools, scope, upload_id, refusal)
    except Exception:  # one town's trouble is no other town's
        log.exception("directory not ended", extra={"upload_id": str(upload_id)})


def _say_why(
    tools: Tools, scope: TownScope, upload_id: UUID, refusal: HopecareError | None
) -> None:
    """Its run says why: refused, or something went wrong; nothing of it was written."""
    now = tools.clock()
    with tools.database.writing(scope) as session:
        upload = upload_by_id(session, upload_id, alone=True)
        close_directory_upload(upload, now=now)
        if upload.run_id is None or run_by_id(session, upload.run_id).state is not RunState.RUNNING:
            return
        if refusal is not None:
            refuse_run(session, run_id=upload.run_id, refusal=refusal, now=now)
        else:
            result = {STOPPED_BY: RunStop.FAULT.value}
            finish_run(session, run_id=upload.run_id, result=result, now=now, failed=True)
