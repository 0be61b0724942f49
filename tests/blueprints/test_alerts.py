"""Alerts: who, why, what was done already; taken once, and ended with how it ended."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import LargeBinary, select, type_coerce

from hopecare.domain.alerts import AlertEnd, AlertKind
from hopecare.domain.care_path import AlertStatus, SlotStatus
from hopecare.domain.channels import Channel
from hopecare.domain.town_settings import COST_CAP
from hopecare.services.end_review import end_review
from hopecare.services.raise_channel_alert import raise_channel_alert
from hopecare.services.record_inbound import IncomingText, record_inbound
from models import Alert, CheckInSlot, ContactPoint, InboundMessage, SettingEntry
from tests.factories.cases import BY
from tests.factories.desk import a_call_task, a_slot, an_alert
from tests.factories.people import a_resident, a_staff_account
from tests.factories.towns import NOW, TODAY, a_centre
from tests.plugins.pages import count_queries, filled


@pytest.fixture
def silent(database, town_scope, centre):
    """A silent check-in with its alert."""
    with database.writing(town_scope) as session:
        resident = a_resident(session, name="김다래", centre=centre)
        slot = a_slot(session, resident, status=SlotStatus.SILENT)
        a_call_task(session, resident, slot=slot)
        return an_alert(session, slot=slot)


def test_one_alert_says_who_why_and_how_to_reach_them(staff, silent):
    page = staff.get(f"/alerts/{silent.id}")
    assert page.h1 == "No answer yet: 김다래"
    assert "010-" in page.main
    assert "Nobody has taken this up yet" in page.main
    assert "가람로 1" in page.main


def test_a_silent_alert_names_the_countrys_emergency_number_until_it_has_ended(staff, silent):
    path, said = f"/alerts/{silent.id}", "In danger of life, call 119 first."
    assert said in staff.get(path).main
    assert said in staff.get(f"/check-ins/{silent.slot_id}").main
    staff.post(f"{path}/end", {"ended_by": "all_clear"}, on=path)
    assert said not in staff.get(path).main


def test_whoever_takes_it_is_named_and_the_second_changes_nothing(
    database, town_scope, staff, silent, centre
):
    path = f"/alerts/{silent.id}"
    staff.post(f"{path}/take", on=path)
    assert "이담당 looks at it" in staff.get(path).main
    with database.writing(town_scope) as session:
        second = a_staff_account(session, centre=centre, full_name="박동료")
    form = staff.get(path)
    assert form.find("form", action=f"{path}/take") is None
    staff.sign_in(second)
    assert "이담당 looks at it" in staff.get(path).main


def test_the_alert_about_money_shows_the_sums_and_ends_of_its_own(
    database, town_scope, staff, centre
):
    with database.writing(town_scope) as session:
        alert = an_alert(session, kind=AlertKind.COST_CAP, centre=centre)
        entry = SettingEntry(
            town_id=centre.town_id,
            key=COST_CAP,
            value={"a_month": 100_000_000},
            from_on=TODAY,
            reason="the budget",
        )
        session.add(entry)
    path = f"/alerts/{alert.id}"
    page = staff.get(path)
    assert "Texts and calls this month: ₩0 of ₩100." in page.main
    assert "The cap was raised" in page.main
    for other in ("In hospital", "Has died", "Emergency services"):
        assert other not in page.main

    refused = staff.post(f"{path}/end", {"ended_by": "in_hospital"}, on=path, status=422)
    assert "ended_by" in refused.errors
    staff.post(f"{path}/end", {"ended_by": "helped"}, on=path)
    assert "The cap was raised" in staff.get(path).main


def test_who_was_told_stands_with_the_way_and_the_time(staff, silent):
    assert "이담당 Text message, Mon 23 Nov, 10 am" in staff.get(f"/alerts/{silent.id}").main


def test_an_alert_ends_with_how_it_ended_and_its_check_in_ends_too(
    database, town_scope, staff, silent
):
    path = f"/alerts/{silent.id}"
    staff.post(f"{path}/end", {"ended_by": "all_clear"}, on=path)
    with database.reading(town_scope) as session:
        alert = session.get_one(Alert, silent.id)
        assert (alert.status, alert.ended_by) == (AlertStatus.RESOLVED, AlertEnd.ALL_CLEAR)
        assert session.get_one(CheckInSlot, silent.slot_id).status is SlotStatus.CLEARED
    assert "Ended" in staff.get(path).main
    assert "No alert waits" in staff.get("/alerts").main


def test_whoever_ends_it_may_write_what_happened_and_it_stands_on_the_timeline_once(
    database, town_scope, staff, silent
):
    path, words = f"/alerts/{silent.id}", "딸네 집에 가 계셨습니다"
    staff.post(f"{path}/take", on=path)
    staff.post(f"{path}/end", {"ended_by": "all_clear", "note": words}, on=path)
    assert words in staff.get(path).main
    assert staff.get(f"/residents/{silent.person_id}").main.count(words) == 1
    with database.reading(town_scope) as session:
        kept = session.execute(select(type_coerce(Alert.note, LargeBinary))).scalar_one()
        assert words.encode() not in kept


def test_how_it_ended_has_to_be_chosen(staff, silent):
    path = f"/alerts/{silent.id}"
    page = staff.post(f"{path}/end", on=path, status=422)
    assert "Please" in page.errors["ended_by"]


def test_another_centres_alert_is_not_open(database, town_scope, visitor, silent):
    with database.writing(town_scope) as session:
        stranger = a_staff_account(session, centre=a_centre(session))
    visitor.sign_in(stranger)
    assert "김다래" not in visitor.get("/alerts").main
    visitor.get(f"/alerts/{silent.id}", status=403)


def test_the_alert_of_a_failing_channel_says_which(database, town_scope, staff, centre):
    with database.writing(town_scope) as session:
        alert = raise_channel_alert(
            session, town_id=centre.town_id, channel=Channel.VOICE, by=BY, now=NOW
        )
        assert alert is not None
        alert_id = alert.id
    assert "Telephone call" in staff.get(f"/alerts/{alert_id}").main


def test_those_nobody_has_taken_stand_first(database, town_scope, staff, silent, centre):
    staff.post(f"/alerts/{silent.id}/take", on=f"/alerts/{silent.id}")
    with database.writing(town_scope) as session:
        an_alert(session, centre=centre, kind=AlertKind.CHANNEL_FAILING)
    first = staff.get("/alerts").find("tbody").find("tr")
    assert "Texts or calls do not get through" in "".join(first.itertext())


def test_the_list_asks_no_more_for_ten_alerts_than_for_one(
    database, town_scope, staff, silent, centre
):
    def asked():
        with count_queries(database) as counted:
            staff.get("/alerts")
        return counted.total

    staff.get("/alerts")
    for_one = asked()
    with database.writing(town_scope) as session:
        for _ in range(9):
            an_alert(session, a_resident(session, centre=centre))
    assert asked() == for_one


def test_it_reads_in_korean(staff, silent):
    page = staff.read_in("ko").get(f"/alerts/{silent.id}")
    assert "제가 맡습니다" in page.main


@pytest.fixture
def wrote(database, town_scope, silent):
    """What the silent resident wrote since, and nobody understood."""
    with database.writing(town_scope) as session:
        phone = session.scalars(
            select(ContactPoint).where(ContactPoint.person_id == silent.person_id)
        ).one()
        text = IncomingText(
            provider="test", provider_sid="1", from_number=phone.value, body="병원에 왔어요"
        )
        now = NOW + timedelta(minutes=30)
        return record_inbound(session, town_id=silent.town_id, text=text, by=BY, now=now)


UNREAD = "Wrote something that nobody has read yet"


def test_an_alert_says_that_nobody_has_read_what_they_wrote_and_leads_there(staff, silent, wrote):
    page = staff.get(f"/alerts/{silent.id}")

    assert UNREAD in page.main
    assert page.find("a", href=f"/replies/{wrote.id}") is not None
    assert UNREAD in staff.get("/alerts").main


def test_a_call_for_help_in_words_leads_to_the_words(database, town_scope, staff, silent, wrote):
    with database.writing(town_scope) as session:
        session.get_one(Alert, silent.id).kind = AlertKind.HELP_ASKED
    page = staff.get(f"/alerts/{silent.id}")
    assert UNREAD in page.main
    assert page.find("a", href=f"/replies/{wrote.id}") is not None


def test_once_it_is_read_the_alert_says_so_no_more(database, town_scope, staff, silent, wrote):
    with database.writing(town_scope) as session:
        row = session.get_one(InboundMessage, wrote.id)
        end_review(session, row=row, by=BY, now=NOW + timedelta(hours=1))

    assert UNREAD not in staff.get(f"/alerts/{silent.id}").main
    assert UNREAD not in staff.get("/alerts").main


def test_what_somebody_else_wrote_or_before_is_not_about_this_silence(
    database, town_scope, staff, silent, centre
):
    with database.writing(town_scope) as session:
        neighbour = a_resident(session, name="박두루", centre=centre)
        phones = select(ContactPoint.value).where(
            ContactPoint.person_id.in_([neighbour.id, silent.person_id])
        )
        for number, phone in enumerate(session.scalars(phones)):
            text = IncomingText(
                provider="test", provider_sid=f"{number}", from_number=phone, body="병원에 왔어요"
            )
            record_inbound(session, town_id=silent.town_id, text=text, by=BY, now=NOW)
        rows = session.scalars(select(InboundMessage)).all()
        mine = next(each for each in rows if each.person_id == silent.person_id)
        mine.received_at = NOW - timedelta(days=1)

    assert UNREAD not in staff.get(f"/alerts/{silent.id}").main


def test_who_ends_it_second_reads_that_the_first_end_stands(staff, silent):
    path = f"/alerts/{silent.id}"
    second = staff.get(path).fields(f"{path}/end")
    staff.post(f"{path}/end", {"ended_by": "all_clear"}, on=path)
    said = staff.follow(staff.send(f"{path}/end", filled(second, {"ended_by": "has_died"})))
    assert "The alert had ended already. The first end stands." in said.text
    assert "record the death" not in said.text
    assert "Known to be safe" in said.main
