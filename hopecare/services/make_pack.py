"""Make an evidence pack: with a standing yes to share, or a reason that is kept and listed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.timeline import EntryKind
from hopecare.errors import InvalidInputError
from hopecare.queries.cases import case_by_id
from hopecare.queries.referrals import find_sharing_consent
from hopecare.queries.town_days import local_day
from hopecare.services.hold_people import hold_people
from hopecare.services.note_timeline import note_timeline
from models import EvidencePack

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.evidence import PackSection, PackTold
    from hopecare.domain.identity import Actor
    from models import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class PackWish:
    """For whom, of what, in which language; and why, where nobody agreed."""

    code: str
    recipient: str
    sections: Sequence[PackSection]
    told: Sequence[PackTold]
    language: str
    organisation_id: UUID | None = None
    override: str | None = None


def make_pack(
    session: Session,
    *,
    case_id: UUID,
    wish: PackWish,
    hashed: Callable[[EvidencePack], str],
    by: Actor,
    now: datetime,
) -> EvidencePack:
    """Keep who made it for whom of what, and its hash; refused without a yes or a reason.

    `hashed` says the pack and gives the hash of what it said; the words themselves are not kept.
    """
    hold_people(session, case_by_id(session, case_id).resident_id, lets_rows_come=True)
    case = case_by_id(session, case_id, alone=True)
    today = local_day(session, case.town_id, now)
    consent = find_sharing_consent(session, case.resident_id, on=today)
    if consent is None and not wish.override:
        raise InvalidInputError({"override": ["sharing_not_agreed"]})
    pack = EvidencePack(
        town_id=case.town_id,
        code=wish.code,
        case_id=case.id,
        recipient=wish.recipient,
        organisation_id=wish.organisation_id,
        sections=[each.value for each in wish.sections],
        told=[each.value for each in wish.told],
        language=wish.language,
        digest="",
        made_at=now,
        made_by_id=by.person_id,
        consent_entry_id=consent.id if consent else None,
        override_words=None if consent else wish.override,
    )
    pack.digest = hashed(pack)
    session.add(pack)
    session.flush()
    _note(session, case, pack, by=by, now=now)
    return pack


def _note(session: Session, case: Case, pack: EvidencePack, *, by: Actor, now: datetime) -> None:
    note_timeline(
        session,
        town_id=case.town_id,
        kind=EntryKind.PACK_MADE,
        at=now,
        by=by,
        person_id=case.resident_id,
        case_id=case.id,
        subject_id=pack.id,
        facts={"is_override": int(pack.consent_entry_id is None)},
    )
