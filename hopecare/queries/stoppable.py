"""Everything that still runs for a person and would go on by itself: for stopping it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, or_, select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import (
    NEED,
    REFERRAL,
    SLOT,
    CallTaskStatus,
    CaseStatus,
    MessageStatus,
    OfferStatus,
    TaskStatus,
)
from hopecare.domain.delivery import MessageKind
from hopecare.queries.needs import LIVE
from hopecare.queries.not_over import not_over
from hopecare.queries.weekly import is_cover
from models import (
    Backup,
    CallTask,
    Case,
    CheckInPlan,
    CheckInSlot,
    ContactPoint,
    Message,
    Need,
    Offer,
    OtherContact,
    Person,
    Referral,
    SignIn,
    Task,
)
from models.accounts import Account

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

WAITING: Final = (OfferStatus.STANDING, OfferStatus.LATE)


def has_died(session: Session, person_id: UUID) -> bool:
    """Whether a person has died; asked where their name cannot be read, too."""
    died_on = select(Person.died_on).where(Person.id == person_id)
    return session.scalar(died_on) is not None


def live_plans_of(session: Session, person_id: UUID) -> Sequence[CheckInPlan]:
    """Read the check-in plans about a person that have not ended."""
    return session.scalars(
        select(CheckInPlan).where(
            CheckInPlan.person_id == person_id, CheckInPlan.ended_at.is_(None)
        )
    ).all()


def open_slots_of(session: Session, person_id: UUID) -> Sequence[CheckInSlot]:
    """Read the check-ins about a person that nobody has settled."""
    return session.scalars(
        select(CheckInSlot).where(
            CheckInSlot.person_id == person_id, CheckInSlot.status.not_in(SLOT.final)
        )
    ).all()


def unsent_messages_about(session: Session, person_id: UUID) -> Sequence[Message]:
    """Read every promise to a person, or about them to somebody else, that has not left.

    That a request has ended is left standing: it names nobody, and is true.
    """
    slots = select(CheckInSlot.id).where(CheckInSlot.person_id == person_id)
    cases = select(Case.id).where(Case.resident_id == person_id)
    return session.scalars(
        select(Message).where(
            Message.status.in_((MessageStatus.PENDING, MessageStatus.HELD)),
            or_(
                Message.to_person_id == person_id,
                Message.slot_id.in_(slots),
                and_(Message.case_id.in_(cases), Message.kind != MessageKind.STAND_DOWN),
            ),
        )
    ).all()


def live_cases_of(session: Session, person_id: UUID) -> Sequence[Case]:
    """Read a resident's cases that are not closed."""
    return session.scalars(
        select(Case).where(Case.resident_id == person_id, Case.status != CaseStatus.CLOSED)
    ).all()


def hold_cases_of(session: Session, person_id: UUID) -> Sequence[UUID]:
    """Hold every case of a resident in one order, closed ones too: an office may owe an answer."""
    cases = select(Case.id).where(Case.resident_id == person_id).order_by(Case.id)
    return session.scalars(cases.with_for_update()).all()


def open_referrals_of(session: Session, person_id: UUID) -> Sequence[Referral]:
    """Read the referrals of a person that are not decided."""
    return session.scalars(_open_referrals(person_id)).all()


def hold_open_referrals_of(session: Session, person_id: UUID) -> Sequence[Referral]:
    """Hold the referrals of a person that are not decided, their cases first, in one order.

    An office may be pressing its link: it is waited for, and what it decided meanwhile drops out.
    """
    hold_cases_of(session, person_id)
    held = _open_referrals(person_id).order_by(Referral.id).with_for_update()
    found = session.scalars(held.execution_options(populate_existing=True)).all()
    return [each for each in found if each.status not in REFERRAL.final]


def _open_referrals(person_id: UUID) -> Select[Referral]:
    return select(Referral).where(
        Referral.person_id == person_id, Referral.status.not_in(REFERRAL.final)
    )


def tasks_for(session: Session, case_ids: Sequence[UUID]) -> Sequence[Task]:
    """Read the tasks that helpers hold in these cases."""
    return session.scalars(
        select(Task).where(Task.case_id.in_(case_ids), Task.status == TaskStatus.ACTIVE)
    ).all()


def offers_in(session: Session, case_ids: Sequence[UUID]) -> Sequence[Offer]:
    """Read the offers in these cases that somebody may still answer."""
    return session.scalars(
        select(Offer).where(
            Offer.case_id.in_(case_ids),
            Offer.status.in_((OfferStatus.STANDING, OfferStatus.LATE)),
        )
    ).all()


def hold_cases_of_helper(
    session: Session, helper_id: UUID, *, resident_id: UUID | None = None
) -> None:
    """Hold every case somebody helps in, stands by for or may be asked for, always in one order.

    One by one, as their offers, backups and tasks come, two such acts could wait for each other.
    Whoever is about to ask them holds the case: an offer that is made meanwhile is waited for.
    """
    theirs = or_(
        Case.id.in_(
            select(Backup.case_id).where(Backup.helper_id == helper_id, Backup.until.is_(None))
        ),
        Case.id.in_(
            select(Offer.case_id).where(Offer.helper_id == helper_id, Offer.status.in_(WAITING))
        ),
        Case.id.in_(
            select(Task.case_id).where(
                Task.helper_id == helper_id, Task.status == TaskStatus.ACTIVE
            )
        ),
        Case.id.in_(select(Need.case_id).where(Need.status.in_(LIVE))),
    )
    held = select(Case.id).where(theirs).order_by(Case.id).with_for_update()
    if resident_id is not None:
        held = held.where(Case.resident_id == resident_id)
    session.execute(held)


