"""One of everything and what stands in its rarer states, so that every form of the app is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import MessageStatus, ReportStatus
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind
from hopecare.domain.outcomes import AnswerDoor, CaseOutcome, RefusalReason
from hopecare.domain.roles import Role
from hopecare.language.wordings import Text
from hopecare.services.answer_referral import answer_referral
from hopecare.services.close_case import close_case
from hopecare.services.disable_account import disable_account
from hopecare.services.hand_crisis_on import hand_crisis_on
from hopecare.services.join_report import join_report
from hopecare.services.make_calendar import make_calendar
from hopecare.services.make_receiver_link import make_receiver_link
from hopecare.services.merge_residents import MergeWish, merge_residents
from hopecare.services.pause_check_ins import pause_check_ins
from hopecare.services.record_death import record_death
from hopecare.services.refuse_helper import refuse_helper
from hopecare.services.set_away import set_away
from hopecare.services.start_sign_in import start_sign_in
from hopecare.services.suspend_volunteer import suspend_volunteer
from models import Account
from tests.factories.applications import an_application, its_decision, its_submission
from tests.factories.assessments import a_draft
from tests.factories.broadcasts import a_broadcast
from tests.factories.cases import BY, a_case
from tests.factories.closings import a_closing
from tests.factories.desk import a_call_task, a_message, a_plan, a_reply, a_stop
from tests.factories.everything import Everything, everything
from tests.factories.people import (
    a_phone,
    a_resident,
    a_staff_account,
    a_volunteer,
    an_identity,
    wants_no_texts,
)
from tests.factories.referrals import a_referral, a_service
from tests.factories.reports import a_report
from tests.factories.systems import other_systems
from tests.factories.towns import NOW, TODAY, a_centre, a_town, an_area
from tests.factories.transfers import a_transfer

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from models import Area, Broadcast, Centre, InboundMessage, Person

NAME, PASSWORD = "staff", "a long pass phrase of theirs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Furnished:
    """One of everything, who opens which pages, and the pages of the rarer states."""

    made: Everything
    staff: Account
    volunteer: Account
    resting: Account
    phone: str
    """The volunteer's own."""
    staffs_pages: tuple[str, ...]


def furnished(session: Session) -> Furnished:
    """Write the town."""
    a_town(session, unseen=(Text.DIGEST_NOTHING,))
    centre = a_centre(session)
    area = an_area(session, covered_by=centre)
    made = everything(session, centre, area)
    account = a_staff_account(session, centre=centre)
    made.ids["account_id"] = account.id
    other_systems(session, account)
    a_volunteer(session, name="다른이웃", centre=centre, area=area)
    # Merging two residents makes what was read before stale: the accounts come after.
    pages = (
        *_of_people(session, centre, area),
        *_of_work(session, centre, area),
        "/settings/channels.quiet_hours",
        f"/call-tasks/{a_call_task(session, made.resident, kind=CallTaskKind.KNOCK).id}",
        f"/residents/{made.resident.id}/ladder?do=see&step_1=coordinator&wait_1=45",
        f"/telephone?q={made.numbers[4]}",
        "/telephone?q=nobody",
        f"/broadcasts/{_under_way(session, centre).id}",
        f"/replies/{_from_a_stranger(session, centre).id}?q={made.numbers[4]}",
    )
    staff = a_staff_account(
        session, roles=set(Role) - {Role.VOLUNTEER}, name=NAME, password=PASSWORD
    )
    hand_crisis_on(session, crisis_id=made.ids["crisis_id"], to_id=staff.person_id, by=BY, now=NOW)
    _words_wait(session, centre, area)
    begun = a_resident(session, name="강시작", centre=centre, area=area, phone="")
    a_draft(session, begun, staff)
    make_calendar(session, language="ko", by=an_identity(session, staff), now=NOW)
    for device in ("computer", "phone"):
        start_sign_in(session, staff, lasts_for=timedelta(hours=1), device=device, now=NOW)
    return Furnished(
        made=made,
        staff=staff,
        volunteer=_account_of(session, made.volunteer),
        resting=_resting(session, centre, area),
        phone=made.numbers[4],
        staffs_pages=(
            *pages,
            _own_closing(session, centre, staff),
            *_hands(session, centre, staff),
            f"/residents/{begun.id}/assess/questions",
            *_to_be_told(session, centre, area),
        ),
    )


def _to_be_told(session: Session, centre: Centre, area: Area) -> tuple[str, str]:
    """Where a resident with a telephone of their own may be texted that an office answered."""
    resident = a_resident(session, name="서들음", phone=a_phone(), centre=centre, area=area)
    case = a_case(session, resident=resident, centre=centre)
    referral = a_referral(session, case=case, service=a_service(session))
    answer_referral(
        session, referral_id=referral.id, refusal=RefusalReason.NO_CAPACITY,
        door=AnswerDoor.PHONE, answered_on=TODAY, words=None, by=BY, now=NOW,
    )  # fmt: skip
    decided = its_decision(session, its_submission(session, an_application(session, case=case)))
    return f"/referrals/{referral.id}/tell", f"/applications/{decided.id}/tell"


def _own_closing(session: Session, centre: Centre, staff: Account) -> str:
    """The page of a proposal to close that the reader made."""
    own = a_closing(session, a_case(session, centre=centre), by=an_identity(session, staff))
    return f"/closings/{own.id}"


