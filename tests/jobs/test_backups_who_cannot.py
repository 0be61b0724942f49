"""Somebody is backup and could not step in any more: staff hear of it before a day is missed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallOutcome
from hopecare.domain.care_path import CallTaskStatus
from hopecare.domain.matching.constraints import Rule
from hopecare.domain.needs import CheckLevel
from hopecare.domain.weekly import BackupEnd
from hopecare.jobs.follow_backups import follow_backups
from hopecare.queries.households import find_membership
from hopecare.queries.volunteers import profile_of
from hopecare.services.end_backup import end_backup
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.move_household import Home
from hopecare.services.move_volunteer import move_volunteer
from hopecare.services.set_away import set_away
from models import Backup, CallTask, Need
from tests.factories.cases import BY
from tests.factories.towns import NOW, TODAY, an_area
from tests.factories.volunteers import HOME, neighbours
from tests.factories.weekly import a_backup, a_weekly_task


def moves_away(session, helper):
    point = (HOME.lat + 0.9, HOME.lon)
    home = Home(area_id=an_area(session, name="별내동").id, point=point)
    move(session, helper, home)


def move(session, helper, home):
    lives_in = find_membership(session, helper.id)
    lives_id = lives_in.id if lives_in else None
    move_volunteer(session, person_id=helper.id, lives_id=lives_id, home=home, by=BY, now=NOW)


def pauses(session, helper):
    set_away(session, person_id=helper.id, is_on_duty=False, away_until=None, by=BY, now=NOW)


def check_ends(session, helper):
    session.scalars(select(Need)).one().check_level = CheckLevel.BASIC
    profile_of(session, helper.id).check_expires_on = TODAY - timedelta(days=1)


def rests_until_a_day(session, helper):
    until = TODAY + timedelta(days=12)
    set_away(session, person_id=helper.id, is_on_duty=True, away_until=until, by=BY, now=NOW)


def holds_enough(session, helper):
    profile_of(session, helper.id).max_active = 0


@pytest.fixture
def backup(town):
    with town.database.writing(town.scope) as session:
        people = neighbours(session, 2)
        task = a_weekly_task(session, people[0])
        return a_backup(session, task.need_id, people[1])


def calls(town, backup):
    key = f"backup_cannot:{backup.id}"
    return [each for each in town.rows(CallTask) if each.dedup_key.startswith(key)]


class Helper:
    """Whom the acts above ask for: an id."""

    def __init__(self, helper_id):
        self.id = helper_id


def change(town, backup, what):
    with town.database.writing(town.scope) as session:
        what(session, Helper(backup.helper_id))


@pytest.mark.parametrize(
    ("what", "rule"),
    [(moves_away, Rule.TOO_FAR), (pauses, Rule.NOT_ACTIVE), (check_ends, Rule.CHECK_EXPIRED)],
)
def test_whoever_could_not_step_in_any_more_is_rung_about_once(town, backup, what, rule):
    follow_backups(town.tools)
    assert calls(town, backup) == []
    change(town, backup, what)
    for _ in range(2):
        follow_backups(town.tools)
    [call] = calls(town, backup)
    assert call.dedup_key.endswith(rule.value)
    assert (call.person_id, call.case_id) == (backup.helper_id, backup.case_id)
    assert call.status is CallTaskStatus.OPEN
    assert call.words
    assert call.due_at >= NOW + timedelta(hours=24)
    assert [each.until for each in town.rows(Backup)] == [None]


@pytest.mark.parametrize("what", [rests_until_a_day, holds_enough])
def test_what_passes_by_itself_is_no_reason_to_ring(town, backup, what):
    change(town, backup, what)
    follow_backups(town.tools)
    assert calls(town, backup) == []


def test_the_call_ends_with_what_it_was_about(town, backup):
    change(town, backup, pauses)
    follow_backups(town.tools)
    with town.database.writing(town.scope) as session:
        set_away(
            session,
            person_id=backup.helper_id,
            is_on_duty=True,
            away_until=None,
            by=BY,
            now=NOW,
        )
    follow_backups(town.tools)
    assert [each.status for each in calls(town, backup)] == [CallTaskStatus.CANCELLED]


def test_the_call_ends_with_the_backup(town, backup):
    change(town, backup, pauses)
    follow_backups(town.tools)
    with town.database.writing(town.scope) as session:
        reason = BackupEnd.BY_STAFF
        end_backup(session, backup_id=backup.id, ended_as=reason, by=BY, now=NOW)
    assert [each.status for each in calls(town, backup)] == [CallTaskStatus.CANCELLED]


def comes_back(session, helper, *, now=NOW):
    set_away(session, person_id=helper.id, is_on_duty=True, away_until=None, by=BY, now=now)


def is_rung(session, backup):
    key = CallTask.dedup_key.startswith(f"backup_cannot:{backup.id}")
    [call] = session.scalars(select(CallTask).where(key)).all()
    outcome = CallOutcome.SPOKE
    finish_call_task(session, task_id=call.id, outcome=outcome, by=BY, now=NOW)


def test_whoever_pauses_once_more_is_rung_about_once_more(town, backup):
    for what in (pauses, comes_back, pauses):
        change(town, backup, what)
        for _ in range(2):
            follow_backups(town.tools)
    said = sorted(each.status for each in calls(town, backup))
    assert said == [CallTaskStatus.CANCELLED, CallTaskStatus.OPEN]


def test_what_was_talked_about_is_not_owed_again_but_another_pause_is(town, backup):
    change(town, backup, pauses)
    follow_backups(town.tools)
    with town.database.writing(town.scope) as session:
        is_rung(session, backup)
    for _ in range(2):
        follow_backups(town.tools)
    assert [each.status for each in calls(town, backup)] == [CallTaskStatus.DONE]
    with town.database.writing(town.scope) as session:
        comes_back(session, Helper(backup.helper_id), now=NOW + timedelta(hours=1))
    follow_backups(town.tools)
    change(town, backup, pauses)
    for _ in range(2):
        follow_backups(town.tools)
    said = sorted(each.status for each in calls(town, backup))
    assert said == [CallTaskStatus.DONE, CallTaskStatus.OPEN]


def lives_near_again(session, helper):
    home = Home(area_id=an_area(session, name="오남읍").id, point=(HOME.lat, HOME.lon))
    move(session, helper, home)


def check_is_renewed(session, helper):
    profile_of(session, helper.id).check_expires_on = TODAY + timedelta(days=400)


@pytest.mark.parametrize(
    ("breaks", "heals"), [(moves_away, lives_near_again), (check_ends, check_is_renewed)]
)
def test_what_heals_and_comes_to_be_so_again_is_rung_about_again(town, backup, breaks, heals):
    change(town, backup, breaks)
    follow_backups(town.tools)
    with town.database.writing(town.scope) as session:
        is_rung(session, backup)
    for _ in range(2):
        follow_backups(town.tools)
    assert [each.status for each in calls(town, backup)] == [CallTaskStatus.DONE]
    town.clock.advance(timedelta(hours=1))
    change(town, backup, heals)
    follow_backups(town.tools)
    town.clock.advance(timedelta(hours=1))
    change(town, backup, breaks)
    for _ in range(2):
        follow_backups(town.tools)
    said = sorted(each.status for each in calls(town, backup))
    assert said == [CallTaskStatus.DONE, CallTaskStatus.OPEN]


def test_another_cause_that_was_talked_about_before_is_rung_about_again(town, backup):
    for what in (moves_away, lives_near_again, check_ends, check_is_renewed, moves_away):
        change(town, backup, what)
        follow_backups(town.tools)
        with town.database.writing(town.scope) as session:
            for call in open_calls(session, backup):
                finish_call_task(
                    session, task_id=call.id, outcome=CallOutcome.SPOKE, by=BY, now=town.clock()
                )
        town.clock.advance(timedelta(hours=1))
    rules = [each.dedup_key.split(":")[2] for each in calls(town, backup)]
    assert rules == [Rule.TOO_FAR, Rule.CHECK_EXPIRED, Rule.TOO_FAR]


def open_calls(session, backup):
    key = CallTask.dedup_key.startswith(f"backup_cannot:{backup.id}")
    is_open = CallTask.status == CallTaskStatus.OPEN
    return session.scalars(select(CallTask).where(key, is_open)).all()
