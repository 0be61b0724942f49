"""Applications: one by its key, those of a case, and the help until the decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import aliased

from hopecare.domain.applications import (
    BridgeTrouble,
    Decision,
    PaperStands,
    StepStands,
    bridge_trouble,
)
from hopecare.domain.care_path import APPLICATION, ApplicationStatus, CaseStatus, NeedStatus
from hopecare.domain.clocks import ClockKind
from hopecare.errors import NotFoundError
from hopecare.queries.bridges import is_asked_for_bridge
from hopecare.queries.cases import case_by_id
from hopecare.queries.needs import LIVE
from hopecare.queries.silent_referrals import ANSWERS
from models import Application, ApplicationPaper, ApplicationStep, Case, LegalClock, Need

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

Waited = aliased(LegalClock, name="waited_for")
UNDECIDED: Final = tuple(each for each in ApplicationStatus if each not in APPLICATION.final)
TIME_TO_FIND: Final = timedelta(days=2)
"""So long neighbours may be asked before anybody is told that nobody has come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationView:
    """One application with its papers, its steps, the clock that runs and who helps meanwhile."""

    application: Application
    papers: Sequence[ApplicationPaper]
    steps: Sequence[ApplicationStep]
    clock: LegalClock | None
    """Of what the office or the person owes next."""
    check: LegalClock | None
    """Of the check after emergency aid, which runs beside it."""
    bridge: Need | None
    companion: Need | None

    @property
    def is_open(self) -> bool:
        """Say whether nothing is decided yet, or it is contested."""
        return self.application.status in UNDECIDED

    @property
    def is_accompanied(self) -> bool:
        """Say whether a neighbour is asked to go along, or does."""
        return self.companion is not None and self.companion.status in LIVE

    @property
    def papers_missing(self) -> int:
        """Count the papers that are needed and not there."""
        return sum(each.stands is PaperStands.NEEDED for each in self.papers)

    @property
    def next_step(self) -> ApplicationStep | None:
        """The first step after the decision that nobody has settled."""
        return next((each for each in self.steps if each.stands is StepStands.OPEN), None)

    @property
    def asks_for_bridge(self) -> bool:
        """Say whether nobody has said who helps until an objection is answered."""
        return is_asked_for_bridge(self.application)

    @property
    def bridge_trouble(self) -> BridgeTrouble | None:
        """Why the help may not last until the decision, the first or that of an objection."""
        if self.bridge is None or not self.is_open:
            return None
        return bridge_trouble(
            is_live=self.bridge.status in LIVE,
            is_helped=self.bridge.status is NeedStatus.HELPED,
            until_on=self.bridge.until_on,
            due_on=self.clock.due_on if self.clock else None,
        )


def application_by_id(
    session: Session, application_id: UUID, *, alone: bool = False
) -> Application:
    """Read an application of this town; `alone` holds it until the transaction ends."""
    found = session.get(
        Application, application_id, populate_existing=alone, with_for_update=alone or None
    )
    if found is None:
        raise NotFoundError(kind="application", id=application_id)
    return found


def hold_application(session: Session, application_id: UUID) -> tuple[Case, Application]:
    """Hold an application until the transaction ends, its case first, as every way does."""
    asked = application_by_id(session, application_id)
    case = case_by_id(session, asked.case_id, alone=True)
    return case, application_by_id(session, application_id, alone=True)


def application_view(session: Session, application_id: UUID) -> ApplicationView:
    """Read one application with everything its page shows."""
    application = application_by_id(session, application_id)
    return _views(session, [application])[0]


def applications_of_case(session: Session, case_id: UUID) -> list[ApplicationView]:
    """Read the applications of a case, the newest first, in a fixed number of reads."""
    found = session.scalars(
        select(Application)
        .where(Application.case_id == case_id)
        .order_by(Application.made_at.desc(), Application.id.desc())
    ).all()
    return _views(session, found)


def undecided_of(
    session: Session, *, case_id: UUID | None = None, referral_id: UUID | None = None
) -> Sequence[Application]:
    """Read the applications of a case or of a referral that are not decided, the oldest first."""
    of = Application.referral_id == referral_id if referral_id else Application.case_id == case_id
    return session.scalars(
        select(Application)
        .where(of, Application.status.in_(UNDECIDED))
        .order_by(Application.made_at, Application.id)
    ).all()


def was_decided_ahead() -> ColumnElement[bool]:
    """Make the condition that a grant decided what nobody had written as handed in."""
    return and_(Application.status == ApplicationStatus.DECIDED, Application.submitted_on.is_(None))