def _hands(session: Session, centre: Centre, staff: Account) -> tuple[str, ...]:
    """An offer to the reader, one of theirs, and a case they steer."""
    me = an_identity(session, staff)
    asked = a_transfer(session, a_case(session, centre=centre), to=me)
    offered = a_transfer(session, a_case(session, centre=centre), by=me)
    steered = a_case(session, centre=centre)
    steered.owner_id = staff.person_id
    session.flush()
    return (f"/transfers/{asked.id}", f"/transfers/{offered.id}", f"/cases/{steered.id}/owner")


def _words_wait(session: Session, centre: Centre, area: Area) -> None:
    """Calls are stopped, and somebody counts on one; texts may be stopped as well."""
    waits = a_resident(session, name="나기다", phone=a_phone(), centre=centre, area=area)
    a_message(
        session, waits, kind=MessageKind.CHECK_IN, channel=Channel.VOICE,
        status=MessageStatus.PENDING,
    )  # fmt: skip
    a_stop(session, channel=Channel.VOICE)


def _under_way(session: Session, centre: Centre) -> Broadcast:
    """A message to many whose messages are still being written."""
    writer = an_identity(session, a_staff_account(session, centre=centre))
    broadcast = a_broadcast(session, writer)
    broadcast.sent_at, broadcast.sent_by_id = NOW, writer.person_id
    session.flush()
    return broadcast


def _resting(session: Session, centre: Centre, area: Area) -> Account:
    resting = a_volunteer(session, name="도란", phone=a_phone(), centre=centre, area=area)
    set_away(session, person_id=resting.id, is_on_duty=False, away_until=None, by=BY, now=NOW)
    return _account_of(session, resting)


def _from_a_stranger(session: Session, centre: Centre) -> InboundMessage:
    """A text nobody knows whose it is."""
    return a_reply(session, from_number=a_phone(), town_id=centre.town_id)


def _account_of(session: Session, person: Person) -> Account:
    return session.scalars(select(Account).where(Account.person_id == person.id)).one()


def _of_people(session: Session, centre: Centre, area: Area) -> tuple[str, ...]:
    """Somebody who has died, who wants one helper no more, who pauses; who helps no more."""
    dead, choosy, pausing = (
        a_resident(session, name=name, phone=a_phone(), centre=centre, area=area)
        for name in ("최떠남", "김고름", "박쉼")
    )
    record_death(session, person_id=dead.id, died_on=TODAY, by=BY, now=NOW)
    helper = a_volunteer(session, name="노을", phone=a_phone(), centre=centre, area=area)
    refuse_helper(session, resident_id=choosy.id, helper_id=helper.id, by=BY, now=NOW)
    suspend_volunteer(session, person_id=helper.id, is_suspended=True, by=BY, now=NOW)
    wants_no_texts(session, pausing)
    plan = a_plan(session, pausing, channel=Channel.SMS)
    pause_check_ins(
        session, plan_id=plan.id, paused_from=TODAY, paused_until=TODAY + timedelta(days=3),
        by=BY, now=NOW,
    )  # fmt: skip
    one, same, again = (
        a_resident(session, name="한둘", phone=a_phone(), centre=centre, area=area)
        for _ in range(3)
    )
    wish = MergeWish(kept_id=one.id, other_id=same.id, versions=(one.version, same.version))
    merge_residents(session, wish, by=BY, now=NOW)
    closed = a_staff_account(session, centre=centre)
    disable_account(session, account_id=closed.id, now=NOW)
    return (
        f"/residents/{dead.id}",
        f"/residents/{choosy.id}/helpers",
        f"/residents/{choosy.id}/open-case",
        f"/residents/{pausing.id}/check-ins",
        f"/residents/{one.id}/alike",
        f"/residents/{one.id}/alike/{again.id}",
        f"/volunteers/{helper.id}",
        f"/accounts/{closed.id}",
    )


def _of_work(session: Session, centre: Centre, area: Area) -> tuple[str, ...]:
    """A case that is closed, a referral that was refused, reports that are over."""
    over = a_case(session, centre=centre, area=area)
    close_case(session, case_id=over.id, version=None, outcome=CaseOutcome.NEED_MET, by=BY,
               now=NOW)  # fmt: skip
    a_service(session, name="도시락")
    refused = a_referral(session, case=a_case(session, centre=centre, area=area))
    answer_referral(
        session, referral_id=refused.id, refusal=RefusalReason.CATEGORY, door=AnswerDoor.DESK,
        answered_on=TODAY, words=None, by=BY, now=NOW,
    )  # fmt: skip
    long_ago = NOW - timedelta(days=40)
    silent = a_referral(
        session, case=a_case(session, centre=centre, area=area, now=long_ago), now=long_ago
    )
    make_receiver_link(session, referral_id=silent.id, for_all=False, by=BY, now=NOW)
    lost = a_report(session, centre=centre, status=ReportStatus.NOT_FOUND)
    joined = a_report(session, centre=centre)
    known = a_resident(session, name="정이음", centre=centre, area=area)
    join_report(session, report_id=joined.id, resident_id=known.id, by=BY, now=NOW)
    begun = an_application(session, case=a_case(session, centre=centre, area=area))
    waits = its_submission(session, begun, on=TODAY - timedelta(days=30))
    return (
        f"/applications/{waits.id}/extend",
        f"/cases/{over.id}",
        f"/referrals/{refused.id}",
        f"/referrals/{silent.id}",
        f"/referrals/{refused.id}/objection",
        f"/reports/{lost.id}",
        f"/reports/{joined.id}",
    )
