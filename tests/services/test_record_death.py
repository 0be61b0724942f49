"""When somebody has died everything for them stops at once, and people are told by people."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from sqlalchemy import select

from hopecare.clock import SetClock
from hopecare.database import AllTowns
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import (
    CallTaskStatus,
    CaseStatus,
    NeedStatus,
    OfferStatus,
    SlotStatus,
    TaskStatus,
)
from hopecare.domain.check_in_times import WEEKDAYS
from hopecare.domain.consent import ConsentForm, ConsentPurpose
from hopecare.domain.delivery import MessageKind
from hopecare.domain.needs import NeedKind
from hopecare.domain.outcomes import CaseOutcome
from hopecare.domain.people import HouseholdMemberRole, OtherContactKind, RelationKind
from hopecare.domain.phone import invented_number
from hopecare.errors import AlreadyTakenError, InvalidInputError
from hopecare.jobs.ask_due_check_ins import ask_due_check_ins
from hopecare.jobs.climb_ladders import climb_ladders
from hopecare.jobs.deliver import deliver
from hopecare.jobs.tools import Tools
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from hopecare.queries.households import find_living
from hopecare.services.add_other_contact import NewContact, add_other_contact
from hopecare.services.move_household import Home, move_household
from hopecare.services.plan_check_ins import CheckInWish, plan_check_ins
from hopecare.services.record_death import record_death
from hopecare.services.record_relationship import record_relationship
from hopecare.services.undo_death import undo_death
from hopecare.services.withdraw_consent import withdraw_consent
from hopecare.standing_consents import agrees_to
from models import (
    CallTask,
    Case,
    CheckInPlan,
    CheckInSlot,
    ContactPoint,
    DeathRecord,
    Message,
    Need,
    Offer,
    Person,
    Task,
)
from notifications.memory_sms import MemoryNetwork
from notifications.outbox import promise
from notifications.routing import Networks
from tests.factories.cases import BY, a_case, a_need
from tests.factories.offers import a_task, an_offer
from tests.factories.people import a_resident, a_volunteer
from tests.factories.towns import NOW, TODAY, a_centre, a_town, an_area

NUMBER = invented_number(4711).e164
SOON = CheckInWish(local_time=time(10, 30), weekdays=WEEKDAYS)


def _ha_dol(session):
    """Ha Dol with a case, a helper, a neighbour who is asked, a keyholder, a daughter, a plan."""
    a_town(session)
    centre = a_centre(session)
    area = an_area(session, covered_by=centre)
    dol = a_resident(session, name="하돌", phone=NUMBER, centre=centre, area=area)
    case = a_case(session, resident=dol, centre=centre)
    helper, neighbour, keyholder = (
        a_volunteer(session, name=name, centre=centre) for name in ("공숲", "도란", "마루")
    )
    knock = a_need(session, case=case, kind=NeedKind.KNOCK)
    a_task(session, knock, helper)
    an_offer(session, a_need(session, case=case), neighbour)
    contact = NewContact(kind=OtherContactKind.KEYHOLDER, person_id=keyholder.id)
    add_other_contact(session, dol, contact, by=BY, now=NOW)
    daughter = a_resident(session, name="하솔", centre=centre, phone="")
    record_relationship(session, dol, daughter, RelationKind.CHILD, by=BY, now=NOW)
    plan_check_ins(session, person_id=dol.id, wish=SOON, by=BY, now=NOW)
    promise(
        session,
        town_id=dol.town_id,
        kind=MessageKind.NOTICE,
        to_person_id=dol.id,
        dedup_key="a notice",
        words=Words(text=Text.NEUTRAL, values={"office": "031-000-0000"}),
        now=NOW,
    )
    return dol, helper, keyholder, daughter


def test_everything_stops_and_nothing_is_sent_to_the_number(database, town_scope):
    with database.writing(town_scope) as session:
        dol, *_ = _ha_dol(session)
        record_death(session, person_id=dol.id, died_on=TODAY, by=BY, now=NOW)
    texts, calls, clock = MemoryNetwork(), MemoryNetwork(), SetClock(NOW)
    tools = Tools(database=database, networks=Networks(texts=texts, calls=calls), clock=clock)
    for _ in range(48):
        ask_due_check_ins(tools)
        climb_ladders(tools)
        deliver(tools)
        clock.advance(timedelta(hours=1))
    assert NUMBER not in {parcel.to for parcel in (*texts.sent, *calls.sent)}
    with database.reading(town_scope) as session:
        assert {slot.status for slot in session.scalars(select(CheckInSlot))} <= {
            SlotStatus.CANCELLED
        }
        plan = session.scalars(select(CheckInPlan)).one()
        assert (plan.ended_at, plan.next_due_at) == (NOW, None)
        case = session.scalars(select(Case)).one()
        assert (case.status, case.outcome) == (CaseStatus.CLOSED, CaseOutcome.DIED)
        assert {need.status for need in session.scalars(select(Need))} == {NeedStatus.ENDED}
        assert {task.status for task in session.scalars(select(Task))} == {TaskStatus.ENDED}
        statuses = {offer.status for offer in session.scalars(select(Offer))}
        assert OfferStatus.STANDING not in statuses
        person = session.get_one(Person, dol.id)
        assert person.died_on == TODAY
        assert person.retain_until is not None
        point = session.scalars(select(ContactPoint).where(ContactPoint.person_id == dol.id)).one()
        assert point.valid_until == TODAY


def test_who_was_asked_hears_that_the_request_has_ended_and_nothing_else(database, town_scope):
    texts, calls, clock = MemoryNetwork(), MemoryNetwork(), SetClock(NOW)
    tools = Tools(database=database, networks=Networks(texts=texts, calls=calls), clock=clock)
    with database.writing(town_scope) as session:
        dol, *_ = _ha_dol(session)
        dol_id = dol.id
    deliver(tools)
    texts.sent.clear()
    with database.writing(town_scope) as session:
        record_death(session, person_id=dol_id, died_on=TODAY, by=BY, now=NOW)
    deliver(tools)
    (told,) = [parcel.body for parcel in texts.sent]
    assert "님, 이번 부탁은 끝났어요" in told
    assert "하돌" not in told


def test_a_check_in_that_was_asked_already_climbs_no_further(database, town_scope):
    with database.writing(town_scope) as session:
        dol, _, keyholder, _ = _ha_dol(session)
        keyholder_id = keyholder.id
    texts, calls, clock = MemoryNetwork(), MemoryNetwork(), SetClock(NOW + timedelta(minutes=31))
    tools = Tools(database=database, networks=Networks(texts=texts, calls=calls), clock=clock)
    ask_due_check_ins(tools)
    deliver(tools)
    assert NUMBER in {parcel.to for parcel in calls.sent}
    texts.sent.clear()
    calls.sent.clear()
    with database.writing(town_scope) as session:
        record_death(session, person_id=dol.id, died_on=TODAY, by=BY, now=clock())
    for _ in range(24):
        clock.advance(timedelta(minutes=30))
        climb_ladders(tools)
        deliver(tools)
    assert NUMBER not in {parcel.to for parcel in (*texts.sent, *calls.sent)}
    with database.reading(AllTowns()) as session:
        slot = session.scalars(select(CheckInSlot)).one()
        assert slot.status is SlotStatus.CANCELLED
        alarms = select(Message).where(Message.to_person_id == keyholder_id)
        kinds = {message.kind for message in session.scalars(alarms)}
        assert MessageKind.ALERT not in kinds


def test_family_helper_and_keyholder_are_rung_by_a_person(database, town_scope):
    with database.writing(town_scope) as session:
        dol, helper, keyholder, daughter = _ha_dol(session)
        record_death(session, person_id=dol.id, died_on=TODAY, by=BY, now=NOW)
        owed = session.scalars(select(CallTask).where(CallTask.about_person_id == dol.id)).all()
        assert {(task.kind, task.person_id) for task in owed} == {
            (CallTaskKind.FAMILY_AFTER_DEATH, daughter.id),
            (CallTaskKind.HELPER_AFTER_DEATH, helper.id),
            (CallTaskKind.HELPER_AFTER_DEATH, keyholder.id),
        }
        told = select(Message.kind).where(Message.to_person_id == helper.id)
        assert session.scalars(told.where(Message.status == "pending")).all() == []


def test_those_who_lived_there_are_looked_after_again(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        husband = a_resident(session, name="남온새", phone="")
        wife = a_resident(session, name="서가람")
        living = find_living(session, husband.id)
        assert living is not None
        home = Home(household_id=living.household.id, role=HouseholdMemberRole.SPOUSE)
        move_household(session, [wife], home, by=BY, now=NOW)
        record_death(session, person_id=husband.id, died_on=TODAY, by=BY, now=NOW)
        kinds = session.scalars(select(CallTask.kind).where(CallTask.person_id == wife.id)).all()
        assert set(kinds) == {CallTaskKind.FAMILY_AFTER_DEATH, CallTaskKind.CALL_BACK}


def test_a_helper_who_died_leaves_a_need_for_which_others_are_asked(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        need = a_need(session)
        helper = a_volunteer(session)
        a_task(session, need, helper)
        record_death(session, person_id=helper.id, died_on=TODAY, by=BY, now=NOW)
        task = session.scalars(select(Task)).one()
        assert task.status is TaskStatus.ENDED
        assert need.status in {NeedStatus.OPEN, NeedStatus.ASKING}


def test_a_mistake_is_undone_and_care_goes_on(database, town_scope):
    with database.writing(town_scope) as session:
        dol, helper, *_ = _ha_dol(session)
        record_death(session, person_id=dol.id, died_on=TODAY, by=BY, now=NOW)
        undo_death(session, person_id=dol.id, by=BY, now=NOW + timedelta(minutes=5))
        assert dol.died_on is None
        assert session.scalars(select(Case)).one().status is CaseStatus.HELPED
        needs = {need.status for need in session.scalars(select(Need))}
        assert needs == {NeedStatus.HELPED, NeedStatus.ASKING}
        plan = session.scalars(select(CheckInPlan)).one()
        assert plan.ended_at is None
        assert plan.next_due_at is not None
        point = session.scalars(select(ContactPoint).where(ContactPoint.person_id == dol.id)).one()
        assert point.valid_until is None
        open_calls = select(CallTask).where(CallTask.status == CallTaskStatus.OPEN)
        owed = session.scalars(open_calls.where(CallTask.about_person_id == dol.id)).all()
        assert {call.kind for call in owed} == {CallTaskKind.CALL_BACK}
        assert {call.person_id for call in owed} == {dol.id, helper.id}
        assert session.scalars(select(DeathRecord)).one().undone_at is not None
        record_death(session, person_id=dol.id, died_on=TODAY, by=BY, now=NOW + timedelta(days=1))


def test_a_death_is_recorded_once_and_never_in_the_future(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        person = a_resident(session)
        with pytest.raises(InvalidInputError):
            record_death(
                session, person_id=person.id, died_on=TODAY + timedelta(days=1), by=BY, now=NOW
            )
        record_death(session, person_id=person.id, died_on=TODAY, by=BY, now=NOW)
        with pytest.raises(AlreadyTakenError):
            record_death(session, person_id=person.id, died_on=TODAY, by=BY, now=NOW)


def test_withdrawing_check_ins_ends_the_plan_and_the_consent_at_once(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        person = a_resident(session)
        plan = plan_check_ins(session, person_id=person.id, wish=SOON, by=BY, now=NOW)
        later = NOW + timedelta(minutes=1)
        withdraw_consent(
            session,
            person,
            purpose=ConsentPurpose.CHECK_INS,
            form=ConsentForm.VOICE,
            by=BY,
            now=later,
        )
        assert plan.ended_at == later
        assert ConsentPurpose.CHECK_INS not in agrees_to(session, person.id, TODAY)
        assert ConsentPurpose.PEER_HELP in agrees_to(session, person.id, TODAY)


def test_withdrawing_neighbours_help_stands_the_offers_down(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        need = a_need(session)
        offer = an_offer(session, need, a_volunteer(session))
        person = session.get_one(Person, session.get_one(Case, need.case_id).resident_id)
        withdraw_consent(
            session,
            person,
            purpose=ConsentPurpose.PEER_HELP,
            form=ConsentForm.VOICE,
            by=BY,
            now=NOW + timedelta(minutes=1),
        )
        assert offer.status is OfferStatus.STOOD_DOWN
        assert need.status is NeedStatus.OPEN


def test_no_record_any_more_means_nothing_else_either(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        person = a_resident(session)
        withdraw_consent(
            session,
            person,
            purpose=ConsentPurpose.KEEP_RECORD,
            form=ConsentForm.PAPER,
            by=BY,
            now=NOW + timedelta(minutes=1),
        )
        assert agrees_to(session, person.id, TODAY) == frozenset()
