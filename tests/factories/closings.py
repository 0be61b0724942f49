"""Proposals to close a case, made by the real verbs."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from hopecare.domain.closing_proposals import SECOND_PERSON
from hopecare.domain.identity import Identity
from hopecare.domain.outcomes import CaseOutcome
from hopecare.services.propose_closing import ClosingWish, propose_closing
from hopecare.services.send_back_closing import send_back_closing
from models import Case, Centre, ClosingProposal, SettingEntry
from tests.factories.people import a_staff_account, an_identity
from tests.factories.towns import NOW, TODAY


def asks_two(session: Session, town_id: UUID, *, is_asked: bool = True) -> None:
    """The town wants a second person from today on."""
    session.add(
        SettingEntry(
            town_id=town_id,
            key=SECOND_PERSON,
            value={"is_asked": is_asked},
            from_on=TODAY,
            reason="시험",
        )
    )
    session.flush()


def a_colleague(session: Session, case: Case, *, name: str = "박동료") -> Identity:
    """Somebody of the case's centre."""
    centre = session.get_one(Centre, case.centre_id)
    return an_identity(session, a_staff_account(session, centre=centre, full_name=name))


def a_closing(
    session: Session,
    case: Case,
    *,
    by: Identity | None = None,
    outcome: CaseOutcome = CaseOutcome.NEED_MET,
    now: datetime = NOW,
) -> ClosingProposal:
    """A proposal that waits."""
    by = by or a_colleague(session, case)
    wish = ClosingWish(outcome=outcome, words="도움이 다 끝났음")
    return propose_closing(session, case_id=case.id, version=None, wish=wish, by=by, now=now)


def sent_back(session: Session, closing: ClosingProposal, *, by: Identity) -> ClosingProposal:
    """A second person sent it back."""
    return send_back_closing(
        session,
        closing_id=closing.id,
        version=closing.version,
        words="연계 결과를 먼저",
        by=by,
        now=NOW,
    )
