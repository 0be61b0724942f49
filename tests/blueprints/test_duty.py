"""Who is on duty: now, ahead, each week, who is away, and the hours nobody is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind, MessageStatus
from hopecare.domain.roles import Role
from models import AccessLogEntry, ContactPoint, DutyPeriod, Message, Person, StaffLeave
from tests.factories.desk import a_duty
from tests.factories.people import a_contact_point, a_phone, a_resident, a_staff_account
from tests.factories.towns import NOW, a_centre, a_town
from tests.plugins.pages import count_queries, values_of


@pytest.fixture
def person_id(database, town_scope, centre):
    with database.writing(town_scope) as session:
        return a_staff_account(session, centre=centre, full_name="박당번").person_id


@pytest.fixture
def other_id(database, town_scope, centre):
    with database.writing(town_scope) as session:
        return a_staff_account(session, centre=centre, full_name="최대신").person_id


DAY = {"from_on": "2026-11-23", "from_clock": "09:00", "until_on": "2026-11-23",
       "until_clock": "18:00"}  # fmt: skip


def periods(database, town_scope):
    with database.reading(town_scope) as session:
        return session.scalars(select(DutyPeriod).order_by(DutyPeriod.from_at)).all()


def test_nobody_on_duty_is_said_plainly(staff):
    assert "Nobody is on duty" in staff.get("/duty").main


def test_somebody_is_put_on_duty_and_taken_off(database, town_scope, staff, person_id):
    staff.post("/duty", DAY | {"person_id": person_id})
    page = staff.get("/duty")
    assert "On duty now: 박당번" in page.main
    assert "Nobody is on duty in these hours" in page.main
    (period,) = periods(database, town_scope)
    staff.post(f"/duty/{period.id}/end", on="/duty")
    assert "On duty now" not in staff.get("/duty").main


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"until_on": "2026-11-22"}, "until_on"),
        ({"person_id": ""}, "person_id"),
        ({"from_clock": "nine"}, "from_clock"),
        ({"phone": "031-000-0002"}, "phone"),
        ({"repeat_until": "2026-11-01"}, "repeat_until"),
        ({"repeat_until": "2027-11-29"}, "repeat_until"),
        ({"repeat_until": "9999-12-31"}, "repeat_until"),
        ({"until_on": "9999-12-31"}, "until_on"),
        ({"from_on": "9999-12-24", "until_on": "9999-12-25", "repeat_until": "9999-12-31"},
         "until_on"),
    ],
    ids=["ends before it begins", "nobody", "no such hour", "takes no texts", "repeats backwards",
         "more weeks than are written", "repeats for good", "for good", "in no life of ours"],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_its_field(
    database, town_scope, staff, person_id, wrong, field
):
    page = staff.post("/duty", DAY | {"person_id": person_id} | wrong, status=422)
    assert field in page.errors
    assert not periods(database, town_scope)


def test_nobody_is_put_on_twice_for_one_time(staff, person_id):
    staff.post("/duty", DAY | {"person_id": person_id})
    page = staff.post("/duty", DAY | {"person_id": person_id}, status=422)
    assert "person_id" in page.errors


def test_everybody_named_on_the_page_is_noted_as_shown(
    database, town_scope, staff, person_id, other_id
):
    staff.post("/duty", DAY | {"person_id": person_id, "substitute_id": other_id})
    staff.get("/duty")
    last = select(AccessLogEntry).order_by(AccessLogEntry.id.desc()).limit(1)
    with database.reading(town_scope) as session:
        assert session.scalars(last).one().person_ids == sorted([str(person_id), str(other_id)])


# Gaps


def test_a_gap_is_named_with_its_hours_and_leads_to_a_form_that_fills_it(
    database, town_scope, staff, person_id
):
    night = {"from_on": "2026-11-24", "from_clock": "08:00", "until_on": "2026-12-07",
             "until_clock": "00:00"}  # fmt: skip
    staff.post("/duty", DAY | {"person_id": person_id})
    staff.post("/duty", night | {"person_id": person_id})
    page = staff.get("/duty")
    assert "Mon 23 Nov, 6 pm – Tue 24 Nov, 8 am 14 h" in page.main
    assert "14 h in all" in page.main
    (fill,) = [link for link in page.links if link.endswith("#put-on-duty")]
    form = staff.get(fill.partition("#")[0]).fields("/duty")
    asked = {name: form[name] for name in DAY}
    assert asked == {"from_on": "2026-11-23", "from_clock": "18:00", "until_on": "2026-11-24",
                     "until_clock": "08:00"}  # fmt: skip
    form["person_id"] = str(person_id)
    staff.send("/duty", form)
    filled = staff.get("/duty").main
    assert "Somebody is on duty at every hour of the next two weeks" in filled


def test_every_day_of_two_weeks_is_drawn_and_a_bare_part_of_it_is_red(staff, person_id):
    staff.post("/duty", DAY | {"person_id": person_id})
    page = staff.get("/duty")
    bars = [each for each in page.tree.iter() if each.get("class") == "rota-bar"]
    assert len(bars) == 14
    red = [rect for rect in bars[0] if rect.get("class") == "rota-nobody"]
    assert [(rect.get("x"), rect.get("width")) for rect in red] == [("750", "250")]
    assert "Nobody on duty from 6 pm" in page.main
    assert "Nobody on duty all day" in page.main


def test_a_public_holiday_is_shown_as_a_day_to_think_of(database, town_scope, staff, centre):
    assert "Christmas Day" not in staff.get("/duty").main
    staff.clock.advance(timedelta(days=20))
    with database.writing(town_scope) as session:
        account = a_staff_account(session, centre=centre)
    assert "Christmas Day" in staff.sign_in(account).get("/duty").main


def test_where_holidays_are_not_known_it_says_so(database, town_scope, visitor):
    with database.writing(town_scope) as session:
        a_town(session, country="GB", zone="Europe/London")
        account = a_staff_account(session, centre=a_centre(session))
    page = visitor.sign_in(account).get("/duty")
    assert "Public holidays of these days are not written down here" in page.main


def test_the_number_of_queries_does_not_grow_with_the_rota(
    database, town_scope, staff, centre, person_id
):
    def add(number):
        with database.writing(town_scope) as session:
            for each in range(number):
                person = session.get_one(Person, a_staff_account(session, centre=centre).person_id)
                a_contact_point(session, person)
                a_duty(session, centre, person, until_at=NOW + timedelta(hours=each + 1))

    add(1)
    staff.get("/duty")
    with count_queries(database) as few:
        staff.get("/duty")
    add(6)
    with count_queries(database) as many:
        staff.get("/duty")
    assert many.total == few.total


# Each week


def test_a_duty_repeats_each_week_and_leaves_holidays_out(database, town_scope, staff, person_id):
    friday = {"from_on": "2026-12-18", "until_on": "2026-12-18"}
    asked = {"person_id": person_id, "repeat_until": "2027-01-01", "not_on_holidays": "yes"}
    staff.post("/duty", DAY | friday | asked)
    assert [each.from_at.date().isoformat() for each in periods(database, town_scope)] == [
        "2026-12-18"
    ]
    staff.post("/duty", DAY | friday | asked | {"not_on_holidays": "", "from_clock": "18:00",
                                                "until_clock": "20:00"})  # fmt: skip
    evenings = [each for each in periods(database, town_scope) if each.from_at.hour == 9]
    assert [each.from_at.date().isoformat() for each in evenings] == [
        "2026-12-18", "2026-12-25", "2027-01-01",
    ]  # fmt: skip


CHRISTMAS = {"from_on": "2026-12-25", "until_on": "2026-12-25", "not_on_holidays": "yes"}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"from_on": "2026-12-18", "until_on": "2026-12-18", "repeat_until": "2026-12-17"},
         "repeat_until"),
        (CHRISTMAS | {"repeat_until": "2026-12-31"}, "not_on_holidays"),
        (CHRISTMAS, "not_on_holidays"),
        ({"until_on": "2026-11-22", "repeat_until": "2026-12-31"}, "until_on"),
    ],
    ids=["repeats until before it begins", "only holidays", "a single holiday", "ends first"],
)  # fmt: skip
def test_where_nothing_would_be_written_it_is_said_beside_its_field(
    database, town_scope, staff, person_id, wrong, field
):
    page = staff.post("/duty", DAY | {"person_id": person_id} | wrong, status=422)
    assert field in page.errors
    assert not periods(database, town_scope)


def test_this_week_is_copied_into_the_next(database, town_scope, staff, person_id):
    staff.post("/duty", DAY | {"person_id": person_id})
    page = staff.get("/duty")
    form, _later = page.find_all("form", action="/duty/copy")
    staff.send("/duty/copy", values_of(form))
    first, second = periods(database, town_scope)
    assert second.from_at - first.from_at == timedelta(days=7)


def test_a_week_that_has_nothing_to_copy_is_not_said_to_be_copied(staff, person_id):
    staff.post("/duty", DAY | {"person_id": person_id})
    form, later = (
        values_of(each) for each in staff.get("/duty").find_all("form", action="/duty/copy")
    )
    staff.send("/duty/copy", form)
    again = values_of(staff.get("/duty").find_all("form", action="/duty/copy")[0])

    page = staff.send("/duty/copy", again, status=422)
    assert "Nothing was copied" in page.errors["week_of"]
    again["week_of"] = "9999-12-25"
    page = staff.send("/duty/copy", again, status=422)
    assert "Nothing was copied" in page.errors["week_of"]
    assert "The week was copied" not in page.text
    staff.send("/duty/copy", later, status=303)


# On which telephone


@pytest.fixture
def own_id(staff, database, town_scope, centre):
    """A coordinator who puts themself on duty."""
    with database.writing(town_scope) as session:
        account = a_staff_account(session, centre=centre, full_name="정당번")
    staff.sign_in(account)
    return account.person_id


def numbers_of(database, town_scope, person_id):
    mine = select(ContactPoint).where(ContactPoint.person_id == person_id)
    with database.reading(town_scope) as session:
        return session.scalars(mine).all()


def test_a_telephone_for_this_duty_is_noted_beside_the_usual_one(
    database, town_scope, staff, own_id
):
    with database.writing(town_scope) as session:
        usual = a_contact_point(session, session.get_one(Person, own_id))
    staff.post("/duty", DAY | {"person_id": own_id, "phone": a_phone()})
    (period,) = periods(database, town_scope)
    with database.reading(town_scope) as session:
        chosen = session.get_one(ContactPoint, period.phone_id)
        assert chosen.id != usual.id
        assert not chosen.is_preferred


def test_nobody_notes_a_new_telephone_for_somebody_else(database, town_scope, staff, person_id):
    page = staff.post("/duty", DAY | {"person_id": person_id, "phone": a_phone()}, status=422)
    assert "number they have here already" in page.errors["phone"]
    assert not numbers_of(database, town_scope, person_id)
    with database.writing(town_scope) as session:
        theirs = a_contact_point(session, session.get_one(Person, person_id))
    staff.post("/duty", DAY | {"person_id": person_id, "phone": theirs.value})
    (period,) = periods(database, town_scope)
    assert period.phone_id == theirs.id


def test_who_keeps_the_accounts_notes_it_for_anybody(
    database, town_scope, staff, centre, person_id
):
    with database.writing(town_scope) as session:
        keeper = a_staff_account(session, roles=(Role.ADMINISTRATOR,), centre=centre)
    staff.sign_in(keeper)
    staff.post("/duty", DAY | {"person_id": person_id, "phone": a_phone()})
    assert len(numbers_of(database, town_scope, person_id)) == 1


@pytest.mark.parametrize("field", ["person_id", "substitute_id"])
def test_staff_of_another_centre_are_neither_named_nor_written_to(
    database, town_scope, staff, own_id, field
):
    with database.writing(town_scope) as session:
        stranger = a_staff_account(session, centre=a_centre(session)).person_id
    asked = {"person_id": own_id, "phone": a_phone()} | {field: stranger}
    page = staff.post("/duty", DAY | asked, status=422)
    assert "of this centre" in page.errors[field]
    assert not periods(database, town_scope)
    for person_id in (own_id, stranger):
        assert not numbers_of(database, town_scope, person_id)


def test_somebody_on_duty_whom_no_text_reaches_is_said_so(staff, person_id):
    staff.post("/duty", DAY | {"person_id": person_id})
    assert "None that takes texts: no alert arrives" in staff.get("/duty").main


# Who is away


AWAY = {"from_on": "2026-11-23", "until_on": "2026-11-24"}


def test_somebody_is_away_and_the_substitute_is_on(staff, person_id, other_id):
    staff.post("/duty", DAY | {"person_id": person_id, "substitute_id": other_id})
    staff.post("/duty/leave", AWAY | {"person_id": person_id})
    page = staff.get("/duty")
    assert "On duty now: 최대신" in page.main
    assert "(instead of 박당번)" in page.main
    assert "away for some of it" in page.main


def test_somebody_is_away_without_anybody_and_the_gap_shows_until_they_are_back(
    database, town_scope, staff, person_id
):
    staff.post("/duty", DAY | {"person_id": person_id})
    staff.post("/duty/leave", AWAY | {"person_id": person_id})
    assert "Nobody is on duty now" in staff.get("/today").main
    assert "박당번" in staff.get("/duty/leave").main
    with database.reading(town_scope) as session:
        (leave,) = session.scalars(select(StaffLeave)).all()
    assert leave.until_at - leave.from_at == timedelta(days=2)
    staff.post(f"/duty/leave/{leave.id}/end", on="/duty/leave")
    assert "On duty now: 박당번" in staff.get("/duty").main


def test_who_has_died_shows_as_a_gap(database, town_scope, staff, person_id):
    staff.post("/duty", DAY | {"person_id": person_id})
    with database.writing(town_scope) as session:
        session.get_one(Person, person_id).died_on = NOW.date()
    page = staff.get("/duty")
    assert "Nobody is on duty" in page.main
    assert "takes no alerts any more" in page.main
    assert "Nobody is on duty now" in staff.get("/today").main


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"until_on": "2026-11-22"}, "until_on"), ({"person_id": ""}, "person_id"),
     ({"from_on": "soon"}, "from_on"), ({"until_on": "9999-12-31"}, "until_on")],
    ids=["ends before it begins", "nobody", "no day", "for good"],
)  # fmt: skip
def test_leave_that_cannot_be_is_said_beside_its_field(staff, person_id, wrong, field):
    page = staff.post("/duty/leave", AWAY | {"person_id": person_id} | wrong, status=422)
    assert field in page.errors


def test_leave_is_of_ones_own_centres_staff_alone(database, town_scope, staff, centre):
    with database.writing(town_scope) as session:
        stranger = a_staff_account(session, centre=a_centre(session)).person_id
        resident = a_resident(session, centre=centre)
    assert str(stranger) not in staff.get("/duty/leave").html
    staff.post("/duty/leave", AWAY | {"person_id": stranger}, status=403)
    staff.post("/duty/leave", AWAY | {"person_id": resident.id}, status=422)


# On the page of the day


def test_today_names_a_gap_that_begins_within_a_day_and_where_it_is_filled(staff, person_id):
    staff.post("/duty", DAY | {"person_id": person_id})
    today = staff.get("/today")
    assert "Nobody is on duty soon" in today.main
    assert "Mon 23 Nov, 6 pm" in today.main
    assert any(link.endswith("#put-on-duty") for link in today.links)


def test_today_names_a_later_gap_quietly(staff, person_id):
    staff.post("/duty", DAY | {"person_id": person_id, "until_on": "2026-11-26"})
    today = staff.get("/today")
    assert "Nobody is on duty" not in today.main
    assert "Next hours without anybody on duty: Thu 26 Nov, 6 pm" in today.main


def lost_a_text(session, point):
    session.add(
        Message(
            town_id=point.town_id,
            kind=MessageKind.ALERT,
            status=MessageStatus.UNDELIVERED,
            channel=Channel.SMS,
            language="ko",
            dedup_key=f"lost:{point.id}",
            to_person_id=point.person_id,
            contact_point_id=point.id,
            not_before=NOW,
            valid_until=NOW + timedelta(hours=1),
            created_at=NOW,
            body=None,
        )
    )


def wants_no_texts(_session, point):
    point.opted_out_at = NOW


@pytest.fixture
def on_duty(database, town_scope, centre, person_id):
    """Put somebody on duty, and let something happen to their telephone."""

    def put(happens):
        with database.writing(town_scope) as session:
            person = session.get_one(Person, person_id)
            point = a_contact_point(session, person)
            a_duty(session, centre, person)
            happens(session, point)

    return put


@pytest.mark.parametrize(
    ("happens", "said"),
    [
        (wants_no_texts, "Wants no texts"),
        (lost_a_text, "The last text did not arrive there"),
        (lambda _session, _point: None, None),
    ],
)
def test_a_duty_telephone_that_gets_no_texts_is_marked_in_red(staff, on_duty, happens, said):
    on_duty(happens)
    marked = [each.text for each in staff.get("/duty").find_all("span", class_="rota-gap")]
    assert len(marked) == (1 if said else 0)
    assert said is None or said in staff.get("/duty").main


def test_a_number_chosen_for_a_duty_that_takes_no_texts_any_more_is_marked(
    database, town_scope, staff, centre, person_id
):
    with database.writing(town_scope) as session:
        person = session.get_one(Person, person_id)
        a_contact_point(session, person)
        chosen = a_contact_point(session, person)
        chosen.is_preferred, chosen.opted_out_at = False, NOW
        session.flush()
        a_duty(session, centre, person).phone_id = chosen.id
    assert "The number chosen for this duty takes texts no more" in staff.get("/duty").main