def decided_ahead_of(session: Session, referral_id: UUID) -> Sequence[Application]:
    """Read what a referral's grant decided before anybody had written its handing in."""
    return session.scalars(
        select(Application)
        .where(Application.referral_id == referral_id, was_decided_ahead())
        .order_by(Application.id)
    ).all()


def find_application_of(session: Session, referral_id: UUID) -> Application | None:
    """Find what was applied for with a referral, the newest; what was taken back is none."""
    return session.scalars(
        select(Application)
        .where(
            Application.referral_id == referral_id,
            Application.status != ApplicationStatus.WITHDRAWN,
        )
        .order_by(Application.made_at.desc(), Application.id.desc())
        .limit(1)
    ).first()


def find_contestable_of(session: Session, referral_id: UUID) -> Application | None:
    """Find what was applied for with a referral, where less was decided than was asked for."""
    applied = find_application_of(session, referral_id)
    if applied is None or applied.status is not ApplicationStatus.DECIDED:
        return None
    return None if applied.decision is Decision.GRANTED else applied


def standing_applications(session: Session, case_id: UUID) -> Sequence[Application]:
    """Read what a case has applied for that is not decided yet, or was granted."""
    granted = Application.decision.in_((Decision.GRANTED, Decision.PARTLY_GRANTED))
    return session.scalars(
        select(Application)
        .where(
            Application.case_id == case_id,
            or_(Application.status.in_(UNDECIDED), granted),
        )
        .order_by(Application.made_at, Application.id)
    ).all()


def paper_by_id(session: Session, application_id: UUID, paper_id: UUID) -> ApplicationPaper:
    """Read one paper of this very application."""
    paper = session.get(ApplicationPaper, paper_id)
    if paper is None or paper.application_id != application_id:
        raise NotFoundError(kind="paper", id=paper_id)
    return paper


def papers_of_application(session: Session, application_id: UUID) -> Sequence[ApplicationPaper]:
    """Read the papers of an application in the order of its checklist."""
    return session.scalars(
        select(ApplicationPaper)
        .where(ApplicationPaper.application_id == application_id)
        .order_by(ApplicationPaper.place, ApplicationPaper.id)
    ).all()


def bridge_is_short(now: datetime) -> ColumnElement[bool]:
    """Make the condition that the help will not last; joins its case and need."""
    runs_out = exists().where(
        Waited.application_id == Application.id,
        Waited.ended_at.is_(None),
        Waited.kind.in_(ANSWERS),
        Waited.due_on > Need.until_on,
    )
    return and_(
        Case.status != CaseStatus.CLOSED,
        Application.status.in_(UNDECIDED),
        or_(
            Need.status.not_in(LIVE),
            runs_out,
            and_(Need.status != NeedStatus.HELPED, Need.created_at < now - TIME_TO_FIND),
        ),
    )


def _views(session: Session, found: Sequence[Application]) -> list[ApplicationView]:
    if not found:
        return []
    ids = [each.id for each in found]
    papers = session.scalars(
        select(ApplicationPaper)
        .where(ApplicationPaper.application_id.in_(ids))
        .order_by(ApplicationPaper.place, ApplicationPaper.id)
    ).all()
    steps = session.scalars(
        select(ApplicationStep)
        .where(ApplicationStep.application_id.in_(ids))
        .order_by(ApplicationStep.id)
    ).all()
    running = session.scalars(
        select(LegalClock)
        .where(LegalClock.application_id.in_(ids), LegalClock.ended_at.is_(None))
        .order_by(LegalClock.due_on.desc(), LegalClock.id)
    )
    clocks: dict[UUID | None, LegalClock] = {}
    checks: dict[UUID | None, LegalClock] = {}
    for each in running:
        of_kind = checks if each.kind is ClockKind.AFTER_CHECK else clocks
        of_kind[each.application_id] = each
    wanted = [key for each in found for key in (each.bridge_need_id, each.companion_need_id)]
    needs = {each.id: each for each in session.scalars(select(Need).where(Need.id.in_(wanted)))}
    return [
        ApplicationView(
            application=each,
            papers=[paper for paper in papers if paper.application_id == each.id],
            steps=[step for step in steps if step.application_id == each.id],
            clock=clocks.get(each.id),
            check=checks.get(each.id),
            bridge=needs.get(each.bridge_need_id) if each.bridge_need_id else None,
            companion=needs.get(each.companion_need_id) if each.companion_need_id else None,
        )
        for each in found
    ]
