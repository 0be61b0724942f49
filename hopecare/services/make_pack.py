"""Make an evidence pack: with a standing yes to share, or a reason that is kept and listed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from hopecare.domain.evidence import PackTold, digest_of, safely_told
from hopecare.domain.timeline import EntryKind
from hopecare.errors import InvalidInputError
from hopecare.queries.cases import case_by_id
from hopecare.queries.referrals import find_sharing_consent
from hopecare.queries.residents import safety_rules_of
from hopecare.queries.town_days import local_day
from hopecare.services.hold_people import hold_people
from hopecare.services.note_timeline import note_timeline
from hopecare.services.refuse_answered import refuse_answered
from models import EvidencePack

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.evidence import PackSection
    from hopecare.domain.identity import Actor
    from hopecare.services.override_sharing import Override
    from models import Case, ConsentEntry

    Facts = dict[str, str | int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackWish:
    """For whom, of what, in which language; and why, where nobody agreed."""

    code: str
    recipient: str
    sections: Sequence[PackSection]
    told: Sequence[PackTold]
    language: str
    organisation_id: UUID | None = None
    override: Override | None = None
    benefits_chosen_on: date | None = None
    """When the resident chose that the recipient hears of benefits it does not decide."""


def make_pack(
    session: Session,
    *,
    case_id: UUID,
    wish: PackWish,
    say: Callable[[EvidencePack], dict[str, Any]],
    by: Actor,
    now: datetime,
) -> EvidencePack:
    """Keep who made it for whom of what, what `say` says, and its hash.

    Refused without a yes or a reason. A number that is unsafe to ring stays out, also where it
    was chosen.
    """
    hold_people(session, case_by_id(session, case_id).resident_id, lets_rows_come=True)
    case = case_by_id(session, case_id, alone=True)
    today = local_day(session, case.town_id, now)
    consent = find_sharing_consent(session, case.resident_id, on=today)
    override = wish.override if consent is None else None
    _refuse_faults(wish, is_agreed=consent is not None, today=today)
    if override:
        refuse_answered(session, case.resident_id, override.reason, on=today)
    is_unsafe = bool(safety_rules_of(session, case.resident_id, on=today))
    wish = replace(wish, told=safely_told(wish.told, is_unsafe=is_unsafe))
    pack = _row(case, wish, consent, override, by=by, now=now)
    content = say(pack)
    pack.content, pack.digest = content, digest_of(content)
    session.add(pack)
    session.flush()
    _note_made(session, case, pack, wish, by=by, now=now)
    return pack


def _row(
    case: Case,
    wish: PackWish,
    consent: ConsentEntry | None,
    override: Override | None,
    *,
    by: Actor,
    now: datetime,
) -> EvidencePack:
    return EvidencePack(
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
        override_words=override.words if override else None,
        override_reason=override.reason if override else None,
        benefits_chosen_on=_chosen_on(wish),
    )


def _chosen_on(wish: PackWish) -> date | None:
    """When they chose it; nothing where such benefits do not go along."""
    return wish.benefits_chosen_on if PackTold.OTHER_BENEFITS in wish.told else None


def _note_made(
    session: Session, case: Case, pack: EvidencePack, wish: PackWish, *, by: Actor, now: datetime
) -> None:
    chosen_on = _chosen_on(wish)
    made: Facts = {"is_override": int(pack.consent_entry_id is None)}
    if chosen_on:
        made["benefits_chosen_on"] = chosen_on.isoformat()
    _note(session, case, pack, kind=EntryKind.PACK_MADE, facts=made, by=by, now=now)
    if pack.consent_entry_id is None and wish.override:
        why: Facts = {"reason": wish.override.reason.value}
        _note(session, case, pack, kind=EntryKind.SHARING_OVERRIDDEN, facts=why, by=by, now=now)


def _refuse_faults(wish: PackWish, *, is_agreed: bool, today: date) -> None:
    """Without a yes a right and its words are needed; other benefits are the resident's choice."""
    faults = {}
    if not is_agreed and wish.override is None:
        faults["override_reason"] = ["sharing_not_agreed"]
    elif not is_agreed and wish.override and not wish.override.words:
        faults["override_words"] = ["reason_needed"]
    if PackTold.OTHER_BENEFITS in wish.told:
        day = wish.benefits_chosen_on
        if day is None or day > today:
            faults["benefits_chosen_on"] = ["date_in_future" if day else "choice_needed"]
    if faults:
        raise InvalidInputError(faults)


def _note(  # noqa: PLR0913  of which pack, what, by whom
    session: Session,
    case: Case,
    pack: EvidencePack,
    *,
    kind: EntryKind,
    facts: Facts,
    by: Actor,
    now: datetime,
) -> None:
    note_timeline(
        session,
        town_id=case.town_id,
        kind=kind,
        at=now,
        by=by,
        person_id=case.resident_id,
        case_id=case.id,
        subject_id=pack.id,
        facts=facts,
    )
