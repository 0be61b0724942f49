"""What was said so far and not yet kept: a draft of one's own, offered again on coming back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hopecare.errors import StaleVersionError
from hopecare.extensions import desk
from hopecare.queries.assessments import find_latest_assessment
from hopecare.queries.drafts import find_draft
from hopecare.queries.visibility import refuse_unless
from hopecare.services.drop_draft import drop_draft
from hopecare.services.keep_draft import keep_draft
from hopecare.web.acts import form_hash, hash_of, run_once
from hopecare.web.identity import current_identity
from hopecare.web.scopes import reading
from models import Person

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.web.forms import Form
    from models import AssessmentDraft


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A draft of one's own, and when another answer about the same person was kept since."""

    draft: AssessmentDraft
    answered_since: datetime | None

    @property
    def said(self) -> dict[str, Any]:
        """Give what was said, as `said_in` wrote it."""
        return self.draft.said if isinstance(self.draft.said, dict) else {}


def find_begun(person_id: UUID) -> Begun | None:
    """Find what this worker has begun about a person; the caller has asked whether they may."""
    with reading() as session:
        draft = find_draft(session, person_id, current_identity().person_id)
        last = None if draft is None else find_latest_assessment(session, person_id)
    if draft is None:
        return None
    since = last.made_at if last is not None and last.made_at > draft.begun_at else None
    return Begun(draft=draft, answered_since=since)


def said_in(form: Form, rows: int, trail: Sequence[str]) -> dict[str, Any]:
    """Give what has to be kept of a page: the fields as filled in, and what was asked."""
    values = {
        name: [each for each in several if each]
        for name, several in form.values.items()
        if name in form.reads and any(several)
    }
    return {"values": values, "rows": rows, "trail": list(trail)}


def keep_said(
    person_id: UUID, form: Form, said: dict[str, Any], *, version: int | None
) -> int | None:
    """Keep it once and give its new version; None where something else was said since.

    One form goes from page to page under one key, so the key of each step is its content too: a
    double click happens once, and an answer changed on the way back is another act.
    """
    identity, now, content = current_identity(), desk().clock(), form_hash()

    def act(session: Session) -> dict[str, Any]:
        refuse_unless(session, "assessment.make", identity, Person, person_id)
        kept = keep_draft(
            session, person_id=person_id, said=said, version=version, by=identity, now=now
        )
        return {"version": kept.version}

    try:
        outcome = run_once(identity, key=hash_of([form.op, content]), content=content, act=act)
    except StaleVersionError:
        return None
    return int(outcome["version"])


def drop_kept(session: Session, person_id: UUID, version: int, by: Identity) -> None:
    """Erase the draft that has become an answer; one that says more by now stays."""
    draft = find_draft(session, person_id, by.person_id)
    if draft is not None and draft.version == version:
        drop_draft(session, person_id=person_id, version=version, by=by)
