"""Begin an application: its papers as a checklist, and help until the decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.applications import PaperStands, goes_with
from hopecare.domain.care_path import APPLICATION, REFERRAL, CaseStatus
from hopecare.domain.timeline import EntryKind
from hopecare.errors import AlreadyTakenError, InvalidInputError, MoveNotAllowedError
from hopecare.queries.applications import undecided_of
from hopecare.queries.cases import case_by_id
from hopecare.queries.found_papers import newest_found
from hopecare.queries.referrals import referral_by_id
from hopecare.queries.town_days import town_by_id
from hopecare.reading.country_packs import find_country_pack
from hopecare.reading.paper_lists import papers_of
from hopecare.services.note_application import note_application
from hopecare.services.settle_bridge import BridgeWish, settle_bridge
from hopecare.services.start_paper import start_paper
from models import Application, ApplicationPaper

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case, Referral


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationWish:
    """What is applied for, and who helps until the decision."""

    bridge: BridgeWish
    programme: str | None = None
    named: str | None = None
    referral_id: UUID | None = None
    """None where the person applies themself."""


def open_application(
    session: Session, *, case_id: UUID, wish: ApplicationWish, by: Actor, now: datetime
) -> Application:
    """Begin it once a programme and a referral; its papers are those of the country's list."""
    case = case_by_id(session, case_id, alone=True)
    country = town_by_id(session, case.town_id).country
    _refuse_faults(session, case, wish, country)
    application = Application(
        town_id=case.town_id,
        case_id=case.id,
        person_id=case.resident_id,
        status=APPLICATION.start,
        made_at=now,
        made_by_id=by.person_id,
        programme=wish.programme,
        named=None if wish.programme else wish.named,
        referral_id=wish.referral_id,
    )
    session.add(application)
    session.flush()
    _add_papers(session, application, country)
    note_application(session, application, EntryKind.APPLICATION_OPENED, by=by, now=now)
    settle_bridge(session, case, application, wish.bridge, by=by, now=now)
    return application


def _refuse_faults(session: Session, case: Case, wish: ApplicationWish, country: str) -> None:
    if case.status is CaseStatus.CLOSED:
        raise MoveNotAllowedError(machine="case", status=case.status, event="application_opened")
    pack = find_country_pack(country)
    if wish.programme is None and not wish.named:
        raise InvalidInputError({"programme": ["programme_or_name"]})
    if wish.programme is not None and (pack is None or wish.programme not in pack.programmes):
        raise InvalidInputError({"programme": ["not_a_choice"]})
    if wish.referral_id:
        _refuse_unfit(case, wish, referral_by_id(session, wish.referral_id))
    for standing in undecided_of(session, case_id=case.id):
        if wish.programme and standing.programme == wish.programme:
            raise AlreadyTakenError(kind="application", id=standing.id)
    # The case is held: whoever begins another at this moment waits, and finds the first.
    if wish.referral_id and undecided_of(session, referral_id=wish.referral_id):
        raise InvalidInputError({"referral_id": ["referral_applied_with"]})


def _refuse_unfit(case: Case, wish: ApplicationWish, referral: Referral) -> None:
    """Refuse a referral whose outcome would decide another application."""
    if referral.case_id != case.id or referral.status in REFERRAL.final:
        raise InvalidInputError({"referral_id": ["not_a_choice"]})
    if not goes_with(wish.programme, referral.programme):
        raise InvalidInputError({"referral_id": ["referral_for_other"]})


def _add_papers(session: Session, application: Application, country: str) -> None:
    wanted = papers_of(country, application.programme)
    found = newest_found(session, [each.code for each in wanted]) if wanted else {}
    for place, each in enumerate(wanted):
        paper = ApplicationPaper(
            town_id=application.town_id,
            application_id=application.id,
            case_id=application.case_id,
            place=place,
            stands=PaperStands.NEEDED,
            code=each.code,
        )
        session.add(start_paper(paper, found.get(each.code)))
    session.flush()
