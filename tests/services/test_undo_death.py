"""Whatever lived when a death was recorded by mistake lives again, or is named for a person."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.alerts import AlertEnd
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import (
    ApplicationStatus,
    CallTaskEvent,
    CallTaskStatus,
    CaseStatus,
    MessageStatus,
    NeedStatus,
    OfferStatus,
    ReferralStatus,
    SlotStatus,
    TaskStatus,
)
from hopecare.domain.consent import ConsentForm, ConsentPurpose
from hopecare.domain.crises import AfterCheck
from hopecare.domain.delivery import MessageKind
from hopecare.domain.outcomes import AnswerDoor
from hopecare.domain.people import OtherContactKind
from hopecare.domain.undoing import LeftReason
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from hopecare.services.add_other_contact import NewContact, add_other_contact
from hopecare.services.answer_offer import answer_offer
from hopecare.services.answer_referral import answer_referral
from hopecare.services.follow_alarm_end import follow_alarm_end
from hopecare.services.follow_clock import follow_clock
from hopecare.services.miss_referral_answer import miss_referral_answer
from hopecare.services.move_call_task import move_call_task
from hopecare.services.object_to_decision import object_to_decision
from hopecare.services.open_call_task import OwedCall, open_call_task
from hopecare.services.pause_check_ins import pause_check_ins
from hopecare.services.record_consent import ConsentSaid, record_consent
from hopecare.services.record_death import record_death
from hopecare.services.undo_death import undo_death
from models import (
    Application,
    CallTask,
    Case,
    CheckInPlan,
    CheckInSlot,
    ContactPoint,
    Crisis,
    LegalClock,
    Message,
    Need,
    Offer,
    OtherContact,
    Person,
    Referral,
    Task,
    VolunteerProfile,
)
from notifications.outbox import promise
from tests.factories.applications import an_application, its_decision, its_submission
from tests.factories.cases import BY, a_case, a_need
from tests.factories.crises import a_crisis, first_help
from tests.factories.desk import a_plan, a_slot
from tests.factories.offers import YES, a_task, an_offer
from tests.factories.people import a_resident, a_volunteer
from tests.factories.referrals import a_referral, a_service
from tests.factories.towns import NOW, TODAY, a_centre, a_town

DIED_AT = NOW + timedelta(minutes=10)
SOON = DIED_AT + timedelta(minutes=5)
LATE = DIED_AT + timedelta(days=2)

ALIVE = {
    Case: Case.status != CaseStatus.CLOSED,
    Need: Need.status.not_in((NeedStatus.MET, NeedStatus.ENDED)),
    Task: Task.status == TaskStatus.ACTIVE,
    Offer: Offer.status.in_((OfferStatus.STANDING, OfferStatus.LATE)),
    Referral: Referral.status.in_((ReferralStatus.SENT, ReferralStatus.ACCEPTED)),
    CheckInPlan: CheckInPlan.ended_at.is_(None),
    Application: Application.status.not_in(
        (ApplicationStatus.DECIDED, ApplicationStatus.WITHDRAWN)
    ),
    LegalClock: LegalClock.ended_at.is_(None),
    Crisis: Crisis.ended_at.is_(None),
    CheckInSlot: CheckInSlot.status.in_((SlotStatus.DUE, SlotStatus.WAITING)),
    CallTask: CallTask.status == CallTaskStatus.OPEN,
    ContactPoint: ContactPoint.valid_until.is_(None),
    OtherContact: OtherContact.until_on.is_(None),
    Message: Message.status == MessageStatus.PENDING,
}
STATED = (Task, Offer, Referral, Application)


def alive(session):
    """Every living row, with the status it has."""
    session.flush()
    return {
        row.id: getattr(row, "status", None) if isinstance(row, STATED) else None
        for table, lives in ALIVE.items()
        for row in session.scalars(select(table).where(lives))
    }


def what_they_applied_for(session, case, referral):
    """One whose papers are gathered, one handed in, one contested, one refused; and a crisis."""
    an_application(session, case=case, programme="education")
    its_submission(session, an_application(session, case=case, referral=referral))
    for programme in ("medical", "housing"):
        given = its_submission(session, an_application(session, case=case, programme=programme))
        its_decision(session, given, object_by=TODAY + timedelta(days=20))
        if programme == "medical":
            object_to_decision(
                session, application_id=given.id, objected_on=TODAY,
                due_on=TODAY + timedelta(days=40), by=BY, now=NOW,
            )  # fmt: skip
    first_help(session, a_crisis(session, case=case))


def a_full_life(session):
    """A resident who is helped, asked, referred, checked on, owed a call - and helps another."""
    a_town(session)
    centre = a_centre(session)
    person = a_volunteer(session, name="하돌", centre=centre)
    for purpose in ConsentPurpose:
        said = ConsentSaid(purpose=purpose, form=ConsentForm.VOICE)
        record_consent(session, person, said, by=BY, now=NOW)
    case = a_case(session, resident=person, centre=centre)
    helper, asked, backup = (
        a_volunteer(session, name=name, centre=centre) for name in ("공숲", "도란", "마루")
    )
    helped = a_need(session, case=case)
    late = an_offer(session, helped, backup)
    a_task(session, helped, helper)
    answer_offer(session, offer_id=late.id, answer=YES, by=BY, now=NOW)
    an_offer(session, a_need(session, case=case), asked)
    a_referral(session, case=case)
    accepted = a_referral(session, case=case, service=a_service(session))
    answer_referral(
        session,
        referral_id=accepted.id,
        refusal=None,
        door=AnswerDoor.PHONE,
        answered_on=TODAY,
        words=None,
        by=BY,
        now=NOW,
    )
    what_they_applied_for(session, case, accepted)
    a_slot(session, person, status=SlotStatus.WAITING)
    owed = OwedCall(kind=CallTaskKind.CALL_BACK, dedup_key="owed", due_at=SOON, person_id=person.id)
    open_call_task(session, town_id=person.town_id, owed=owed, by=BY, now=NOW)
    other = a_resident(session, name="서가람", centre=centre)
    a_task(session, a_need(session, case=a_case(session, resident=other)), person)
    third = a_resident(session, name="남온새", centre=centre)
    an_offer(session, a_need(session, case=a_case(session, resident=third)), person)
    contact = NewContact(kind=OtherContactKind.KEYHOLDER, person_id=person.id)
    add_other_contact(session, other, contact, by=BY, now=NOW)
    promise(
        session,
        town_id=person.town_id,
        kind=MessageKind.NOTICE,
        to_person_id=person.id,
        dedup_key="a notice",
        words=Words(text=Text.NEUTRAL, values={"office": "031-000-0000"}),
        now=NOW,
    )
    return person, helper, asked


def nothing(session, person, helper):
    """Nothing happens in between."""


def helper_suspended(session, person, helper):
    profile = select(VolunteerProfile).where(VolunteerProfile.person_id == helper.id)
    session.scalars(profile).one().suspended_at = SOON


def helper_full(session, person, helper):
    profile = select(VolunteerProfile).where(VolunteerProfile.person_id == helper.id)
    session.scalars(profile).one().max_active = 0


def helper_died(session, person, helper):
    helper.died_on = TODAY


def consents_end(session, person, helper):
    for purpose in (ConsentPurpose.PEER_HELP, ConsentPurpose.SHARE_WITH_AGENCY):
        said = ConsentSaid(
            purpose=purpose, form=ConsentForm.VOICE, expires_on=TODAY + timedelta(days=1)
        )
        record_consent(session, person, said, by=BY, now=NOW + timedelta(minutes=1))


def record_ends(session, person, helper):
    said = ConsentSaid(
        purpose=ConsentPurpose.KEEP_RECORD,
        form=ConsentForm.VOICE,
        expires_on=TODAY + timedelta(days=1),
    )
    record_consent(session, person, said, by=BY, now=NOW + timedelta(minutes=1))


def other_case(session, person, helper):
    person.died_on = None
    a_case(session, resident=person)
    person.died_on = TODAY


def others_case_closed(session, person, helper):
    found = select(Need).join(Task, Task.need_id == Need.id).where(Task.helper_id == person.id)
    for need in session.scalars(found).all():
        need.status, need.ended_at = NeedStatus.ENDED, SOON


@pytest.mark.sweep(one_in=2, each="meanwhile")
@pytest.mark.parametrize("now", [SOON, LATE], ids=["soon", "late"])
@pytest.mark.parametrize(
    "meanwhile",
    [
        nothing,
        helper_suspended,
        helper_full,
        helper_died,
        consents_end,
        record_ends,
        other_case,
        others_case_closed,
    ],
)
def test_every_row_that_lived_lives_as_it_did_or_is_named(database, town_scope, meanwhile, now):
    with database.writing(town_scope) as session:
        person, helper, _ = a_full_life(session)
        before = alive(session)
        record_death(session, person_id=person.id, died_on=TODAY, by=BY, now=DIED_AT)
        stopped = alive(session)
        meanwhile(session, person, helper)
        ended_meanwhile = set(stopped) - set(alive(session))
        record = undo_death(session, person_id=person.id, by=BY, now=now)
        after = alive(session)
        named = {key for rows in record.stopped["left"].values() for key in rows}
        questions = {
            row.id
            for row in session.scalars(select(Message).where(Message.kind == MessageKind.OFFER))
        }
    gone = {
        row_id
        for row_id, status in before.items()
        if (row_id not in after or after[row_id] is not status) and str(row_id) not in named
    }
    # The question of an offer is put anew, as a message of its own.
    assert gone <= questions | ended_meanwhile


def test_soon_after_only_words_of_the_moment_are_left(database, town_scope):
    with database.writing(town_scope) as session:
        person, *_ = a_full_life(session)
        record_death(session, person_id=person.id, died_on=TODAY, by=BY, now=DIED_AT)
        record = undo_death(session, person_id=person.id, by=BY, now=SOON)
        reasons = {why for rows in record.stopped["left"].values() for why in rows.values()}
    assert reasons == {LeftReason.SAID_TOO_LATE}


def test_whoever_was_told_of_the_death_is_rung_again_and_no_text_goes_to_a_helper(
    database, town_scope
):
    with database.writing(town_scope) as session:
        person, helper, _ = a_full_life(session)
        record_death(session, person_id=person.id, died_on=TODAY, by=BY, now=DIED_AT)
        told = select(CallTask).where(CallTask.kind == CallTaskKind.HELPER_AFTER_DEATH)
        for call in session.scalars(told).all():
            move_call_task(call, event=CallTaskEvent.DONE, now=DIED_AT)
        known = set(session.scalars(select(Message.id)))
        undo_death(session, person_id=person.id, by=BY, now=SOON)
        owed = select(CallTask).where(
            CallTask.person_id == helper.id, CallTask.status == CallTaskStatus.OPEN
        )
        (call,) = session.scalars(owed).all()
        new = select(Message).where(Message.to_person_id == helper.id, Message.id.not_in(known))
        assert session.scalars(new).all() == []
    assert "잘못이었습니다" in (call.words or "")


def test_who_was_asked_is_asked_once_more_and_a_second_end_is_told_too(database, town_scope):
    with database.writing(town_scope) as session:
        person, _, asked = a_full_life(session)
        case_id = session.scalars(select(Case.id).where(Case.resident_id == person.id)).one()
        question = select(Message).where(
            Message.to_person_id == asked.id,
            Message.kind == MessageKind.OFFER,
            Message.case_id == case_id,
        )
        session.scalars(question).one().status = MessageStatus.DELIVERED
        for day in range(2):
            at = DIED_AT + timedelta(minutes=day)
            record_death(session, person_id=person.id, died_on=TODAY, by=BY, now=at)
            ends = select(Message).where(
                Message.to_person_id == asked.id,
                Message.kind == MessageKind.STAND_DOWN,
                Message.case_id == case_id,
                Message.status == MessageStatus.PENDING,
            )
            session.scalars(ends).one().status = MessageStatus.DELIVERED
            undo_death(session, person_id=person.id, by=BY, now=at + timedelta(seconds=30))
            waiting = session.scalars(question.where(Message.status == MessageStatus.PENDING))
            waiting.one().status = MessageStatus.DELIVERED


@pytest.mark.parametrize("was_made_since", [False, True], ids=["two stood", "one since"])
def test_one_plan_goes_on_and_every_other_is_named(database, town_scope, was_made_since):
    with database.writing(town_scope) as session:
        a_town(session)
        person = a_resident(session)
        older = a_plan(session, person)
        newer = None if was_made_since else a_plan(session, person)
        record = record_death(session, person_id=person.id, died_on=TODAY, by=BY, now=DIED_AT)
        if newer is not None:
            # As records are that were kept while two plans could stand.
            due = {str(each.id): NOW.isoformat() for each in (older, newer)}
            record.stopped = record.stopped | {"plans": due}
        else:
            person.died_on = None
            newer = a_plan(session, person)
            person.died_on = TODAY
        undo_death(session, person_id=person.id, by=BY, now=SOON)
        live = session.scalars(select(CheckInPlan).where(CheckInPlan.ended_at.is_(None))).one()
        assert live.id == newer.id
        assert live.next_due_at > SOON
        assert record.stopped["left"]["plans"] == {str(older.id): LeftReason.OTHER_IN_PLACE}


def test_a_pause_without_an_end_stays_a_pause_and_a_day_of_blanking_stays_set(database, town_scope):
    with database.writing(town_scope) as session:
        person, *_ = a_full_life(session)
        person.retain_until = TODAY + timedelta(days=300)
        plan = session.scalars(select(CheckInPlan)).one()
        pause_check_ins(
            session, plan_id=plan.id, paused_from=TODAY, paused_until=None, by=BY, now=NOW
        )
        record_death(session, person_id=person.id, died_on=TODAY, by=BY, now=DIED_AT)
        undo_death(session, person_id=person.id, by=BY, now=SOON)
        assert (plan.ended_at, plan.next_due_at) == (None, None)
        assert session.get_one(Person, person.id).retain_until == TODAY + timedelta(days=300)


def test_a_pause_that_the_word_of_the_death_began_is_over_with_it(database, town_scope):
    with database.writing(town_scope) as session:
        person, *_ = a_full_life(session)
        plan = session.scalars(select(CheckInPlan)).one()
        follow_alarm_end(session, person.id, ended_by=AlertEnd.HAS_DIED, by=BY, now=NOW)
        assert plan.paused_from == TODAY
        record_death(session, person_id=person.id, died_on=TODAY, by=BY, now=DIED_AT)
        undo_death(session, person_id=person.id, by=BY, now=SOON)
        assert (plan.ended_at, plan.paused_from) == (None, None)
        assert plan.next_due_at > SOON
        sure = select(CallTask.status).where(CallTask.kind == CallTaskKind.RECORD_DEATH)
        assert session.scalars(sure).one() is CallTaskStatus.CANCELLED


def test_a_stay_in_hospital_that_gave_way_to_the_word_of_the_death_holds_again(
    database, town_scope
):
    with database.writing(town_scope) as session:
        person, *_ = a_full_life(session)
        plan, home_on = session.scalars(select(CheckInPlan)).one(), TODAY + timedelta(days=9)
        pause_check_ins(
            session, plan_id=plan.id, paused_from=TODAY, paused_until=home_on, by=BY, now=NOW
        )
        follow_alarm_end(session, person.id, ended_by=AlertEnd.HAS_DIED, by=BY, now=NOW)
        record_death(session, person_id=person.id, died_on=TODAY, by=BY, now=DIED_AT)
        undo_death(session, person_id=person.id, by=BY, now=SOON)
        assert (plan.paused_from, plan.paused_until, plan.gave_way) == (TODAY, home_on, None)
        assert plan.next_due_at >= SOON + timedelta(days=8)


def test_what_they_applied_for_and_a_crisis_stand_as_before_with_their_days(database, town_scope):
    with database.writing(town_scope) as session:
        person, *_ = a_full_life(session)
        tables = (Application, LegalClock, Crisis)

        def days():
            return {each.id: (each.due_on, each.look_on) for each in session.scalars(running)}

        running = select(LegalClock).where(LegalClock.ended_at.is_(None))
        before, ran = {key: alive(session)[key] for key in lives(session, tables)}, days()
        assert len(before) == 3 + 4 + 1
        record_death(session, person_id=person.id, died_on=TODAY, by=BY, now=DIED_AT)
        assert lives(session, tables) == set()
        undo_death(session, person_id=person.id, by=BY, now=SOON)
        assert {key: alive(session)[key] for key in lives(session, tables)} == before
        assert days() == ran


def test_a_day_that_went_by_meanwhile_is_asked_about_once(database, town_scope):
    """The call before its end was taken back by the death: it is owed again, and only once."""
    with database.writing(town_scope) as session:
        a_town(session)
        case = a_case(session)
        application = its_submission(session, an_application(session, case=case))
        clock = session.scalars(select(LegalClock)).one()
        near = NOW + timedelta(days=28)
        follow_clock(session, clock_id=clock.id, by=BY, now=near)
        record_death(session, person_id=case.resident_id, died_on=TODAY, by=BY, now=near)
        assert owed_about(session, case) == []
        undo_death(session, person_id=case.resident_id, by=BY, now=near + timedelta(hours=1))
        assert owed_about(session, case) == [CallTaskKind.DEADLINE_NEAR]
        late = near + timedelta(days=3)
        for _ in range(2):
            follow_clock(session, clock_id=clock.id, by=BY, now=late)
        assert owed_about(session, case) == [
            CallTaskKind.DEADLINE_NEAR,
            CallTaskKind.REFERRAL_SILENT,
        ]
        assert application.status is ApplicationStatus.WAITING


def test_an_office_that_stayed_silent_is_owed_its_call_again(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        referral = a_referral(session)
        late = NOW + timedelta(days=31)
        miss_referral_answer(session, referral_id=referral.id, by=BY, now=late)
        record_death(session, person_id=referral.person_id, died_on=TODAY, by=BY, now=late)
        undo_death(session, person_id=referral.person_id, by=BY, now=late + timedelta(hours=1))
        assert referral.status is ReferralStatus.NO_ANSWER
        kinds = owed_about(session, session.get_one(Case, referral.case_id))
        assert kinds.count(CallTaskKind.REFERRAL_SILENT) == 1
        assert CallTaskKind.TELL_OFFICE not in kinds


@pytest.mark.parametrize("left", ["other_application", "checked"])
def test_what_was_begun_again_meanwhile_is_named(database, town_scope, left):
    with database.writing(town_scope) as session:
        person, *_ = a_full_life(session)
        record_death(session, person_id=person.id, died_on=TODAY, by=BY, now=DIED_AT)
        session.flush()
        if left == "checked":
            crisis = session.scalars(select(Crisis)).one()
            crisis.checked_on, crisis.check_result = TODAY, AfterCheck.CONDITIONS_MET
        else:
            gone = select(Application).where(Application.programme == "livelihood")
            session.scalars(gone).one().status = ApplicationStatus.WAITING
        record = undo_death(session, person_id=person.id, by=BY, now=SOON)
        named = {kind: set(rows.values()) for kind, rows in record.stopped["left"].items() if rows}
    kind, why = {
        "checked": ("clocks", LeftReason.CASE_OVER),
        "other_application": ("applications", LeftReason.OTHER_IN_PLACE),
    }[left]
    assert named[kind] == {why}


def lives(session, tables):
    """The keys of what lives in these tables."""
    session.flush()
    found = (session.scalars(select(table.id).where(ALIVE[table])) for table in tables)
    return {key for rows in found for key in rows}


def owed_about(session, case):
    """What staff still owe in a case, by kind."""
    owed = select(CallTask.kind).where(
        CallTask.case_id == case.id, CallTask.status == CallTaskStatus.OPEN
    )
    return list(session.scalars(owed.order_by(CallTask.created_at, CallTask.id)))
