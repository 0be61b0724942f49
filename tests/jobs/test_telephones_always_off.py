"""A telephone that is off whenever somebody is asked there: a person looks whether it is right."""

from __future__ import annotations

import pytest

from hopecare.domain.calls import CallOutcome
from hopecare.domain.care_path import CallTaskStatus, MessageStatus
from hopecare.services.finish_call_task import finish_call_task
from tests.factories.cases import BY
from tests.factories.people import a_contact_point
from tests.factories.volunteers import neighbours
from tests.jobs.test_offers_that_never_came import (
    GONE,
    OFF,
    ask_for_another,
    calls_about_numbers,
    minutes_pass,
    questions,
    says_network,
)

UNREACHABLE = ("unreachable", "30008")
REFUSED = ("provider_refused", "30002")
CAME = (None, None)


@pytest.fixture
def channel_profile():
    return "two-way"


@pytest.fixture
def asked(town):
    """Ask the one neighbour there is once more, and let the network say what became of it."""
    with town.database.writing(town.scope) as session:
        [helper] = neighbours(session, 1)
        a_contact_point(session, helper)

    def asked(*whys):
        for why in whys:
            minutes_pass(town, 9 * 24 * 60)
            before = {each.id for each in questions(town)}
            ask_for_another(town)
            minutes_pass(town)
            [question] = [each for each in questions(town) if each.id not in before]
            status = MessageStatus.DELIVERED if why is CAME else MessageStatus.UNDELIVERED
            says_network(town, question, status, why)
            minutes_pass(town)
        return [each.status for each in calls_about_numbers(town)]

    return asked


@pytest.mark.both_databases
def test_the_third_time_in_a_row_a_person_is_owed_to_look(asked):
    assert asked(OFF, UNREACHABLE) == []
    assert asked(OFF) == [CallTaskStatus.OPEN]


@pytest.mark.parametrize("between", [CAME, REFUSED])
def test_a_text_that_came_or_a_fault_of_the_network_says_nothing_of_the_telephone(asked, between):
    assert asked(OFF, OFF, between, OFF) == []


def test_after_somebody_has_looked_it_is_counted_anew(town, asked):
    assert asked(OFF, OFF, OFF) == [CallTaskStatus.OPEN]
    [work] = calls_about_numbers(town)
    with town.database.writing(town.scope) as session:
        finish_call_task(
            session, task_id=work.id, outcome=CallOutcome.SPOKE, by=BY, now=town.clock()
        )
    assert asked(OFF, OFF) == [CallTaskStatus.DONE]
    assert sorted(asked(OFF)) == [CallTaskStatus.DONE, CallTaskStatus.OPEN]


def test_a_number_that_is_none_is_doubted_at_once_as_before(asked):
    assert asked(GONE) == [CallTaskStatus.OPEN]
