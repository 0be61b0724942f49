"""Very many processes say yes at once: no place is given twice, nobody holds more than they set.

At full size 16 processes, 1,200 accepts on 150 needs with 168 places, each answered twice.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import func, select

from hopecare.domain.care_path import NeedStatus, OfferStatus, TaskStatus
from hopecare.services.answer_offer import OfferResult
from models import Need, Offer, Task, VolunteerProfile
from tests.factories.cases import a_case, a_need
from tests.factories.offers import an_offer
from tests.factories.people import a_resident, a_volunteer
from tests.factories.towns import NOW, a_centre, a_town, an_area
from tests.faults.test_killed import TEST_SECRET

ROOT = Path(__file__).parents[2]
PROCESSES, FEW_PROCESSES = 16, 3
NEEDS, FEW_NEEDS = 150, 9
FOR_TWO_EACH = 8
"""Every eighth need or so asks for two people: 168 places in 150 needs."""
OWN, SHARED = 2, 6
"""Of the offers of a need, those to volunteers asked for it alone, and to those asked thrice."""
THRICE = 3


@dataclass(frozen=True)
class Race:
    """What was laid out: places, and offers in the order they will be answered."""

    places: int
    offer_ids: list[str]


def lay_race(database, scope, needs: int) -> Race:
    with database.writing(scope) as session:
        a_town(session)
        centre = a_centre(session)
        area = an_area(session, covered_by=centre)
        pool = [a_volunteer(session, centre=centre) for _ in range(needs * SHARED // THRICE)]
        ids = [person.id for person in pool]
        for profile in session.scalars(
            select(VolunteerProfile).where(VolunteerProfile.person_id.in_(ids))
        ):
            profile.max_active = 1
        shared = pool * THRICE
    offers, places = [], 0
    for at in range(needs):
        with database.writing(scope) as session:
            people = 2 if at % FOR_TWO_EACH == FOR_TWO_EACH - 1 else 1
            resident = a_resident(session, centre=centre, area=area, address=None)
            case = a_case(session, resident=resident, centre=centre)
            need = a_need(session, case=case, people_needed=people)
            own = [a_volunteer(session, centre=centre) for _ in range(OWN)]
            asked = own + [session.merge(each) for each in shared[at * SHARED : (at + 1) * SHARED]]
            offers += [str(an_offer(session, need, each).id) for each in asked]
            places += people
    random.Random(6).shuffle(offers)  # noqa: S311  an order of an example
    return Race(places, offers)


def start(database, scope) -> subprocess.Popen[str]:
    own = {
        "URL": database.url,
        "SECRET": TEST_SECRET,
        "NOW": NOW.isoformat(),
        "TOWN": str(scope.town_id),
    }
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.answerer"],
        cwd=ROOT,
        env={**os.environ, **own},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def run(database, scope, race: Race, processes: int) -> list[list[str]]:
    """Let all begin together; each answers its share."""
    racers = [start(database, scope) for _ in range(processes)]
    try:
        for racer in racers:
            assert racer.stdout is not None
            assert racer.stdout.readline() == "ready\n"
        for number, racer in enumerate(racers):
            assert racer.stdin is not None
            racer.stdin.write("\n".join(race.offer_ids[number::processes]) + "\n\n")
            racer.stdin.flush()
        said = [racer.communicate(timeout=1200)[0] for racer in racers]
    finally:
        for racer in racers:
            racer.kill()
    return [line.split() for words in said for line in words.splitlines()]


@pytest.mark.timeout(3600)
def test_very_many_say_yes_at_once(database, town_scope, full_size, capsys):
    race = lay_race(database, town_scope, NEEDS if full_size else FEW_NEEDS)
    answers = run(database, town_scope, race, PROCESSES if full_size else FEW_PROCESSES)

    assert len(answers) == len(race.offer_ids)
    results = Counter(first for _, first, _, _ in answers)
    assert not [word for word in results if word.startswith("error")], results
    assert results[OfferResult.YOURS] == race.places
    # Whoever was full hears at the second try that somebody else has it by now; all else stands.
    changed = {(first, again) for _, first, again, _ in answers if first != again}
    assert changed <= {(OfferResult.FULL, OfferResult.LATE)}
    with database.reading(town_scope) as session:
        active = session.scalars(select(Task).where(Task.status == TaskStatus.ACTIVE)).all()
        needed = {need.id: need.people_needed for need in session.scalars(select(Need))}
        most = {own.person_id: own.max_active for own in session.scalars(select(VolunteerProfile))}
        unfilled = session.scalar(select(func.count()).where(Need.status != NeedStatus.HELPED))
        standing = session.scalar(select(func.count()).where(Offer.status == OfferStatus.STANDING))
    assert Counter(task.need_id for task in active) == needed
    held = Counter(task.helper_id for task in active)
    assert not [helper for helper, count in held.items() if count > most[helper]]
    assert (unfilled, standing) == (0, 0)
    times = [float(line[3]) * 1000 for line in answers]
    with capsys.disabled():
        middle, late = np.percentile(times, (50, 95))
        sys.stdout.write(
            f"\n{len(answers)} accepts for {race.places} places: {dict(results)},"
            f" p50 {middle:.0f} ms, p95 {late:.0f} ms\n"
        )
