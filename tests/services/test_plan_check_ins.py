"""Plans: agreed to, one a person, paused and going on by themselves."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from hopecare.domain.channels import Channel
from hopecare.domain.check_in_times import next_due
from hopecare.domain.check_ins import AskingWay
from hopecare.domain.identity import SystemActor
from hopecare.domain.timeline import EntryKind
from hopecare.errors import InvalidInputError, NoConsentError, SettingsMissingError
from hopecare.queries.check_ins import rhythm_of
from hopecare.services.choose_way import choose_way
from hopecare.services.pause_check_ins import pause_check_ins
from hopecare.services.plan_check_ins import CheckInWish, plan_check_ins
from models import TimelineEntry
from tests.factories.people import a_resident
from tests.factories.towns import NOW, a_town

pytestmark = pytest.mark.both_databases

BY = SystemActor(name="test")
SEOUL = ZoneInfo("Asia/Seoul")


@pytest.fixture
def session(database, town_scope):
    with database.writing(town_scope) as session:
        yield session


def plan(session, resident, **changes):
    wish = CheckInWish(local_time=time(11), **changes)
    return plan_check_ins(session, person_id=resident.id, wish=wish, by=BY, now=NOW)


def test_a_plan_begins_at_the_next_chosen_hour(session):
    a_town(session)
    made = plan(session, a_resident(session))

    assert made.next_due_at == datetime(2026, 11, 23, 11, tzinfo=SEOUL)
    assert made.channel is Channel.VOICE


def test_nobody_is_asked_who_did_not_agree(session):
    a_town(session)
    with pytest.raises(NoConsentError):
        plan(session, a_resident(session, consents=()))


def test_a_ladder_that_does_not_exist_is_refused(session):
    a_town(session)
    with pytest.raises(SettingsMissingError):
        plan(session, a_resident(session), ladder="to the moon")


def test_a_new_plan_ends_the_earlier_one(session):
    a_town(session)
    resident = a_resident(session)
    first, second = plan(session, resident), plan(session, resident, weekdays=("mon",))

    assert (first.ended_at, first.next_due_at) == (NOW, None)
    assert second.next_due_at == datetime(2026, 11, 23, 11, tzinfo=SEOUL)


def test_a_pause_ends_by_itself_and_can_be_ended(session):
    a_town(session)
    made = plan(session, a_resident(session))

    def pause(start, end):
        pause_check_ins(
            session, plan_id=made.id, paused_from=start, paused_until=end, by=BY, now=NOW
        )
        return made.next_due_at

    assert pause(date(2026, 11, 23), date(2026, 12, 1)) == datetime(2026, 12, 1, 11, tzinfo=SEOUL)
    assert pause(date(2026, 11, 23), None) is None
    assert pause(None, None) == datetime(2026, 11, 23, 11, tzinfo=SEOUL)


def test_a_pause_cannot_end_before_it_begins(session):
    a_town(session)
    made = plan(session, a_resident(session))
    with pytest.raises(InvalidInputError):
        pause_check_ins(
            session,
            plan_id=made.id,
            paused_from=date(2026, 12, 1),
            paused_until=date(2026, 12, 1),
            by=BY,
            now=NOW,
        )


NEW_YORK = ZoneInfo("America/New_York")


def test_an_hour_is_meant_by_the_clock_where_they_are_staying(session):
    a_town(session)
    resident = a_resident(session)
    made = plan(session, resident, zone="America/New_York")

    assert made.next_due_at == datetime(2026, 11, 23, 11, tzinfo=NEW_YORK)
    noted = session.scalars(
        select(TimelineEntry).where(TimelineEntry.kind == EntryKind.CHECK_INS_PLANNED)
    ).one()
    assert noted.facts["zone"] == "America/New_York"
    # The clocks there change on 14 March 2027: by their own clock it stays eleven.
    for day in (13, 14, 15):
        before = datetime(2027, 3, day, tzinfo=NEW_YORK)
        due = next_due(rhythm_of(made), after=before)
        assert due == datetime(2027, 3, day, 11, tzinfo=NEW_YORK)


def test_another_way_keeps_the_zone(session):
    a_town(session)
    made = plan(session, a_resident(session), zone="America/New_York")
    chosen = choose_way(session, plan=made, way=AskingWay.VOICE, by=BY, now=NOW)
    assert chosen.zone == "America/New_York"


def test_without_a_wish_it_is_the_towns_clock_and_the_timeline_says_nothing_of_it(session):
    a_town(session)
    made = plan(session, a_resident(session))
    assert made.zone == "Asia/Seoul"
    assert session.scalars(select(TimelineEntry)).all()[-1].facts["zone"] is None
