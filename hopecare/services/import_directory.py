"""Take a directory in from its source, all or nothing; what is known is brought up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.directory_entries import hold_directory
from hopecare.services.plan_directory import plan_directory
from hopecare.services.refuse_ending_all import refuse_ending_all
from hopecare.services.write_directory import write_directory

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.reading.hsds_entries import Directory
    from hopecare.services.plan_directory import DirectoryPlan


def import_directory(  # noqa: PLR0913  what is read, whose it is and how it is taken
    session: Session,
    *,
    town_id: UUID,
    source: str,
    directory: Directory,
    today: date,
    by: Actor,
    now: datetime,
    is_part: bool = False,
    overwrites: bool = False,
    ends_all: bool = False,
) -> DirectoryPlan:
    """Write what changed. What its source no longer lists has vanished, and ends if none waits.

    What was corrected by hand stays, unless it is to be written over. Where it names no service
    it is refused, unless all of its source are to end.
    """
    hold_directory(session, town_id)
    plan = plan_directory(
        session,
        town_id=town_id,
        source=source,
        directory=directory,
        today=today,
        is_part=is_part,
    )
    if not ends_all:
        refuse_ending_all(plan, directory)
    if not overwrites:
        plan.keep_corrections()
    write_directory(session, plan, by=by, now=now)
    return plan
