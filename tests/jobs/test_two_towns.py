"""Two towns on one spot: whatever the worker does, it asks and names a town's own people only."""

from __future__ import annotations

import pytest
from uuid_utils.compat import uuid7

from hopecare.database import AllTowns, TownScope
from hopecare.jobs.ask_in_waves import ask_in_waves
from hopecare.jobs.follow_missed_weeks import follow_missed_weeks
from hopecare.jobs.lapse_offers import lapse_offers
from hopecare.queries.candidates import candidates_for
from hopecare.services.open_asking import open_asking
from models import Case, Need, Offer, Person
from tests.factories.askings import deliver_questions
from tests.factories.cases import BY, a_case, a_need
from tests.factories.offers import an_offer
from tests.factories.people import a_volunteer
from tests.factories.towns import a_town
from tests.factories.volunteers import neighbours
from tests.factories.weekly import EVENING, a_backup, a_missed_week, a_weekly_task

STRANGER = "머나먼"


@pytest.fixture
def strangers(database):
    """Volunteers of another town, who live nearer than anybody of this one."""
    scope = TownScope(uuid7())
    with database.writing(scope) as session:
        a_town(session)
        return {a_volunteer(session, name=STRANGER).id for _ in range(8)}


def test_a_wave_asks_nobody_of_another_town(town, strangers):
    with town.database.writing(town.scope) as session:
        own = {each.id for each in neighbours(session, 3)}
        need = a_need(session)
        case = session.get_one(Case, need.case_id)
        open_asking(session, case, need, by=BY, now=town.clock())
    assert ask_in_waves(town.tools) == 1
    asked = {offer.helper_id for offer in town.rows(Offer)}
    assert asked
    assert asked <= own


def test_an_offer_that_lapses_leaves_names_of_this_town_alone(town, strangers):
    with town.database.writing(town.scope) as session:
        first, second = neighbours(session, 2)
        offer = an_offer(session, a_need(session), first, now=town.clock())
        deliver_questions(session)
    town.at(offer.lapses_at)
    assert lapse_offers(town.tools) == 1
    [call] = town.call_tasks
    assert second.called in call.words
    assert STRANGER not in call.words


def test_a_missed_day_is_left_to_staff_with_names_of_this_town_alone(town, strangers):
    with town.database.writing(town.scope) as session:
        resident = session.get_one(Person, town.resident_id)
        helper, backup, third = neighbours(session, 3)
        task = a_weekly_task(session, helper, case=a_case(session, resident=resident))
        a_backup(session, task.need_id, backup)
        a_missed_week(session, task)
    town.at(EVENING)
    assert follow_missed_weeks(town.tools) == 1
    words = [call.words for call in town.call_tasks if third.called in (call.words or "")]
    assert words
    assert not any(STRANGER in each for each in words)


def test_even_where_every_town_is_in_sight_the_need_names_its_own(town, strangers):
    with town.database.writing(town.scope) as session:
        own = {each.id for each in neighbours(session, 3)}
        need_id = a_need(session).id
    with town.database.reading(AllTowns()) as session:
        need = session.get_one(Need, need_id)
        lookup = candidates_for(session, need, now=town.clock(), must=[*strangers])
    assert {each.helper_id for each in lookup.candidates} == own
    assert lookup.looked_at == len(own)
