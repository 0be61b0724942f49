"""What the record knows of a household is not asked again."""

from __future__ import annotations

from datetime import date

import pytest

from hopecare.domain.eligibility.evaluation import assess
from hopecare.domain.first_facts import OnRecord, facts_on_record
from hopecare.domain.people import HouseholdMemberRole as Kin
from tests.packs_read import read_once

TODAY = date(2026, 6, 1)
HERE = "4136025000"


@pytest.fixture(scope="module")
def korea():
    return read_once()


def test_a_district_and_a_birth_date_are_answers(korea):
    facts = facts_on_record(korea, [OnRecord(born=date(1948, 3, 5))], area=HERE, today=TODAY)
    assert facts.rows == {"members": ({"age": 78, "relation": "self"},)}
    assert facts.values == {
        "household.region": "gyeonggi",
        "household.emergency_region": "small_city",
        "household.pension_region": "small_city",
    }


@pytest.mark.parametrize(
    ("area", "region"),
    [("11680", "seoul"), ("2611051000", "metropolitan"), ("41590", "gyeonggi"), ("43111", None)],
)
def test_an_area_says_only_what_is_sure(korea, area, region):
    facts = facts_on_record(korea, [OnRecord(born=None)], area=area, today=TODAY)
    assert facts.values.get("household.region") == region
    assert "household.pension_region" not in facts.values


def test_who_lives_with_the_head_is_known_with_age_and_kinship(korea):
    living = [
        OnRecord(born=date(1985, 1, 1), role=Kin.HEAD),
        OnRecord(born=None, role=Kin.SPOUSE),
        OnRecord(born=date(2014, 5, 5), role=Kin.CHILD),
        OnRecord(born=None, role=Kin.SIBLING),
    ]
    facts = facts_on_record(korea, living, area=None, today=TODAY)
    assert facts.values == {"household.size": 4}
    assert facts.rows["members"] == (
        {"age": 41, "relation": "self"},
        {"relation": "spouse"},
        {"age": 12, "relation": "child"},
        {"relation": "other"},
    )


def test_what_others_are_to_a_child_the_record_does_not_say(korea):
    living = [OnRecord(born=None, role=Kin.CHILD), OnRecord(born=None, role=Kin.HEAD)]
    facts = facts_on_record(korea, living, area=None, today=TODAY)
    assert facts.rows["members"] == ({"relation": "self"}, {})


def test_one_alone_in_the_record_may_have_others_beside_them(korea):
    facts = facts_on_record(korea, [OnRecord(born=date(1948, 3, 5))], area=HERE, today=TODAY)
    assert "household.size" not in facts.values
    assert assess(korea, facts, on=TODAY).next_questions[0].fact == "household.size"
