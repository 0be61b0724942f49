"""A missed day is offered back to whoever could come; to others what they promised is named."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from hopecare.domain.needs import NeedKind, NeedRhythm
from hopecare.domain.roles import Role
from hopecare.errors import ElsewhereThenError
from hopecare.services.take_back_week import take_back_week
from models import Need
from tests.blueprints.test_weekly import sign_in
from tests.factories.cases import BY, a_case, a_need
from tests.factories.offers import a_task
from tests.factories.people import a_resident, a_staff_account
from tests.factories.towns import NOW, a_centre, a_town, an_area
from tests.factories.volunteers import neighbours
from tests.factories.weekly import DAY, a_missed_week
from tests.plugins.pages import count_queries

OFFERED = {"my": "I can come after all", "staff": "They can come after all"}


class Town:
    """A helper of every week, whom somebody of staff reads about."""

    def __init__(self, database, scope, visitor):
        self.database, self.scope, self.visitor = database, scope, visitor
        with database.writing(scope) as session:
            a_town(session)
            centre = a_centre(session)
            area = an_area(session, covered_by=centre)
            resident = a_resident(session, centre=centre, area=area)
            self.case = a_case(session, resident=resident, centre=centre)
            self.people = neighbours(session, 2, centre=centre, area=area)
            self.worker = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=centre)

    def helps_weekly(self, session, *, starts_at=time(14), people=1):
        need = a_need(
            session,
            case=self.case,
            rhythm=NeedRhythm.WEEKLY,
            weekdays=("tue", "fri"),
            starts_at=starts_at,
            people_needed=people,
        )
        return [a_task(session, need, each) for each in self.people[:people]]

    def promises(self, session, *, on=DAY):
        """The helper says yes to somebody else at that hour of the day."""
        other = a_need(
            session,
            case=a_case(session),
            kind=NeedKind.HOUSE_REPAIR,
            from_on=on,
            until_on=on,
            starts_at=time(14, 15),
        )
        a_task(session, other, self.people[0])

    def page(self, whose, task):
        if whose == "my":
            sign_in(self.database, self.scope, self.visitor, self.people[0])
            return self.visitor.get(f"/my/tasks/{task.id}")
        self.visitor.sign_in(self.worker)
        return self.visitor.get(f"/cases/{self.case.id}")


@pytest.fixture
def town(database, town_scope, visitor):
    return Town(database, town_scope, visitor)


@pytest.mark.parametrize("whose", ["my", "staff"])
def test_whoever_could_come_may_say_so(town, whose):
    with town.database.writing(town.scope) as session:
        (task,) = town.helps_weekly(session)
        a_missed_week(session, task)
        # A day later they are wanted elsewhere, which is no matter.
        town.promises(session, on=DAY + timedelta(days=1))
    assert OFFERED[whose] in town.page(whose, task).main


@pytest.mark.parametrize("whose", ["my", "staff"])
def test_to_whoever_has_promised_other_help_then_it_is_named_instead(town, whose):
    with town.database.writing(town.scope) as session:
        (task,) = town.helps_weekly(session)
        missed = a_missed_week(session, task)
        town.promises(session)
    page = town.page(whose, task)
    assert OFFERED[whose] not in page.main
    assert "promised other help then: Small repairs at home, Fri 27 Nov" in page.main
    assert "2:15 pm" in page.main
    # As the act itself would answer.
    with pytest.raises(ElsewhereThenError), town.database.writing(town.scope) as session:
        take_back_week(session, missed_id=missed.id, by=BY, now=NOW)


def test_whoever_goes_in_the_place_of_the_other_of_two_fills_no_second_place(town):
    with town.database.writing(town.scope) as session:
        first, second = town.helps_weekly(session, starts_at=None, people=2)
        mine, other = a_missed_week(session, first), a_missed_week(session, second)
        cover = session.get_one(Need, other.cover_need_id)
        a_task(session, cover, town.people[0])
    page = town.page("my", first)
    assert OFFERED["my"] not in page.main
    assert "promised other help then: Side dishes, Fri 27 Nov" in page.main
    with pytest.raises(ElsewhereThenError), town.database.writing(town.scope) as session:
        take_back_week(session, missed_id=mine.id, by=BY, now=NOW)


@pytest.mark.parametrize("whose", ["my", "staff"])
def test_it_asks_no_more_for_three_days_than_for_one(town, whose):
    counted = []
    with town.database.writing(town.scope) as session:
        (task,) = town.helps_weekly(session)
        a_missed_week(session, task)
        town.promises(session)
    days = [DAY + timedelta(days=4), DAY + timedelta(days=7)]
    for some in ([], days):
        with town.database.writing(town.scope) as session:
            for each in some:
                a_missed_week(session, session.merge(task), on=each)
        town.page(whose, task)
        with count_queries(town.database) as queries:
            town.page(whose, task)
        counted.append(queries.total)
    assert counted[0] == counted[1]
