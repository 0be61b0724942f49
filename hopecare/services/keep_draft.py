"""Keep what was said so far of a household, so that leaving the page loses nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hopecare.domain.consent import ConsentPurpose
from hopecare.errors import StaleVersionError
from hopecare.queries.drafts import find_draft
from hopecare.queries.residents import person_by_id
from hopecare.services.hold_people import hold_people
from hopecare.services.refuse_without_consent import refuse_without_consent
from models import AssessmentDraft

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity


def keep_draft(
    session: Session,
    *,
    person_id: UUID,
    said: dict[str, Any],
    version: int | None,
    by: Identity,
    now: datetime,
) -> AssessmentDraft:
    """Keep the one draft of this worker about this person; `version` is 0 where none was read.

    What was said elsewhere since is refused to be overwritten, unless `version` is None: then the
    worker has seen that it stands and leaves it. Refused without consent to keep a record.
    """
    hold_people(session, person_id)
    refuse_without_consent(
        session, person_id=person_id, purpose=ConsentPurpose.KEEP_RECORD, now=now
    )
    draft = find_draft(session, person_id, by.person_id)
    standing = draft.version if draft else 0
    if version not in (None, standing):
        raise StaleVersionError(kind="assessment_draft", version=standing, expected=version)
    if draft is None:
        town_id = person_by_id(session, person_id).town_id
        draft = AssessmentDraft(
            town_id=town_id,
            person_id=person_id,
            worker_id=by.person_id,
            begun_at=now,
            said_at=now,
            said=said,
        )
        session.add(draft)
    draft.said, draft.said_at = said, now
    session.flush()
    return draft
