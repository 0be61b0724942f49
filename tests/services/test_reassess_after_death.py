"""When one of a household has died, what the others may receive is looked at again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.eligibility.facts import Bounds, HouseholdFacts
from hopecare.domain.household_after_death import Gone, household_without
from hopecare.domain.people import HouseholdMemberRole
from hopecare.queries.assessments import (
    AFTER_DEATH,
    answer_of,
    find_latest_assessment,
    find_mark,
    said_in,
)
from hopecare.queries.households import find_living
from hopecare.queries.standing_answers import find_standing
from hopecare.reading.country_packs import country_pack
from hopecare.services.move_household import Home, move_household
from hopecare.services.record_death import record_death
from hopecare.services.undo_death import undo_death
from models import CallTask
from tests.factories.assessments import ALONE, DARAE, NOTHING_RECEIVED, an_assessment
from tests.factories.cases import BY
from tests.factories.people import a_resident
from tests.factories.towns import NOW, TODAY, a_town

LATER = NOW + timedelta(hours=1)
PACK = country_pack("KR")
SPOUSE = {**ALONE, "age": 70, "relation": "spouse", "pay": 900_000}
CHILD = {**ALONE, "age": 12, "relation": "child"}


def household(*rows, **values):
    return HouseholdFacts(
        values={**DARAE, "household.size": len(rows), **values},
        rows={"members": rows},
        receiving=NOTHING_RECEIVED,
    )


def a_couple(session, *, asked):
    """Wife and husband; one of them answered the questions."""
    a_town(session)
    wife, husband = a_resident(session), a_resident(session, name="남온새", phone="")
    living = find_living(session, wife.id)
    assert living is not None
    home = Home(household_id=living.household.id, role=HouseholdMemberRole.SPOUSE)
    move_household(session, [husband], home, by=BY, now=NOW)
    who = {"wife": wife, "husband": husband}.get(asked)
    if who is not None:
        an_assessment(session, who, facts=household(ALONE, SPOUSE))
    return wife, husband


@pytest.mark.parametrize("asked", ["wife", "husband"])
def test_the_answer_of_who_stays_is_computed_and_marked(database, town_scope, asked):
    with database.writing(town_scope) as session:
        wife, husband = a_couple(session, asked=asked)
        record_death(session, person_id=husband.id, died_on=TODAY, by=BY, now=LATER)
        kept = find_latest_assessment(session, wife.id)
        assert kept is not None
        assert find_mark(session, kept) == AFTER_DEATH
        assert kept.made_by_id is None
        said = said_in(kept)
        (row,) = said["members"]
        assert (row["relation"], row["age"]) == ("self", 67 if asked == "wife" else 70)
        assert "income.benefits" not in said["facts"]
        assert answer_of(kept).next_questions
        calls = select(CallTask.words).where(
            CallTask.person_id == wife.id, CallTask.kind == CallTaskKind.CALL_BACK
        )
        assert "확인해 주십시오" in (session.scalars(calls).one() or "")


def test_without_an_answer_before_only_the_call_is_owed(database, town_scope):
    with database.writing(town_scope) as session:
        wife, husband = a_couple(session, asked=None)
        record_death(session, person_id=husband.id, died_on=TODAY, by=BY, now=LATER)
        assert find_latest_assessment(session, wife.id) is None
        calls = select(CallTask.words).where(
            CallTask.person_id == wife.id, CallTask.kind == CallTaskKind.CALL_BACK
        )
        assert "다시 살펴" in (session.scalars(calls).one() or "")


@pytest.mark.parametrize(("asked", "comes_back"), [("wife", True), ("husband", False)])
def test_after_a_mistake_the_earlier_answer_counts_again_or_is_named(
    database, town_scope, asked, comes_back
):
    with database.writing(town_scope) as session:
        wife, husband = a_couple(session, asked=asked)
        record_death(session, person_id=husband.id, died_on=TODAY, by=BY, now=LATER)
        computed = find_latest_assessment(session, wife.id)
        record = undo_death(session, person_id=husband.id, by=BY, now=LATER + timedelta(minutes=1))
        last = find_latest_assessment(session, wife.id)
        assert computed is not None
        assert last is not None
        assert (len(said_in(last)["members"]) == 2) is comes_back
        assert (str(computed.id) in record.stopped["left"]["assessments"]) is not comes_back


def test_the_earlier_answer_comes_back_for_the_day_of_undoing(database, town_scope):
    with database.writing(town_scope) as session:
        wife, husband = a_couple(session, asked="wife")
        record_death(session, person_id=husband.id, died_on=TODAY, by=BY, now=LATER)
        undo_death(session, person_id=husband.id, by=BY, now=LATER + timedelta(days=3))
        last = find_standing(session, wife.id, TODAY + timedelta(days=3))
        assert last is not None
        assert len(said_in(last)["members"]) == 2
        assert last.on_date == TODAY + timedelta(days=3)


@pytest.mark.parametrize(
    ("rows", "gone", "ages"),
    [
        ((ALONE, SPOUSE), Gone(age=70, was_asked_for=False), [67]),
        ((ALONE, SPOUSE), Gone(age=None, was_asked_for=False), [67]),
        ((ALONE, SPOUSE), Gone(age=67, was_asked_for=True), [70]),
        ((ALONE, SPOUSE, CHILD), Gone(age=70, was_asked_for=False), [67, 12]),
        ((ALONE, SPOUSE, CHILD), Gone(age=40, was_asked_for=False), None),
        ((ALONE, SPOUSE, CHILD), Gone(age=67, was_asked_for=True), None),
        ((ALONE, CHILD, CHILD), Gone(age=12, was_asked_for=False), None),
        ((ALONE,), Gone(age=67, was_asked_for=True), None),
        ((SPOUSE, CHILD), Gone(age=70, was_asked_for=False), None),
    ],
)
def test_one_row_goes_where_it_is_clear_whose_it_was(rows, gone, ages):
    found = household_without(PACK, household(*rows), gone)
    left = None if found is None else [row["age"] for row in found.rows["members"]]
    assert left == ages


def test_what_was_said_for_all_together_is_unknown_and_the_home_is_not():
    gone = Gone(age=70, was_asked_for=False)
    found = household_without(PACK, household(ALONE, SPOUSE), gone)
    assert found is not None
    assert not {"income.benefits", "spending.medical"} & set(found.values)
    assert found.values["home.deposit"] == DARAE["home.deposit"]
    assert found.receiving == NOTHING_RECEIVED


@pytest.mark.parametrize(
    ("said", "stay"),
    [
        (2, 1),
        (3, 2),
        (Bounds(lo=2, hi=4), Bounds(lo=1, hi=3)),
        (Bounds(lo=1, hi=4), Bounds(lo=1, hi=3)),
    ],
)
def test_of_those_said_to_live_there_one_less_stays(said, stay):
    gone = Gone(age=70, was_asked_for=False)
    found = household_without(PACK, household(ALONE, SPOUSE, **{"household.size": said}), gone)
    assert found is not None
    assert found.values["household.size"] == stay


def test_how_many_stay_is_not_known_where_it_was_not_said():
    facts = household(ALONE, SPOUSE)
    unsaid = {key: said for key, said in facts.values.items() if key != "household.size"}
    gone = Gone(age=70, was_asked_for=False)
    found = household_without(PACK, replace(facts, values=unsaid), gone)
    assert found is not None
    assert "household.size" not in found.values
