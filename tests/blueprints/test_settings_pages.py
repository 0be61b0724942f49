"""A town's settings: what holds and why, what is planned, who set what, and a new value."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from hopecare.domain.roles import Role
from hopecare.domain.town_settings import SETTINGS
from models import AccessLogEntry, SettingEntry
from tests.factories.people import a_staff_account
from tests.plugins.pages import count_queries

NIGHT = "/settings/channels.quiet_hours"
ASKING = "/settings/offers.soon"
WINTER = {"from": "20:00", "until": "09:30", "from_on": "2026-11-24", "reason": "긴 겨울밤"}


@pytest.fixture
def account(database, town_scope, centre):
    with database.writing(town_scope) as session:
        return a_staff_account(session, roles=(Role.ADMINISTRATOR,), full_name="최관리")


@pytest.fixture
def administrator(visitor, account):
    return visitor.sign_in(account)


def entries(database, scope):
    with database.reading(scope) as session:
        return session.scalars(select(SettingEntry).order_by(SettingEntry.id)).all()


def test_the_menu_leads_to_every_setting_as_it_ships(administrator):
    assert "/settings" in administrator.get("/accounts").links
    page = administrator.get("/settings")
    assert {f"/settings/{key}" for key in SETTINGS} <= set(page.links)
    assert "Quiet from 9 pm" in page.main
    assert "5 people" in page.main
    assert "60 months" in page.main
    assert "As HopeCare ships it. Somebody is in need now" in page.main
    for key in SETTINGS:
        assert "Nothing yet" in administrator.get(f"/settings/{key}").main


def test_a_value_is_planned_and_holds_from_its_day_on(administrator, account):
    administrator.post(NIGHT, WINTER)
    page = administrator.get("/settings")
    assert "Quiet from 9 pm" in page.main
    assert "Planned From Tue 24 Nov: Quiet from: 8 pm" in page.main
    administrator.clock.advance(timedelta(days=1))
    administrator.sign_in(account)
    page = administrator.get("/settings")
    assert "Quiet from 8 pm Quiet until 9:30 am" in page.main
    assert "since Tue 24 Nov, set by 최관리: 긴 겨울밤" in page.main
    assert "Planned" not in page.main


def test_the_same_hour_twice_is_said_to_be_never_quiet(administrator):
    administrator.post(NIGHT, WINTER | {"from": "00:00", "until": "00:00"})
    for page in (administrator.get("/settings"), administrator.get(NIGHT)):
        assert "Quiet hours: None: it is never quiet (긴 겨울밤)" in page.main
        assert "12 am" not in page.main


def test_the_history_stays_and_an_own_value_can_be_given_up(database, town_scope, administrator):
    administrator.post(NIGHT, WINTER | {"from_on": "2026-11-23"})
    administrator.post(NIGHT, {"gives_up": "yes", "reason": "Spring."})
    page = administrator.get(NIGHT)
    assert "As HopeCare ships it" in page.main
    assert "긴 겨울밤" in page.main
    assert "No own value any more 최관리 Spring." in page.main
    assert [entry.value for entry in entries(database, town_scope)] == [
        {"from": "20:00", "until": "09:30"},
        {},
    ]


def test_a_centre_differs_from_its_town(database, town_scope, administrator, centre):
    administrator.post(
        ASKING, {"asked_at_once": "2", "centre_id": str(centre.id), "reason": "A small centre."}
    )
    main = administrator.get("/settings").main
    assert "The whole town Asked at once 5 people" in main
    assert "East Centre Asked at once 2 people" in main
    (entry,) = entries(database, town_scope)
    assert entry.centre_id == centre.id
    assert entry.value == {
        "asked_at_once": 2,
        "answer_within_minutes": 120,
        "waits_for_morning": True,
    }


@pytest.mark.parametrize(
    ("path", "wrong", "field"),
    [
        (NIGHT, {"from": "25:00"}, "from"),
        (NIGHT, {"until": ""}, "until"),
        (NIGHT, {"from_on": "2026-11-22"}, "from_on"),
        (NIGHT, {"from_on": "soon"}, "from_on"),
        (NIGHT, {"reason": ""}, "reason"),
        (ASKING, {"asked_at_once": "0"}, "asked_at_once"),
        (ASKING, {"asked_at_once": "three"}, "asked_at_once"),
        (ASKING, {"answer_within_minutes": "-5"}, "answer_within_minutes"),
        (ASKING, {"waits_for_morning": "unknown"}, "waits_for_morning"),
        (ASKING, {"centre_id": "00000000-0000-7000-8000-000000000000"}, "centre_id"),
        ("/settings/retention.reporter", {"months": "1.5"}, "months"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    database, town_scope, administrator, path, wrong, field
):
    page = administrator.post(path, {"reason": "Because."} | wrong, status=422)
    assert list(page.errors) == [field]
    assert entries(database, town_scope) == []


def test_what_is_wrong_is_said_in_korean_too(administrator):
    administrator.read_in("ko")
    page = administrator.post(ASKING, {"asked_at_once": "99", "reason": "까닭"}, status=422)
    assert page.h1 == "되도록 빨리 도와야 할 때 부탁하기"
    assert "1" in page.errors["asked_at_once"]
    assert "50" in page.errors["asked_at_once"]
    assert "HopeCare의 기본값입니다" in page.main


def test_of_two_at_once_the_second_is_told(database, town_scope, administrator):
    form = administrator.get(NIGHT).fields(NIGHT)
    for name, value in WINTER.items():
        form.setlist(name, [value])
    administrator.send(NIGHT, form)
    administrator.send(NIGHT, form)
    assert len(entries(database, town_scope)) == 1
    form.setlist("op", ["another act"])
    administrator.send(NIGHT, form, status=409)
    assert len(entries(database, town_scope)) == 1


def test_a_key_that_is_no_setting_is_not_there(administrator):
    administrator.get("/settings/retention.attachment", status=404)


def test_only_administrators_read_and_set(database, town_scope, visitor, centre):
    with database.writing(town_scope) as session:
        roles = (Role.COORDINATOR, Role.SOCIAL_WORKER)
        account = a_staff_account(session, roles=roles)
    visitor.sign_in(account)
    assert "/settings" not in visitor.get("/today").links
    visitor.get("/settings", status=403)
    visitor.get(NIGHT, status=403)


def test_whose_name_was_shown_is_in_the_access_log(database, town_scope, administrator, account):
    administrator.post(NIGHT, WINTER)
    administrator.get("/settings")
    administrator.get(NIGHT)
    with database.reading(town_scope) as session:
        (look,) = session.scalars(select(AccessLogEntry)).all()
    assert (look.purpose, look.person_ids) == ("setting.read", [str(account.person_id)])


def test_many_entries_ask_no_more_of_the_database(database, town_scope, administrator, centre):
    def asked():
        with count_queries(database) as counted:
            administrator.get("/settings")
        return counted.total

    few = asked()
    with database.writing(town_scope) as session:
        for month in range(1, 13):
            for key in SETTINGS:
                session.add(
                    SettingEntry(
                        town_id=centre.town_id,
                        key=key,
                        value={},
                        from_on=date(2027, month, 1),
                        reason="one of many",
                    )
                )
    assert asked() == few
    with database.reading(town_scope) as session:
        assert session.scalar(select(func.count()).select_from(SettingEntry)) == 12 * len(SETTINGS)


def test_what_cannot_wait_is_refused_in_words(database, town_scope, administrator):
    wrong = {"reason": "Quiet nights.", "text_by_night": "no"}
    page = administrator.post("/settings/alerts.help_asked", wrong, status=422)
    assert list(page.errors) == ["text_by_night"]
    assert "Somebody may be in danger" in page.errors["text_by_night"]
    assert entries(database, town_scope) == []

    administrator.post("/settings/alerts.worry", wrong)
    (entry,) = entries(database, town_scope)
    assert entry.value["text_by_night"] is False


PRICE = "/settings/channels.prices"
CAP = "/settings/channels.cost_cap"


def test_prices_are_written_and_read_as_people_write_them(database, town_scope, administrator):
    assert "One part of a text Not set" in administrator.get(PRICE).main
    form = {"text_part": "9.9", "call_minute": "0", "reason": "The contract of 2026."}
    administrator.post(PRICE, form)
    (entry,) = entries(database, town_scope)
    assert entry.value == {"text_part": 9_900_000, "call_minute": 0}
    page = administrator.get(PRICE)
    assert "One part of a text ₩9.90" in page.main
    assert page.fields(PRICE)["text_part"] == "9.9"
    administrator.read_in("ko")
    assert "문자 한 조각 9.9원" in administrator.get(PRICE).main


def test_the_cap_is_set_in_the_towns_own_money(database, town_scope, administrator):
    administrator.post(CAP, {"a_month": "300,000", "reason": "The budget."})
    (entry,) = entries(database, town_scope)
    assert entry.value == {"a_month": 300_000_000_000}
    assert "At most in a month ₩300,000" in administrator.get(CAP).main


@pytest.mark.parametrize("amount", ["", "nine", "-1", "0.0000001", "9" * 15])
def test_what_is_no_amount_is_said_beside_its_field(database, town_scope, administrator, amount):
    page = administrator.post(CAP, {"a_month": amount, "reason": "Because."}, status=422)
    assert list(page.errors) == ["a_month"]
    assert entries(database, town_scope) == []
