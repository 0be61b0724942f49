"""What we bring on one day, beside what another body brings every week on that weekday."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from hopecare.domain.aid import ToldBy
from hopecare.domain.needs import NeedKind, NeedRhythm
from hopecare.domain.roles import Role
from hopecare.services.note_other_help import HelpSeen, note_other_help
from models import Case
from tests.factories.cases import BY, a_case, a_need
from tests.factories.people import a_resident, a_staff_account, a_volunteer
from tests.factories.towns import NOW, TODAY, a_centre, a_town, an_area
from tests.factories.weekly import a_missed_week, a_weekly_task
from tests.plugins.pages import count_queries

TUESDAY = TODAY + timedelta(days=1)
SAID = "Tue 24 Nov"
LIST = "/cases/double-help"


@pytest.fixture
def centre(database, town_scope, visitor):
    """A centre, and a social worker of it who has signed in."""
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        an_area(session, covered_by=centre)
        account = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=centre)
    visitor.sign_in(account)
    return centre


def a_home(session, centre, *, who="성당 나눔회"):
    """A case to which another body brings side dishes every Tuesday."""
    case = a_case(session, resident=a_resident(session, name="김다래", centre=centre))
    case.centre_id = centre.id
    seen = HelpSeen(
        kind=NeedKind.SIDE_DISHES,
        weekdays=("tue",),
        who=who,
        told_by=ToldBy.RESIDENT,
        told_on=TODAY,
        from_on=TODAY,
    )
    note_other_help(session, case_id=case.id, seen=seen, by=BY, now=NOW)
    return case


@pytest.mark.parametrize(
    "when",
    [{"until_on": TUESDAY}, {"starts_at": time(11)}],
    ids=["that day alone", "at an hour of that day"],
)
def test_what_we_bring_once_on_a_day_of_theirs_is_seen_and_settled(
    database, town_scope, visitor, centre, when
):
    with database.writing(town_scope) as session:
        case = a_home(session, centre)
        a_need(session, case=case, from_on=TUESDAY, **when)
    page = visitor.get(f"/cases/{case.id}")
    said = f"{SAID}: a need written down by us for that day, and every week 성당 나눔회"
    assert said in page.main
    assert said in visitor.get(LIST).main
    act = f"/cases/{case.id}/double-help"
    after = visitor.follow(visitor.send(act, page.fields(act)))
    assert said not in after.main
    assert "김다래" not in visitor.get(LIST).main


@pytest.mark.parametrize(
    "when",
    [
        {"from_on": TUESDAY + timedelta(days=1), "until_on": TUESDAY + timedelta(days=1)},
        {"from_on": TUESDAY},
        {"from_on": TUESDAY, "until_on": TUESDAY + timedelta(days=2)},
        {"from_on": TUESDAY, "until_on": TUESDAY, "kind": NeedKind.LIFT},
    ],
    ids=["another day", "any day from then on", "any of three days", "another kind"],
)
def test_what_can_come_on_another_day_or_is_another_kind_is_no_double(
    database, town_scope, visitor, centre, when
):
    with database.writing(town_scope) as session:
        case = a_home(session, centre)
        a_need(session, case=case, **when)
    assert "The same help twice on one day" not in visitor.get(f"/cases/{case.id}").main
    assert "김다래" not in visitor.get(LIST).main


def test_a_missed_day_is_a_day_of_its_weekly_need_and_is_named_once(
    database, town_scope, visitor, centre
):
    with database.writing(town_scope) as session:
        case = a_home(session, centre)
        task = a_weekly_task(session, a_volunteer(session, centre=centre), case=case)
        a_missed_week(session, task, on=TUESDAY)
    page = visitor.get(f"/cases/{case.id}")
    assert page.main.count("every week on Tue: a need written down by us and 성당 나눔회") == 1
    assert "us for that day" not in page.main


def test_many_needs_of_one_day_ask_no_more_questions(database, town_scope, visitor, centre):
    def counted():
        with count_queries(database) as asked:
            visitor.get(LIST)
        return asked.total

    with database.writing(town_scope) as session:
        first = a_home(session, centre)
        a_need(session, case=first, from_on=TUESDAY, until_on=TUESDAY)
    once = counted()
    with database.writing(town_scope) as session:
        for _ in range(4):
            more = a_home(session, centre)
            a_need(session, case=more, from_on=TUESDAY, until_on=TUESDAY)
            a_need(
                session, case=session.get_one(Case, first.id), rhythm=NeedRhythm.WEEKLY,
                weekdays=("tue",),
            )  # fmt: skip
    assert counted() == once
