"""A merge taken back after something came since: it goes back, stays, or forbids the undo."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.channels import Channel
from hopecare.domain.people import OtherContactKind, RelationKind
from hopecare.domain.timeline import EntryKind
from hopecare.errors import MergeRefusedError
from hopecare.queries.born_since import BLOCKS, DECIDED
from hopecare.queries.may_help import may_help
from hopecare.queries.merge_rows import MOVED, called
from hopecare.queries.merge_views import may_undo
from hopecare.services.merge_residents import MergeWish, merge_residents
from hopecare.services.note_timeline import note_timeline
from hopecare.services.refuse_helper import refuse_helper
from hopecare.services.undo_merge import undo_merge
from models import OtherContact, RefusedHelper, Relationship, VolunteerProfile, Worry
from tests.factories.cases import BY, a_case, a_need
from tests.factories.desk import a_call_task, a_plan, an_alert
from tests.factories.offers import a_task
from tests.factories.people import a_resident, a_volunteer
from tests.factories.towns import NOW, TODAY, a_centre

LATER = NOW + timedelta(hours=1)
PARTED = {
    "assessment_drafts.person_id",
    "alerts.person_id",
    "calls.person_id",
    "call_tasks.person_id",
    "call_tasks.about_person_id",
    "check_in_slots.person_id",
    "check_in_slots.answered_by_id",
    "inbound_messages.person_id",
    "messages.to_person_id",
    "offers.helper_id",
    "refused_helpers.helper_id",
    "rungs_climbed.person_id",
    "tasks.helper_id",
    "visits.helper_id",
    "worries.raised_by_id",
}
"""Columns whose new rows can be told apart. Whoever adds a column decides; until then it blocks."""


def merge(session, first, second):
    session.flush()
    wish = MergeWish(kept_id=first.id, other_id=second.id, versions=(first.version, second.version))
    return merge_residents(session, wish, by=BY, now=NOW)


def undo(session, merged):
    session.flush()
    return undo_merge(session, merge_id=merged.id, by=BY, now=LATER)


def test_every_moved_column_is_decided():
    assert set(DECIDED) == {called(column) for column in MOVED}
    assert {name for name, since in DECIDED.items() if since is not BLOCKS} == PARTED


@pytest.mark.both_databases
def test_what_else_was_noted_of_a_merge_does_not_stand_for_it(session):
    """Only the entry that says it was made tells what came after it in the same moment."""
    first, second = a_resident(session), a_resident(session)
    merged = merge(session, first, second)
    note_timeline(
        session, town_id=first.town_id, kind=EntryKind.MERGE_UNDONE, at=NOW, by=BY,
        person_id=a_resident(session).id, subject_id=merged.id,
    )  # fmt: skip
    session.flush()
    assert may_undo(session, merged)


def test_a_refusal_made_meanwhile_follows_the_volunteer(session):
    first, volunteer, resident = a_resident(session), a_volunteer(session), a_resident(session)
    merged = merge(session, first, volunteer)
    refuse_helper(session, resident_id=resident.id, helper_id=first.id, by=BY, now=NOW)
    undo(session, merged)
    profile = session.scalars(select(VolunteerProfile)).one()
    assert profile.person_id == volunteer.id
    assert not may_help(session, profile, resident_id=resident.id, now=LATER)


def test_a_worry_goes_with_the_volunteer_and_an_earlier_one_stays(session):
    first, volunteer = a_resident(session), a_volunteer(session)
    case = a_case(session)

    def a_worry():
        worry = Worry(
            town_id=case.town_id,
            case_id=case.id,
            raised_by_id=first.id,
            raised_at=NOW,
            is_crisis=False,
            words=None,
        )
        session.add(worry)
        session.flush()
        return worry

    before = a_worry()
    merged = merge(session, first, volunteer)
    since = a_worry()
    task = a_task(session, a_need(session, case=case), first)
    undo(session, merged)
    assert [before.raised_by_id, since.raised_by_id] == [first.id, volunteer.id]
    assert task.helper_id == volunteer.id


def is_related(session, kept, somebody):
    session.add(
        Relationship(
            town_id=kept.town_id,
            person_id=somebody.id,
            other_person_id=kept.id,
            kind=RelationKind.SIBLING,
            from_on=TODAY,
        )
    )


def is_a_contact(session, kept, somebody):
    session.add(
        OtherContact(
            town_id=kept.town_id,
            resident_id=somebody.id,
            person_id=kept.id,
            kind=OtherContactKind.FAMILY,
            position=1,
            from_on=TODAY,
        )
    )


def is_asked_for(session, kept, somebody):
    a_plan(session, somebody, channel=Channel.VOICE).asked_person_id = kept.id


def is_spoken_of(session, kept, somebody):
    a_call_task(session, somebody).about_person_id = kept.id


def is_rung(session, kept, _somebody):
    a_call_task(session, kept)


def is_looked_for(session, kept, _somebody):
    an_alert(session, kept)


def refuses_a_helper(session, kept, somebody):
    session.add(
        RefusedHelper(
            town_id=kept.town_id, resident_id=kept.id, helper_id=somebody.id, from_on=TODAY
        )
    )


@pytest.mark.sweep(one_in=2, each="comes")
@pytest.mark.parametrize(
    "comes",
    [
        is_related,
        is_a_contact,
        is_asked_for,
        is_spoken_of,
        is_rung,
        is_looked_for,
        refuses_a_helper,
    ],
)
@pytest.mark.parametrize("since", [True, False])
def test_what_nobody_can_tell_apart_forbids_the_undo_only_if_it_came_since(session, comes, since):
    first, second, somebody = (a_resident(session) for _ in range(3))
    if not since:
        comes(session, first, somebody)
    merged = merge(session, first, second)
    if not since:
        assert undo(session, merged).undone_at == LATER
        return
    comes(session, first, somebody)
    with pytest.raises(MergeRefusedError):
        undo(session, merged)


def test_the_job_owes_its_question_again_so_that_call_forbids_nothing(session):
    first, second = a_resident(session), a_resident(session)
    merged = merge(session, first, second)
    a_call_task(session, first, kind=CallTaskKind.ASK_AGAIN)
    assert undo(session, merged).undone_at == LATER


def test_a_call_about_the_case_that_leaves_goes_with_it(session):
    first, second = a_resident(session), a_resident(session, centre=a_centre(session))
    case = a_case(session, resident=second)
    merged = merge(session, first, second)
    call = a_call_task(session, first)
    call.case_id = case.id
    undo(session, merged)
    assert call.person_id == second.id


def test_a_plan_that_comes_back_asks_for_no_day_that_has_passed(session):
    first, second = a_resident(session), a_resident(session)
    kept, ended = a_plan(session, first), a_plan(session, second)
    session.flush()
    wish = MergeWish(
        kept_id=first.id,
        other_id=second.id,
        versions=(first.version, second.version),
        plan_id=kept.id,
    )
    merged = merge_residents(session, wish, by=BY, now=NOW)
    week_later = NOW + timedelta(days=7)
    undo_merge(session, merge_id=merged.id, by=BY, now=week_later)
    assert ended.ended_at is None
    assert ended.next_due_at == week_later, "of today, whose hour has just come"
