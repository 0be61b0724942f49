"""Joining, changing, resting, being suspended, and being somebody a resident does not want."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from hopecare.domain.matching.constraints import Rule
from hopecare.domain.needs import CheckLevel, NeedKind
from hopecare.domain.roles import Role
from hopecare.errors import AlreadyTakenError, InvalidInputError, StaleVersionError
from hopecare.queries.candidates import candidates_for
from hopecare.queries.cases import case_by_id
from hopecare.queries.volunteers import profile_of
from hopecare.services.change_volunteer import change_volunteer
from hopecare.services.join_as_volunteer import VolunteerWish, join_as_volunteer
from hopecare.services.refuse_helper import refuse_helper
from hopecare.services.set_away import set_away
from hopecare.services.suspend_volunteer import suspend_volunteer
from tests.factories.cases import BY, a_need
from tests.factories.people import a_household, a_person, a_resident
from tests.factories.towns import NOW, TODAY, a_centre, a_town
from tests.factories.volunteers import neighbours

WISH = VolunteerWish(skills=(NeedKind.PHONE_COMPANION,))


def test_a_resident_becomes_a_helper_and_stays_a_resident(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        resident = a_resident(session, centre=a_centre(session))
        profile = join_as_volunteer(session, person_id=resident.id, wish=WISH, by=BY, now=NOW)
    assert profile.skills == ["phone_companion"]
    assert (profile.grid_lat, profile.grid_lon) == (37.72, 127.19)


def test_nobody_joins_twice(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        person = a_person(session, roles=(Role.RESIDENT,))
        a_household(session, person)
        join_as_volunteer(session, person_id=person.id, wish=WISH, by=BY, now=NOW)
        with pytest.raises(AlreadyTakenError):
            join_as_volunteer(session, person_id=person.id, wish=WISH, by=BY, now=NOW)


def test_only_staff_write_down_a_check(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        helper = neighbours(session, 1, check_level=0)[0]
        profile = profile_of(session, helper.id)
        wish = replace(WISH, check_level=CheckLevel.ENHANCED, radius_m=1500)
        change_volunteer(
            session,
            person_id=helper.id,
            version=profile.version,
            wish=wish,
            with_check=False,
            by=BY,
            now=NOW,
        )
        by_themself = (profile.radius_m, profile.check_level)
        change_volunteer(
            session,
            person_id=helper.id,
            version=profile.version,
            wish=wish,
            with_check=True,
            by=BY,
            now=NOW,
        )
    assert by_themself == (1500, 0)
    assert profile.check_level == CheckLevel.ENHANCED


def test_the_second_of_two_editors_of_a_profile_is_told(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        helper = neighbours(session, 1)[0]
        with pytest.raises(StaleVersionError):
            change_volunteer(
                session,
                person_id=helper.id,
                version=99,
                wish=WISH,
                with_check=False,
                by=BY,
                now=NOW,
            )


def rest(session, need, helper):
    until = TODAY + timedelta(days=3)
    set_away(session, person_id=helper.id, is_on_duty=True, away_until=until, by=BY, now=NOW)


def go_off_duty(session, need, helper):
    set_away(session, person_id=helper.id, is_on_duty=False, away_until=None, by=BY, now=NOW)


def suspend(session, need, helper):
    suspend_volunteer(session, person_id=helper.id, is_suspended=True, by=BY, now=NOW)


def refuse(session, need, helper):
    resident_id = case_by_id(session, need.case_id).resident_id
    for _ in range(2):
        refuse_helper(session, resident_id=resident_id, helper_id=helper.id, by=BY, now=NOW)


@pytest.mark.parametrize(
    ("act", "rule"),
    [
        (rest, Rule.AWAY),
        (go_off_duty, Rule.NOT_ACTIVE),
        (suspend, Rule.NOT_ACTIVE),
        (refuse, Rule.REFUSED),
    ],
)
def test_whoever_rests_or_is_not_wanted_is_not_asked(database, town_scope, act, rule):
    with database.writing(town_scope) as session:
        a_town(session)
        need = a_need(session)
        helper = neighbours(session, 1)[0]
        act(session, need, helper)
        session.flush()
        lookup = candidates_for(session, need, now=NOW)
    assert lookup.candidates == ()
    assert lookup.excluded_by == {rule: 1}


def test_a_rest_ends_after_today(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        helper = neighbours(session, 1)[0]
        with pytest.raises(InvalidInputError):
            set_away(
                session,
                person_id=helper.id,
                is_on_duty=True,
                away_until=TODAY,
                by=BY,
                now=NOW,
            )