def tasks_held_by(session: Session, person_id: UUID) -> Sequence[Task]:
    """Read the tasks a person holds as a helper of others, in the order cases are held."""
    return session.scalars(
        select(Task)
        .where(Task.helper_id == person_id, Task.status == TaskStatus.ACTIVE)
        .order_by(Task.case_id, Task.id)
    ).all()


def needs_asked_of(session: Session, person_id: UUID) -> Sequence[Need]:
    """Read what a person is asked for or helps others with, in the order needs are held."""
    asked = select(Offer.need_id).where(
        Offer.helper_id == person_id, Offer.status == OfferStatus.STANDING
    )
    held = select(Task.need_id).where(Task.helper_id == person_id, Task.status == TaskStatus.ACTIVE)
    theirs = or_(Need.id.in_(asked), Need.id.in_(held))
    return session.scalars(select(Need).where(theirs).order_by(Need.case_id, Need.id)).all()


def offers_waiting_for(session: Session, person_id: UUID) -> Sequence[Offer]:
    """Read the offers a person has not answered, backups too, in the order cases are held."""
    return session.scalars(
        select(Offer)
        .where(
            Offer.helper_id == person_id,
            Offer.status.in_((OfferStatus.STANDING, OfferStatus.LATE)),
        )
        .order_by(Offer.case_id, Offer.id)
    ).all()


def calls_owed_to(session: Session, person_id: UUID) -> Sequence[CallTask]:
    """Read the calls that staff still owe a person themself."""
    return session.scalars(
        select(CallTask).where(
            CallTask.person_id == person_id, CallTask.status == CallTaskStatus.OPEN
        )
    ).all()


def calls_about_check_ins(
    session: Session, person_id: UUID, *, about_id: UUID
) -> Sequence[CallTask]:
    """Read the calls staff owe somebody because a resident's check-in was to be asked of them."""
    return session.scalars(
        select(CallTask).where(
            CallTask.person_id == person_id,
            CallTask.about_person_id == about_id,
            CallTask.slot_id.is_not(None),
            CallTask.kind == CallTaskKind.NOT_ASKED,
            CallTask.status == CallTaskStatus.OPEN,
        )
    ).all()


def plans_asking(
    session: Session, person_id: UUID, *, about_id: UUID | None = None
) -> Sequence[CheckInPlan]:
    """Read the plans that ask this person how somebody else is, in the order plans are held."""
    asking = select(CheckInPlan).where(
        CheckInPlan.asked_person_id == person_id, CheckInPlan.ended_at.is_(None)
    )
    if about_id is not None:
        asking = asking.where(CheckInPlan.person_id == about_id)
    return session.scalars(asking.order_by(CheckInPlan.id)).all()


def standing_points_of(session: Session, person_id: UUID) -> Sequence[ContactPoint]:
    """Read the ways to reach a person that have no end yet."""
    return session.scalars(
        select(ContactPoint).where(
            ContactPoint.person_id == person_id, ContactPoint.valid_until.is_(None)
        )
    ).all()


def looks_in_on(session: Session, person_id: UUID, *, on: date) -> Sequence[OtherContact]:
    """Read where a person stands as somebody else's contact."""
    return session.scalars(
        select(OtherContact).where(
            OtherContact.person_id == person_id,
            not_over(OtherContact, on),
        )
    ).all()


def sign_ins_of(session: Session, person_id: UUID, *, now: datetime) -> Sequence[SignIn]:
    """Read the devices on which a person is signed in."""
    return session.scalars(
        select(SignIn)
        .join(Account, Account.id == SignIn.account_id)
        .where(Account.person_id == person_id, SignIn.revoked_at.is_(None), SignIn.expires_at > now)
    ).all()


def needs_for(session: Session, case_ids: Sequence[UUID]) -> Sequence[Need]:
    """Read the needs of these cases that are neither met nor ended; a missed day is never again."""
    return session.scalars(
        select(Need).where(Need.case_id.in_(case_ids), Need.status.not_in(NEED.final), ~is_cover())
    ).all()


def offers_for(session: Session, case_ids: Sequence[UUID]) -> Sequence[Offer]:
    """Read the offers in these cases that wait for an answer, backups included."""
    waiting = (OfferStatus.STANDING, OfferStatus.LATE)
    return session.scalars(
        select(Offer).where(Offer.case_id.in_(case_ids), Offer.status.in_(waiting))
    ).all()


def helpers_asked_for(session: Session, resident_id: UUID) -> Sequence[UUID]:
    """Name the volunteers whose offers for a resident still wait, backups among them."""
    return session.scalars(
        select(Offer.helper_id)
        .join(Case, Case.id == Offer.case_id)
        .where(
            Case.resident_id == resident_id,
            Offer.status.in_((OfferStatus.STANDING, OfferStatus.LATE)),
        )
        .distinct()
        .order_by(Offer.helper_id)
    ).all()
