"""A town looked at again by the day's rules, against judging the same households alone.

Read the ratios of the group, not the times: the first judges the facts and keeps nothing. An
ordinary day reads everybody, takes their ages to the day and finds nothing; a turning one keeps one
answer in 33.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import insert
from uuid_utils.compat import uuid7

from hopecare.clock import SetClock
from hopecare.domain.consent import ConsentAct, ConsentForm, ConsentPurpose
from hopecare.domain.eligibility.evaluation import assess
from hopecare.domain.eligibility.storing import facts_to_json
from hopecare.domain.screening import verdicts_of_many
from hopecare.jobs.rescreen import BATCH, rescreen
from hopecare.jobs.tools import Tools
from hopecare.reading.country_packs import country_pack
from hopecare.services.assess_household import RECEIVING
from models import Assessment, ConsentEntry, Person, ProgrammeAnswer
from notifications.memory_sms import MemoryNetwork
from notifications.routing import Networks
from tests.factories.assessments import works_at
from tests.factories.people import a_resident
from tests.factories.towns import NOW, TODAY, a_centre, a_town

FULL, SMALL = 3_000, 66
ONE_IN = 33
"""One in so many turns on the turning day; on most days it is far fewer."""
TURNING, ORDINARY = timedelta(days=2), timedelta(days=1)
PACK = country_pack("KR")
GROUP = "a town looked at again"


@pytest.fixture
def size(pytestconfig):
    return FULL if pytestconfig.getoption("benchmark_enable") else SMALL


@pytest.fixture
def full_town(database, town_scope, size):
    """Everybody 64 and working; one in 33 turns 65 on the turning day, which changes the answer."""
    with database.writing(town_scope) as session:
        people = residents(session, a_town(session), size)
        session.add_all(people)
        session.flush()
        made = [assessment_of(each) for each in people]
        session.add_all([*made, *(agreement_of(each) for each in people)])
        session.flush()
        session.execute(insert(ProgrammeAnswer), list(answers_of(made)))
    return database


def residents(session, town, size):
    """All but the first are laid as they are: nothing here searches by name."""
    first = a_resident(session, centre=a_centre(session), phone="")
    turned_65 = TODAY.replace(year=TODAY.year - 65)
    return [
        Person(
            town_id=town.id,
            full_name=first.full_name,
            called=first.called,
            language="ko",
            created_at=NOW,
            centre_id=first.centre_id,
            area_id=None,
            birth_on=str(turned_65 + (TURNING if place % ONE_IN == 0 else timedelta(days=200))),
        )
        for place in range(size)
    ]


def agreement_of(person):
    return ConsentEntry(
        town_id=person.town_id,
        person_id=person.id,
        purpose=ConsentPurpose.KEEP_RECORD,
        act=ConsentAct.GIVEN,
        form=ConsentForm.VOICE,
        at=NOW,
        recorded_by_id=None,
    )


ANSWER = assess(PACK, works_at(64), on=TODAY)
FACTS, TRACE = facts_to_json(works_at(64)), ANSWER.trace()


def assessment_of(person):
    return Assessment(
        town_id=person.town_id,
        person_id=person.id,
        made_by_id=None,
        made_at=NOW,
        on_date=TODAY,
        pack=PACK.key,
        pack_version=PACK.version,
        facts=FACTS,
        trace=TRACE,
    )


def answers_of(made):
    for each in made:
        for result in ANSWER.programmes:
            yield {
                "id": uuid7(),
                "town_id": each.town_id,
                "assessment_id": each.id,
                "person_id": each.person_id,
                "programme": result.programme,
                "verdict": result.verdict.value,
                "receiving": RECEIVING[result.receipt],
                "is_gap": result.gap,
            }


def looked_at(database, later):
    """Look at the town once, so many days later."""
    network = MemoryNetwork()
    networks = Networks(texts=network, calls=network)
    return rescreen(Tools(database=database, networks=networks, clock=SetClock(NOW + later)))


@pytest.mark.benchmark(group=GROUP)
def test_judging_alone(benchmark, size):
    households = [works_at(64)] * size

    def judged():
        return sum(
            len(verdicts_of_many(PACK, households[start : start + BATCH], on=TODAY))
            for start in range(0, size, BATCH)
        )

    assert benchmark.pedantic(judged, rounds=1) == size


@pytest.mark.benchmark(group=GROUP)
@pytest.mark.parametrize("later", [ORDINARY, TURNING], ids=["an ordinary day", "a turning day"])
def test_everybody_is_looked_at(benchmark, full_town, size, later):
    turned = benchmark.pedantic(looked_at, args=(full_town, later), rounds=1)
    people = -(-size // ONE_IN)
    assert (turned >= people) if later == TURNING else (turned == 0)
