"""Two records made one, and two again: nothing lost, nothing asked twice, nothing forgotten."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import ReferralStatus, SlotStatus
from hopecare.domain.channels import Channel
from hopecare.domain.consent import ConsentAct, ConsentPurpose
from hopecare.domain.look_ins import LookInAnswer
from hopecare.domain.merging import MergeField, Obstacle
from hopecare.domain.outcomes import AnswerDoor
from hopecare.domain.packets import OverrideReason
from hopecare.domain.people import OtherContactKind, RelationKind
from hopecare.domain.roles import Role
from hopecare.errors import MergedRecordError, MergeRefusedError
from hopecare.queries.assessments import BY_RESCREENING, find_mark, was_asked_since
from hopecare.queries.households import other_contacts_of
from hopecare.queries.look_ins import has_said
from hopecare.queries.merge_rows import MOVED, STAYS, called
from hopecare.queries.merge_views import merge_view
from hopecare.queries.own_pages import task_view
from hopecare.queries.referral_moments import last_moved_at
from hopecare.queries.residents import contact_points_of
from hopecare.queries.timelines import timeline_of_person
from hopecare.queries.visibility import subject_of, visible
from hopecare.services.add_other_contact import NewContact, add_other_contact
from hopecare.services.allow_helper import allow_helper
from hopecare.services.answer_referral import answer_referral
from hopecare.services.assess_household import assess_household
from hopecare.services.merge_residents import MergeWish, merge_residents
from hopecare.services.note_late_look_in import note_late_look_in
from hopecare.services.open_due_slots import open_due_slots
from hopecare.services.override_sharing import Override
from hopecare.services.undo_merge import undo_merge
from hopecare.standing_consents import agrees_to
from models import (
    Alert,
    CallTask,
    Case,
    CheckInPlan,
    CheckInSlot,
    Message,
    Person,
    PersonRole,
    RefusedHelper,
    Relationship,
    Responsibility,
    SearchTerm,
    VolunteerProfile,
)
from models.base import Base, Owned
from tests.factories.assessments import an_assessment, said
from tests.factories.cases import BY, a_case, a_need
from tests.factories.desk import a_call_task, a_message, a_plan, a_slot, an_alert
from tests.factories.offers import a_task, an_offer
from tests.factories.people import (
    a_consent,
    a_contact_point,
    a_resident,
    a_staff_account,
    a_volunteer,
    an_identity,
)
from tests.factories.referrals import PAST_DOUBTS, a_referral
from tests.factories.reports import a_report
from tests.factories.towns import NOW, TODAY, a_centre, an_area

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def two(session):
    """Two records of one person, in one centre."""
    centre = a_centre(session)
    area = an_area(session, covered_by=centre)
    first = a_resident(session, name="김다래", centre=centre, area=area)
    second = a_resident(session, name="김 다래", centre=centre, area=area)
    return first, second


def merge(session, two, **wished):
    first, second = two
    session.flush()
    wish = MergeWish(
        kept_id=first.id, other_id=second.id, versions=(first.version, second.version), **wished
    )
    return merge_residents(session, wish, by=BY, now=NOW)


def obstacles(session, two, **wished):
    with pytest.raises(MergeRefusedError) as refused:
        merge(session, two, **wished)
    return refused.value.facts["obstacles"]


def a_life(session, person):
    """A bit of everything that hangs from a resident."""
    case = a_case(session, resident=person)
    a_need(session, case=case)
    report = a_report(session)
    report.resident_id = person.id
    an_assessment(session, person)
    a_call_task(session, person)
    a_message(session, person)
    slot = a_slot(session, person, status=SlotStatus.SILENT)
    an_alert(session, slot=slot)
    session.flush()
    return case


def test_everything_of_both_hangs_from_the_one_who_stays(session, two):
    first, second = two
    a_life(session, second)
    before = {line.entry.id for each in two for line in timeline_of_person(session, each.id)}
    merge(session, two)
    for column in MOVED:
        assert session.scalars(select(column).where(column == second.id)).all() == [], column
    assert before <= {line.entry.id for line in timeline_of_person(session, first.id)}
    assert len(contact_points_of(session, [first.id], on=TODAY)) == 2
    with pytest.raises(MergedRecordError) as lead:
        subject_of(session, Person, second.id)
    assert lead.value.facts["kept_id"] == first.id


@pytest.mark.both_databases
def test_of_two_centres_the_one_with_the_case_is_responsible_and_what_is_owed_goes_along(session):
    here, there = a_centre(session), a_centre(session, name="서부희망케어센터")
    area = an_area(session, covered_by=here)
    kept = a_resident(session, name="김다래", centre=here, area=area)
    other = a_resident(session, name="김 다래", centre=there, area=area)
    owner = an_identity(session, a_staff_account(session, centre=there))
    case = a_case(session, resident=other, centre=there)
    case.owner_id = owner.person_id
    call, alert = a_call_task(session, kept), an_alert(session, slot=a_slot(session, kept))
    call.centre_id = alert.centre_id = here.id
    session.flush()
    before = rows(session)
    done = merge(session, (kept, other))
    assert kept.centre_id == there.id
    assert kept.id in seen(session, "resident.read", owner, Person)
    assert seen(session, "call_task.read", owner, CallTask) == {call.id}
    assert seen(session, "alert.read", owner, Alert) == {alert.id}
    assert responsible_for(session, kept) == [(here.id, NOW), (there.id, None)]
    undo_merge(session, merge_id=done.id, by=BY, now=LATER)
    assert responsible_for(session, kept) == [(here.id, NOW), (there.id, LATER), (here.id, None)]
    after = rows(session)
    assert {key: after[key] for key in before if key[0] != "responsibilities"} == {
        key: row for key, row in before.items() if key[0] != "responsibilities"
    }


def seen(session, permission, identity, rows_of):
    return set(session.scalars(select(rows_of.id).where(visible(permission, identity, rows_of))))


def responsible_for(session, person):
    session.flush()
    asked = select(Responsibility).where(Responsibility.person_id == person.id)
    found = session.scalars(asked.order_by(Responsibility.id)).all()
    return [(each.centre_id, each.until_at) for each in found]


@pytest.mark.both_databases
def test_where_no_case_goes_on_the_centre_of_the_record_that_stays_answers_for_both(session):
    here, there = a_centre(session), a_centre(session, name="서부희망케어센터")
    area = an_area(session, covered_by=here)
    kept = a_resident(session, name="김다래", centre=here, area=area)
    other = a_resident(session, name="김 다래", centre=there, area=area)
    call = a_call_task(session, other)
    call.centre_id = there.id
    merge(session, (kept, other))
    assert (kept.centre_id, call.centre_id) == (here.id, here.id)
    assert responsible_for(session, kept) == [(here.id, None)]


def test_every_column_that_names_a_person_is_moved_or_left_with_a_reason():
    named = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for key in table.foreign_key_constraints
        if key.referred_table.name == "people"
        for column in key.columns
        if column.name != "town_id"
    }
    assert named == {called(column) for column in MOVED} | set(STAYS)


def test_two_check_ins_at_one_moment_become_one_question(session, two):
    first, second = two
    plans = [a_plan(session, each) for each in two]
    at = plans[0].next_due_at
    assert at
    open_due_slots(session, limit=10, by=BY, now=at)
    merge(session, two, plan_id=plans[1].id)
    alive = session.scalars(select(CheckInPlan).where(CheckInPlan.ended_at.is_(None))).all()
    assert [plan.id for plan in alive] == [plans[1].id]
    assert alive[0].person_id == first.id
    slots = session.scalars(select(CheckInSlot)).all()
    assert sorted(slot.status for slot in slots) == [SlotStatus.CANCELLED, SlotStatus.DUE]
    asked = session.scalars(select(Message).where(Message.status == "pending")).all()
    assert [message.to_person_id for message in asked] == [first.id]
    open_due_slots(session, limit=10, by=BY, now=at + timedelta(days=1))
    assert len(session.scalars(select(CheckInSlot)).all()) == 3
    assert second.id not in {slot.person_id for slot in slots}


@pytest.mark.parametrize("chosen", [0, 1])
def test_whoever_was_asked_already_is_not_asked_again(session, two, chosen):
    plans = [a_plan(session, each) for each in two]
    a_slot(session, two[1 - chosen], plan=plans[1 - chosen], status=SlotStatus.WAITING)
    a_slot(session, two[chosen], plan=plans[chosen], status=SlotStatus.DUE)
    merge(session, two, plan_id=plans[chosen].id)
    slots = session.scalars(select(CheckInSlot)).all()
    assert sorted(slot.status for slot in slots) == [SlotStatus.CANCELLED, SlotStatus.WAITING]


def test_whoever_is_looked_for_stays_looked_for(session, two):
    plans = [a_plan(session, each) for each in two]
    silent = a_slot(session, two[1], plan=plans[1], status=SlotStatus.SILENT)
    merge(session, two, plan_id=plans[0].id)
    session.refresh(silent)
    assert (silent.status, silent.person_id) == (SlotStatus.SILENT, two[0].id)


def test_one_of_two_plans_has_to_be_chosen(session, two):
    for each in two:
        a_plan(session, each)
    assert obstacles(session, two) == [Obstacle.NO_PLAN_CHOSEN]


@pytest.mark.parametrize("says_no", [0, 1])
def test_the_stricter_consent_stands_until_asked_again(session, two, says_no):
    first, second = two
    plan = a_plan(session, two[1 - says_no])
    sharing, asking = ConsentPurpose.SHARE_WITH_AGENCY, ConsentPurpose.CHECK_INS
    for purpose in (sharing, asking):
        a_consent(session, two[says_no], purpose, act=ConsentAct.WITHDRAWN)
    merge(session, two)
    assert not {sharing, asking} & agrees_to(session, first.id, TODAY)
    assert session.get_one(CheckInPlan, plan.id).ended_at == NOW
    a_consent(session, first, sharing, at=LATER)
    assert sharing in agrees_to(session, first.id, TODAY)
    assert second.id != first.id


def test_a_no_to_what_goes_on_has_to_be_settled_first(session, two):
    a_consent(session, two[1], ConsentPurpose.KEEP_RECORD, act=ConsentAct.WITHDRAWN)
    assert obstacles(session, two) == [Obstacle.CONSENT_DIFFERS]


def both_have_a_case(session, two):
    for each in two:
        a_case(session, resident=each)


def died(session, two):
    two[1].died_on = date(2026, 11, 1)


def held(session, two):
    two[0].held_by = "2026-17"


def related(session, two):
    session.add(
        Relationship(
            town_id=two[0].town_id,
            person_id=two[0].id,
            other_person_id=two[1].id,
            kind=RelationKind.SIBLING,
            from_on=TODAY,
        )
    )


def staff(session, two):
    role = Role.COORDINATOR
    session.add(PersonRole(town_id=two[1].town_id, person_id=two[1].id, role=role, from_on=TODAY))


def a_refused_helper(session, two, helper):
    session.add(
        RefusedHelper(
            town_id=two[0].town_id, resident_id=two[0].id, helper_id=helper.id, from_on=TODAY
        )
    )
    session.flush()


def helps(session, resident, helper):
    a_task(session, a_need(session, case=a_case(session, resident=resident)), helper)


def is_asked(session, resident, helper):
    an_offer(session, a_need(session, case=a_case(session, resident=resident)), helper)


def holds_the_key(session, resident, helper):
    contact = NewContact(kind=OtherContactKind.KEYHOLDER, person_id=helper.id)
    add_other_contact(session, resident, contact, by=BY, now=NOW)


@pytest.mark.parametrize("help_", [helps, is_asked, holds_the_key])
@pytest.mark.parametrize("kept", [0, 1])
def test_whom_one_record_refuses_does_not_come_to_help_both(session, two, help_, kept):
    helper = a_volunteer(session)
    help_(session, two[1], helper)
    a_refused_helper(session, two, helper)
    assert obstacles(session, (two[kept], two[1 - kept])) == [Obstacle.REFUSED_HELPER_HELPS]
    allow_helper(session, two[0], helper_id=helper.id, by=BY, now=NOW)
    assert merge(session, (two[kept], two[1 - kept]))


def test_a_helper_who_is_refused_under_the_other_record_is_settled_first(session, two):
    resident, second = two
    volunteer = a_volunteer(session, name="김다래")
    helps(session, resident, volunteer)
    a_refused_helper(session, two, second)
    assert obstacles(session, (second, volunteer)) == [Obstacle.REFUSED_HELPER_HELPS]


def test_a_refused_helper_is_shown_neither_home_nor_number(session, two):
    helper = a_volunteer(session)
    need = a_need(session, case=a_case(session, resident=two[0]))
    task = a_task(session, need, helper)
    assert task_view(session, task, now=NOW).may_show
    a_refused_helper(session, two, helper)
    view = task_view(session, task, now=NOW)
    assert (view.home, view.ringing.numbers, view.may_show) == (None, (), False)


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("reason", "found"),
    [
        (OverrideReason.CANNOT_BE_ASKED, [Obstacle.CONSENT_DIFFERS]),
        (OverrideReason.DANGER_TO_LIFE, []),
    ],
)
def test_a_no_of_one_record_to_what_was_shared_of_the_other_is_settled_first(
    session, two, reason, found
):
    """Shared because they could not be asked, while the other record has their answer."""
    first, second = two
    override = Override(reason=reason, words="의식이 없음")
    case, sharing = a_case(session, resident=second), ConsentPurpose.SHARE_WITH_AGENCY
    a_consent(session, second, sharing, act=ConsentAct.WITHDRAWN)
    by_right = replace(PAST_DOUBTS, override=override)
    made = a_referral(session, case=case, sending=by_right, now=NOW + timedelta(minutes=1))
    a_consent(session, first, sharing, act=ConsentAct.REFUSED, at=LATER)
    assert obstacles_of(session, two) == found
    assert made.status is ReferralStatus.SENT


@pytest.mark.both_databases
def test_a_referral_moved_last_when_it_did_also_after_two_records_were_merged(session, two):
    made = a_referral(session, case=a_case(session, resident=two[1]))
    answer_referral(
        session,
        referral_id=made.id,
        refusal=None,
        door=AnswerDoor.PHONE,
        answered_on=TODAY,
        words=None,
        by=BY,
        now=LATER,
    )
    merge(session, two)
    assert made.person_id == two[0].id
    assert last_moved_at(session, made) == LATER


@pytest.mark.both_databases
def test_what_the_timeline_says_of_a_row_is_known_after_a_merge(session, two):
    """The entries stay with the record they were written in; the rows go to the one who stays."""
    kept, other = two
    made = assess_household(
        session, person_id=other.id, facts=said(), on=TODAY, by=BY, now=NOW, computed=BY_RESCREENING
    )
    slot, well = a_slot(session, other, status=SlotStatus.SILENT), LookInAnswer.FOUND_WELL
    neighbour = an_identity(session, a_staff_account(session))
    note_late_look_in(session, slot=slot, answer=well, by=neighbour, now=NOW)
    merge(session, two)
    assert made.person_id == slot.person_id == kept.id
    assert find_mark(session, made) == BY_RESCREENING
    assert not was_asked_since(session, made, NOW - timedelta(days=1))
    assert has_said(session, slot, well, by_person_id=neighbour.person_id)


def obstacles_of(session, two):
    session.flush()
    return list(merge_view(session, two[0].id, two[1].id, on=TODAY).obstacles)


@pytest.mark.parametrize(
    ("what", "obstacle"),
    [
        (both_have_a_case, Obstacle.TWO_LIVE_CASES),
        (died, Obstacle.ONE_HAS_DIED),
        (held, Obstacle.LEGAL_HOLD),
        (related, Obstacle.KNOW_EACH_OTHER),
        (staff, Obstacle.IS_STAFF),
    ],
)
def test_what_a_person_settles_first(session, two, what, obstacle):
    what(session, two)
    assert obstacles(session, two) == [obstacle]


def test_contacts_of_three_records_are_asked_record_by_record(session, two):
    third = a_resident(session, name="김다래")
    three = (*two, third)
    holders = [[a_volunteer(session) for _ in range(2)] for _ in three]
    for resident, (first, second) in zip(three, holders, strict=True):
        holds_the_key(session, resident, first)
        holds_the_key(session, resident, second)
    merge(session, two)
    done = merge(session, (two[0], third))
    asked = [person.id for _, person in other_contacts_of(session, two[0].id, on=TODAY)]
    assert asked == [helper.id for pair in holders for helper in pair]
    undo_merge(session, merge_id=done.id, by=BY, now=LATER)
    back = other_contacts_of(session, third.id, on=TODAY)
    assert [contact.position for contact, _ in back] == [1, 2]


def test_a_third_record_joins_the_first_and_never_makes_a_chain(session, two):
    merge(session, two)
    third = a_resident(session, name="김다래")
    assert obstacles(session, (third, two[0])) == [Obstacle.HOLDS_MERGED]
    merge(session, (two[0], third))
    assert subject_of(session, Person, two[0].id).person_id == two[0].id


def test_a_resident_who_is_a_volunteer_too_keeps_both_roles(session, two):
    volunteer = a_volunteer(session, name="김다래")
    merge(session, (two[0], volunteer))
    roles = select(PersonRole.role).where(
        PersonRole.person_id == two[0].id, PersonRole.until_on.is_(None)
    )
    assert set(session.scalars(roles)) == {Role.RESIDENT, Role.VOLUNTEER}
    profile = session.scalars(select(VolunteerProfile)).one()
    assert profile.person_id == two[0].id


def test_chosen_words_and_the_stricter_wish_stand(session, two):
    first, second = two
    second.birth_on, second.nobody_of_building = "1960-01-01", True
    merge(session, two, from_other=frozenset({MergeField.BIRTH_ON}))
    assert (first.birth_on, first.full_name) == ("1960-01-01", "김다래")
    assert first.nobody_of_building


def test_a_number_of_both_stays_once_and_stopped_texts_stay_stopped(session, two):
    first, second = two
    number = contact_points_of(session, [first.id], on=TODAY)[0].value
    double = a_contact_point(session, second, phone=number)
    double.opted_out_at = NOW
    merge(session, two)
    points = [p for p in contact_points_of(session, [first.id], on=TODAY) if p.value == number]
    assert [point.opted_out_at for point in points] == [NOW]


def rows(session):
    """Every row of the town but the history and the recalled questions, without versions."""
    session.flush()
    session.expire_all()
    found: dict[tuple[object, ...], dict[str, object]] = {}
    for mapper in Base.registry.mappers:
        model = mapper.class_
        name = model.__tablename__
        if not issubclass(model, Owned) or name in HISTORY:
            continue
        for row in session.scalars(select(model)):
            if isinstance(row, SearchTerm):  # made from the name each time, under a new key
                found[name, row.person_id, row.kind, row.term] = {}
                continue
            found[name, row.id] = {
                column.key: getattr(row, column.key)
                for column in mapper.column_attrs
                if column.key not in COUNTED
            }
    return found


COUNTED = {"version", "came_at"}
"""How often a row was changed, and since when a call is owed where it is, go on."""
HISTORY = {"timeline_entries", "merges", "message_events"}


PHONES = ("+821000004711", "+821000004712", "")


@pytest.mark.sweep(one_in=4)
@pytest.mark.parametrize("seed", range(8))
def test_after_merge_and_undo_every_row_is_as_it_was(session, seed):
    dice = Random(seed)  # noqa: S311  a dice for a test
    centre = a_centre(session)
    two = [
        a_resident(session, name=name, centre=centre, phone=dice.choice(PHONES))
        for name in ("김다래", "Kim Darae")
    ]
    plans = [a_plan(session, each) for each in two if dice.random() < OFTEN]
    for each in two:
        for happens in (a_call_task, a_refusal):
            if dice.random() < OFTEN:
                happens(session, each)
    if dice.random() < OFTEN:
        a_case_with_a_need(session, dice.choice(two))
    before = rows(session)
    fields = frozenset(field for field in MergeField if dice.random() < OFTEN)
    plan_id = dice.choice(plans).id if plans else None
    done = merge(session, two, from_other=fields, plan_id=plan_id)
    assert rows(session) != before
    undo_merge(session, merge_id=done.id, by=BY, now=LATER)
    assert rows(session) == before


OFTEN = 0.6


def a_case_with_a_need(session, person):
    a_need(session, case=a_case(session, resident=person))


def a_refusal(session, person):
    a_consent(session, person, ConsentPurpose.CHECK_INS, act=ConsentAct.REFUSED)


def test_a_case_that_went_on_goes_back_with_what_happened_in_it(session, two):
    case = a_life(session, two[1])
    plan_id = session.scalars(select(CheckInPlan.id)).one()
    done = merge(session, two)
    plan = session.get_one(CheckInPlan, plan_id)
    assert plan.next_due_at
    open_due_slots(session, limit=10, by=BY, now=plan.next_due_at)
    undo_merge(session, merge_id=done.id, by=BY, now=LATER)
    owners = set(session.scalars(select(CheckInSlot.person_id)))
    assert owners == {two[1].id} == {session.get_one(Case, case.id).resident_id}
    asked = session.scalars(select(Message.to_person_id).where(Message.slot_id.is_not(None)))
    assert set(asked) == {two[1].id}


def test_what_was_built_on_is_not_taken_apart(session, two):
    done = merge(session, two)
    a_plan(session, two[0], channel=Channel.VOICE)
    with pytest.raises(MergeRefusedError):
        undo_merge(session, merge_id=done.id, by=BY, now=LATER)
