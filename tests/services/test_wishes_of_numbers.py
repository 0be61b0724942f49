"""A wish for no texts outlives the entry of the number, for whose wish it was."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.phone import PhoneNumber
from hopecare.domain.replies import TextsStoppedBy
from hopecare.services.change_contact_point import NewPoint, change_contact_point
from hopecare.services.end_contact_point import end_contact_point
from hopecare.services.record_inbound import IncomingText, record_inbound
from hopecare.services.set_texts_wish import set_texts_wish
from models import CallTask, ContactPoint
from tests.factories.cases import BY
from tests.factories.people import a_phone, a_resident
from tests.factories.towns import NOW, TODAY, a_centre, a_town, an_area

A_DAY = timedelta(days=1)


class Numbers:
    """A town where one number is written from, noted and ended, a day after each other."""

    def __init__(self, session):
        self.session, self.now, self.number = session, NOW, a_phone()
        self.town = a_town(session)
        self.centre = a_centre(session)
        self.area = an_area(session, covered_by=self.centre)
        self.resident = self.somebody("김다래")

    def somebody(self, name):
        return a_resident(self.session, name=name, centre=self.centre, area=self.area)

    def writes(self, body):
        text = IncomingText(
            provider="memory",
            provider_sid=f"{body}{self.now}",
            from_number=self.number,
            body=body,
        )
        record_inbound(self.session, town_id=self.town.id, text=text, by=BY, now=self.now)
        self.now += A_DAY

    def noted(self, person=None, **facts):
        new = NewPoint(number=PhoneNumber(self.number), **facts)
        who = person or self.resident
        point = change_contact_point(self.session, who, new, by=BY, now=self.now)
        self.now += A_DAY
        return point

    def ended(self, point, person=None):
        end_contact_point(self.session, person or self.resident, point.id, by=BY, now=self.now)
        self.now += A_DAY

    def has_another(self):
        """A new number; the one they were registered with is gone."""
        self.number = a_phone()
        for point in self.session.query(ContactPoint).filter_by(person_id=self.resident.id):
            if point.valid_from < TODAY:
                point.valid_until = TODAY

    def calls(self):
        self.session.flush()
        tasks = self.session.query(CallTask).filter_by(kind=CallTaskKind.TEXTS_STOPPED)
        return [(task.person_id, task.status.value) for task in tasks]


@pytest.fixture
def numbers(database, town_scope):
    with database.writing(town_scope) as session:
        yield Numbers(session)


def test_what_a_stranger_wrote_holds_once_they_are_registered_and_a_call_is_owed(numbers):
    numbers.writes("STOP")
    point = numbers.noted()
    assert (point.opted_out_at, point.opted_out_by) == (NOW, TextsStoppedBy.TEXT)
    assert numbers.calls() == [(numbers.resident.id, "open")]


def test_a_stranger_who_let_them_come_again_is_texted(numbers):
    numbers.writes("STOP")
    numbers.writes("START")
    assert numbers.noted().opted_out_at is None
    assert numbers.calls() == []


@pytest.mark.parametrize("stopped_by", [TextsStoppedBy.TEXT, TextsStoppedBy.STAFF])
def test_the_same_person_still_wants_none_at_the_same_number(numbers, stopped_by):
    first = numbers.noted()
    set_texts_wish(
        numbers.session, point=first, stops=True, asked_by=stopped_by, by=BY, now=numbers.now
    )
    stopped_at = numbers.now
    numbers.ended(first)
    again = numbers.noted()
    assert again.id != first.id
    assert (again.opted_out_at, again.opted_out_by) == (stopped_at, stopped_by)


@pytest.mark.parametrize(
    ("stopped_by", "comes_again"),
    [(TextsStoppedBy.TEXT, True), (TextsStoppedBy.STAFF, False)],
)
def test_they_come_again_by_the_way_they_were_stopped(numbers, stopped_by, comes_again):
    first = numbers.noted()
    set_texts_wish(
        numbers.session, point=first, stops=True, asked_by=stopped_by, by=BY, now=numbers.now
    )
    numbers.ended(first)
    numbers.writes("START")
    assert (numbers.noted().opted_out_at is None) is comes_again


def test_another_who_was_given_the_number_is_asked(numbers):
    first = numbers.noted()
    numbers.writes("STOP")
    numbers.ended(first)
    assert first.opted_out_at is not None
    assert numbers.noted(numbers.somebody("박하늘")).opted_out_at is None


def test_what_a_stranger_wrote_binds_who_was_registered_next_alone(numbers):
    numbers.writes("STOP")
    numbers.ended(numbers.noted())
    assert numbers.noted(numbers.somebody("박하늘")).opted_out_at is None


def test_who_comes_to_a_telephone_that_wrote_stop_is_not_texted_there(numbers):
    numbers.noted()
    numbers.writes("STOP")
    assert numbers.noted(numbers.somebody("박하늘")).opted_out_at is not None


def test_what_one_told_staff_is_no_wish_of_who_shares_the_telephone(numbers):
    first = numbers.noted()
    set_texts_wish(numbers.session, point=first, stops=True, by=BY, now=numbers.now)
    assert numbers.noted(numbers.somebody("박하늘")).opted_out_at is None


@pytest.mark.parametrize("is_ended", [False, True])
def test_who_wants_no_texts_gets_none_at_a_new_number_until_they_let_them_come(numbers, is_ended):
    first = numbers.noted()
    stopped_at = numbers.now
    numbers.writes("STOP")
    if is_ended:
        numbers.ended(first)
    numbers.has_another()
    second = numbers.noted()
    assert (second.opted_out_at, second.opted_out_by) == (stopped_at, TextsStoppedBy.TEXT)
    assert numbers.calls() == [(numbers.resident.id, "open")]
    numbers.writes("START")
    assert second.opted_out_at is None


def test_who_let_texts_come_again_gets_them_at_a_new_number(numbers):
    first = numbers.noted()
    numbers.writes("STOP")
    numbers.writes("START")
    numbers.ended(first)
    numbers.has_another()
    assert numbers.noted().opted_out_at is None


def test_what_stood_at_a_number_long_gone_says_nothing_once_another_took_texts(numbers):
    first = numbers.noted()
    numbers.writes("STOP")
    numbers.ended(first)
    numbers.has_another()
    second = numbers.noted()
    numbers.writes("START")
    numbers.ended(second)
    numbers.has_another()
    assert numbers.noted().opted_out_at is None


def test_a_new_number_that_itself_wrote_for_texts_gets_them(numbers):
    numbers.noted()
    numbers.writes("STOP")
    numbers.has_another()
    numbers.writes("START")
    assert numbers.noted().opted_out_at is None


def test_a_telephone_for_duty_is_texted_whatever_was_wished_at_ones_own(numbers):
    numbers.noted()
    numbers.writes("STOP")
    numbers.has_another()
    assert numbers.noted(is_for_duty=True).opted_out_at is None
