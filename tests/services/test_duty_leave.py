"""Who is told of an alert while one of the staff is away, and on which telephone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.phone import PhoneNumber
from hopecare.domain.roles import Role
from hopecare.errors import InvalidInputError
from hopecare.queries.duty import all_who_take_alerts, cover_of, has_rota, on_duty
from hopecare.services.copy_duty_week import copy_duty_week
from hopecare.services.disable_account import disable_account
from hopecare.services.end_leave import end_leave
from hopecare.services.note_duty_phone import note_duty_phone
from hopecare.services.repeat_duty import EachWeek, repeat_duty
from hopecare.services.set_duty import DutyWish, set_duty
from hopecare.services.set_leave import set_leave
from models import Account, ContactPoint, DutyPeriod, Message, Person, PersonRole, StaffLeave
from tests.factories.cases import BY
from tests.factories.gates import gate_about
from tests.factories.people import a_contact_point, a_phone, a_staff_account, an_identity
from tests.factories.towns import NOW, TODAY
from tests.services.test_alerts import AN_HOUR, Centre

A_DAY = timedelta(days=1)


@pytest.fixture
def centre(database, town_scope):
    with database.writing(town_scope) as session:
        yield Centre(session)


def away(centre, person_id, **hours):
    when = {"from_at": NOW - AN_HOUR, "until_at": NOW + A_DAY} | hours
    return set_leave(centre.session, person_id=person_id, now=NOW, **when)


def test_the_one_named_takes_the_alert_and_not_the_substitute(centre):
    centre.on_duty(centre.second, substitute_id=centre.far)
    centre.alarm()
    assert centre.told() == {centre.second}


def test_the_substitute_takes_over_by_themself(centre):
    centre.on_duty(centre.second, substitute_id=centre.far)
    away(centre, centre.second)
    centre.alarm()
    assert centre.told() == {centre.far}


def test_with_both_away_the_circle_widens_to_who_is_there(centre):
    centre.on_duty(centre.second, substitute_id=centre.far)
    for person_id in (centre.second, centre.far):
        away(centre, person_id)
    centre.alarm()
    assert centre.told() == {centre.first}


def test_with_everybody_away_an_alert_still_has_a_reader(centre):
    for person_id in (centre.first, centre.second, centre.far):
        away(centre, person_id)
    centre.alarm()
    assert centre.told() == {centre.first, centre.second}


def test_who_is_not_there_yet_or_back_again_is_no_exception(centre):
    centre.on_duty(centre.second, substitute_id=centre.far)
    away(centre, centre.second, from_at=NOW + AN_HOUR)
    centre.alarm()
    assert centre.told() == {centre.second}


def test_an_alert_goes_on_to_the_substitute_then_the_others_and_last_to_who_is_away(centre):
    centre.on_duty(centre.first, substitute_id=centre.far)
    away(centre, centre.second)
    asked = {"town_id": centre.town.id, "centre_id": centre.centre.id, "at": NOW}
    order = all_who_take_alerts(centre.session, **asked)
    assert order == [centre.first, centre.far, centre.second]
    assert has_rota(centre.session, **asked)


def dies(centre, person_id):
    centre.session.get_one(Person, person_id).died_on = TODAY


def is_staff_no_more(centre, person_id):
    for role in centre.session.scalars(select(PersonRole).where(PersonRole.person_id == person_id)):
        role.from_on, role.until_on = TODAY - 2 * A_DAY, TODAY


def has_their_account_closed(centre, person_id):
    mine = select(Account.id).where(Account.person_id == person_id)
    disable_account(centre.session, account_id=centre.session.scalars(mine).one(), now=NOW)


@pytest.mark.parametrize("gone", [dies, is_staff_no_more, has_their_account_closed])
def test_who_takes_no_alerts_any_more_is_as_if_away_for_good(centre, gone):
    centre.on_duty(centre.second, substitute_id=centre.far)
    gone(centre, centre.second)
    asked = {"town_id": centre.town.id, "centre_id": centre.centre.id}
    assert cover_of(centre.session, **asked, now=NOW, on=TODAY).is_named
    assert list(on_duty(centre.session, **asked, at=NOW)) == [centre.far]
    gone(centre, centre.far)
    assert not cover_of(centre.session, **asked, now=NOW, on=TODAY).is_named
    assert not has_rota(centre.session, **asked, at=NOW)
    assert all_who_take_alerts(centre.session, **asked, at=NOW) == [centre.first]
    centre.alarm()
    assert centre.told() == {centre.first}


def test_back_earlier_ends_the_leave_and_what_has_not_begun_is_taken_back(centre):
    centre.on_duty(centre.second, substitute_id=centre.far)
    begun = away(centre, centre.second)
    later = away(centre, centre.second, from_at=NOW + 2 * A_DAY, until_at=NOW + 3 * A_DAY)
    for leave in (begun, later):
        end_leave(centre.session, leave_id=leave.id, now=NOW)
    (left,) = centre.session.scalars(select(StaffLeave)).all()
    assert (left.id, left.until_at) == (begun.id, NOW)
    centre.alarm()
    assert centre.told() == {centre.second}


@pytest.mark.parametrize(
    ("hours", "field"),
    [
        ({"until_at": NOW - AN_HOUR}, "until_on"),
        ({"from_at": NOW - 2 * A_DAY, "until_at": NOW - A_DAY}, "until_on"),
        ({}, "person_id"),
    ],
    ids=["ends as it begins", "is over", "entered twice"],
)
def test_leave_that_cannot_be_is_refused(centre, hours, field):
    if not hours:
        away(centre, centre.second)
    with pytest.raises(InvalidInputError) as refused:
        away(centre, centre.second, **hours)
    assert field in refused.value.fields


def test_only_staff_have_leave_here(centre):
    with pytest.raises(InvalidInputError):
        away(centre, centre.resident.id)


# On which telephone


@pytest.fixture
def two_phones(centre):
    person = centre.session.get_one(Person, centre.second)
    usual = a_contact_point(centre.session, person)
    number, by = PhoneNumber(a_phone()), keeper(centre)
    duty = note_duty_phone(centre.session, person_id=person.id, number=number, by=by, now=NOW)
    return usual, duty


def keeper(centre):
    """Whoever keeps the accounts notes numbers for others."""
    account = a_staff_account(centre.session, roles=(Role.ADMINISTRATOR,))
    return an_identity(centre.session, account)


def wish(centre, **wished):
    asked = {"from_at": NOW - AN_HOUR, "until_at": NOW + AN_HOUR, "person_id": centre.second}
    return DutyWish(centre_id=centre.centre.id, **(asked | wished))


def rung_for(centre, message, at=NOW):
    return gate_about(centre.session, message, now=at).contact_point


def test_an_alert_goes_to_the_telephone_of_the_duty_and_nothing_else_does(centre, two_phones):
    usual, duty = two_phones
    set_duty(centre.session, wish=wish(centre, phone_id=duty.id), now=NOW)
    centre.alarm()
    (alert,) = centre.session.scalars(select(Message)).all()
    assert rung_for(centre, alert) is duty
    assert rung_for(centre, alert, NOW + 2 * AN_HOUR) is usual
    duty.opted_out_at = NOW
    assert rung_for(centre, alert) is usual


def test_without_a_choice_it_is_the_usual_one(centre, two_phones):
    usual, _duty = two_phones
    set_duty(centre.session, wish=wish(centre), now=NOW)
    centre.alarm()
    (alert,) = centre.session.scalars(select(Message)).all()
    assert rung_for(centre, alert) is usual


def test_a_number_they_have_already_is_no_second_one(centre, two_phones):
    usual, _duty = two_phones
    again = note_duty_phone(
        centre.session, person_id=centre.second, number=PhoneNumber(usual.value), by=BY, now=NOW
    )
    assert again is usual
    assert usual.is_preferred


def test_the_first_number_ever_is_the_usual_one(centre):
    number, by = PhoneNumber(a_phone()), keeper(centre)
    point = note_duty_phone(centre.session, person_id=centre.first, number=number, by=by, now=NOW)
    assert point.is_preferred


def test_a_telephone_that_takes_no_texts_or_is_somebody_elses_is_refused(centre, two_phones):
    landline = PhoneNumber("+82310000001")
    with pytest.raises(InvalidInputError) as refused:
        note_duty_phone(
            centre.session, person_id=centre.second, number=landline, by=keeper(centre), now=NOW
        )
    assert refused.value.fields == {"phone": ["phone_takes_no_texts"]}
    strange = a_contact_point(centre.session, centre.session.get_one(Person, centre.first))
    with pytest.raises(InvalidInputError):
        set_duty(centre.session, wish=wish(centre, phone_id=strange.id), now=NOW)
    mine = centre.session.scalars(
        select(ContactPoint).where(
            ContactPoint.person_id == centre.second, ContactPoint.can_text.is_(False)
        )
    ).one()
    with pytest.raises(InvalidInputError):
        set_duty(centre.session, wish=wish(centre, phone_id=mine.id), now=NOW)


# Each week


def test_a_weekly_duty_is_single_periods_and_a_clash_writes_none(centre):
    until = EachWeek(until_on=TODAY + timedelta(days=21))
    written = repeat_duty(centre.session, wish=wish(centre), each_week=until, now=NOW)
    assert [each.from_at for each in written] == [
        NOW - AN_HOUR + timedelta(weeks=week) for week in range(4)
    ]
    third = wish(centre, person_id=centre.first, from_at=NOW + timedelta(weeks=2),
                 until_at=NOW + timedelta(weeks=2, hours=1))  # fmt: skip
    set_duty(centre.session, wish=third, now=NOW)
    with pytest.raises(InvalidInputError):
        repeat_duty(
            centre.session,
            wish=wish(centre, person_id=centre.first),
            each_week=until,
            now=NOW,
        )


def test_a_week_is_copied_once_with_substitute_and_telephone(centre, two_phones):
    _usual, duty = two_phones
    set_duty(
        centre.session, wish=wish(centre, phone_id=duty.id, substitute_id=centre.first), now=NOW
    )
    (copy,) = copy_duty_week(centre.session, centre_id=centre.centre.id, week_of=TODAY, now=NOW)
    assert copy.from_at == NOW - AN_HOUR + timedelta(weeks=1)
    assert (copy.substitute_id, copy.phone_id) == (centre.first, duty.id)
    assert not copy_duty_week(centre.session, centre_id=centre.centre.id, week_of=TODAY, now=NOW)
    assert len(centre.session.scalars(select(DutyPeriod)).all()) == 2
