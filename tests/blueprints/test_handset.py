"""The telephone on screen, and that production has none."""

from __future__ import annotations

import base64
import re
from datetime import time, timedelta
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from hopecare import keyring as keyrings
from hopecare.app import create_app
from hopecare.database import AllTowns
from hopecare.demo.named import named_numbers
from hopecare.domain.care_path import SlotStatus
from hopecare.domain.delivery import MessageKind
from hopecare.domain.identity import SystemActor
from hopecare.domain.town_settings import QUIET_HOURS
from hopecare.errors import SettingsError
from hopecare.extensions import DESK
from hopecare.jobs.ask_due_check_ins import ask_due_check_ins
from hopecare.jobs.deliver import deliver
from hopecare.jobs.tools import Tools
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from hopecare.services.plan_check_ins import CheckInWish, plan_check_ins
from hopecare.settings import Settings
from models import (
    CheckInSlot,
    ContactPoint,
    InboundMessage,
    Message,
    Person,
    SettingEntry,
    Town,
)
from notifications.outbox import promise
from notifications.routing import networks_of
from tests.factories.people import a_resident
from tests.factories.towns import NOW, a_town
from tests.plugins.pages import Visitor

BY = SystemActor(name="test")
LATER = NOW + timedelta(minutes=5)


class Phone:
    """A resident's telephone on screen, with a worker beside it."""

    def __init__(self, database, make_app, profile):
        self.database = database
        self.now = LATER
        self.app = make_app(database, handset="yes", log_level="INFO")
        desk = self.app.extensions[DESK]
        desk.clock = lambda: self.now
        self.client = self.app.test_client()
        self.client.set_cookie("language", "en")
        with database.writing(AllTowns()) as session:
            town = a_town(session, channel_profile=profile)
            resident = a_resident(session, town_id=town.id)
            self.person_id, self.town_id = resident.id, town.id
            wish = CheckInWish(local_time=time(10, 5))
            plan_check_ins(session, person_id=resident.id, wish=wish, by=BY, now=NOW)
        self.tools = Tools(database=database, networks=networks_of(desk.settings), clock=desk.clock)
        self.work()

    def work(self):
        ask_due_check_ins(self.tools)
        deliver(self.tools)

    def look(self, path=""):
        answer = self.client.get(f"/handset/{self.person_id}{path}")
        assert answer.status_code == 200, answer.text
        return answer.text

    def do(self, what, path="", **fields):
        """Post a form of the page with what stands hidden in it."""
        shown = self.look(path)
        hidden = dict(re.findall(r'name="(csrf_token|op|message_id)" value="([^"]*)"', shown))
        answer = self.client.post(f"/handset/{self.person_id}/{what}", data=hidden | fields)
        assert answer.status_code == 303, answer.text
        return self.client.get(urlsplit(answer.location).path).text

    def rows(self, table):
        with self.database.reading(AllTowns()) as session:
            return session.scalars(select(table).order_by(table.id)).all()


@pytest.fixture
def phone(database, make_app, request):
    return Phone(database, make_app, getattr(request, "param", "kr-twilio"))


two_way = pytest.mark.parametrize("phone", ["two-way"], indirect=True)


def test_the_shelf_finds_whom_one_looks_for(phone):
    assert "김다래" in phone.client.get("/handset/").text
    assert "김다래" in phone.client.get("/handset/?q=김다").text
    assert "김다래" not in phone.client.get("/handset/?q=박").text


def test_it_rings_and_a_key_answers(phone):
    shown = phone.look()
    assert "It rings" in shown
    (call,) = phone.rows(Message)
    picked_up = f"?call={call.id}"
    assert "1번" in phone.look(picked_up)
    assert phone.rows(CheckInSlot)[0].status is SlotStatus.WAITING

    after = phone.do("key", picked_up, key="1")

    assert "다행이에요" in after
    assert "It rings" not in after
    assert phone.rows(CheckInSlot)[0].status is SlotStatus.ANSWERED


def test_letting_it_ring_is_silence(phone):
    after = phone.do("miss")

    assert "Missed call" in after
    assert phone.rows(CheckInSlot)[0].status is SlotStatus.WAITING


def test_no_text_can_be_written_where_the_network_takes_none(phone):
    assert "cannot be answered" in phone.look()
    assert 'name="body"' not in phone.look()


@two_way
def test_a_text_is_read_and_answered(phone):
    assert "1" in phone.look()

    after = phone.do("reply", body="1")

    assert "line-own" in after
    assert phone.rows(InboundMessage)[0].meaning.value == "fine"
    assert phone.rows(CheckInSlot)[0].status is SlotStatus.ANSWERED
    phone.work()
    assert "다행이에요" in phone.look()


@two_way
def test_an_empty_text_is_not_sent(phone):
    shown = phone.look()
    hidden = dict(re.findall(r'name="(csrf_token|op)" value="([^"]*)"', shown))

    answer = phone.client.post(f"/handset/{phone.person_id}/reply", data=hidden | {"body": " "})

    assert answer.status_code == 422
    assert phone.rows(InboundMessage) == []


def test_a_sign_in_code_is_read_here_until_its_time_is_over(phone):
    with phone.database.writing(AllTowns()) as session:
        promise(
            session,
            town_id=phone.town_id,
            kind=MessageKind.SIGN_IN_CODE,
            to_person_id=phone.person_id,
            dedup_key="code:1",
            words=Words(text=Text.SIGN_IN_CODE, values={"code": "482910", "minutes": 5}),
            now=LATER,
        )
    phone.work()

    assert "482910" in phone.look()


def test_a_newcomer_at_night_is_told_that_it_is_night_there(phone):
    assert "It is night there" not in phone.look()
    phone.now = NOW + timedelta(hours=13)
    with phone.database.writing(AllTowns()) as session:
        promise(
            session,
            town_id=phone.town_id,
            kind=MessageKind.NOTICE,
            to_person_id=phone.person_id,
            dedup_key="notice:1",
            words=Words(text=Text.ANSWER_WELL),
            now=phone.now,
        )
    assert "on its way" in phone.look()
    phone.work()

    shown = " ".join(phone.look().split())
    assert "In Namyangju it is" in shown
    assert "It is night there: what is not urgent waits until" in shown
    assert "it is night there, it waits until" in shown
    assert "8 am" in shown.partition("it waits until")[2][:60]


def test_where_the_town_never_sleeps_a_text_arrives_at_night_and_nothing_says_otherwise(phone):
    phone.now = NOW + timedelta(hours=16)
    with phone.database.writing(AllTowns()) as session:
        never = {"from": "00:00", "until": "00:00"}
        entry = SettingEntry(
            town_id=phone.town_id,
            key=QUIET_HOURS,
            value=never,
            from_on=phone.now.date(),
            reason="invented",
        )
        session.add(entry)
        promise(
            session,
            town_id=phone.town_id,
            kind=MessageKind.NOTICE,
            to_person_id=phone.person_id,
            dedup_key="notice:1",
            words=Words(text=Text.ANSWER_WELL),
            now=phone.now,
        )
    phone.work()

    shown = phone.look()
    assert "It is night there" not in shown
    assert "Not arrived yet" not in shown
    assert "다행이에요" in shown


def test_the_page_keeps_itself_current_by_a_file_of_ours(phone):
    visitor = Visitor(phone.app)
    page = visitor.get(f"/handset/{phone.person_id}")

    parts = [part.get("id") for part in page.find_all("div") if part.get("data-refresh")]
    assert parts == ["handset-place", "handset-screen", "handset-waiting"]
    (script,) = [each for each in page.find_all("script") if "refresh" in each.get("src", "")]
    assert visitor.fetch(script.attrib["src"]).status_code == 200


def a_key(number: int) -> str:
    return base64.b64encode(bytes([number]) * 32).decode()


PRODUCTION = {
    "HOPECARE_ENVIRONMENT": "production",
    "HOPECARE_SECRET_KEY": "a secret of some forty characters, invented",
    "HOPECARE_DATA_KEY": a_key(1),
    "HOPECARE_BLIND_KEY": a_key(2),
    "HOPECARE_PUBLIC_BASE_URL": "https://care.example.org",
    "HOPECARE_TWILIO_ACCOUNT_SID": "AC00000000000000000000000000000000",
    "HOPECARE_TWILIO_AUTH_TOKEN": "an invented token",
    "HOPECARE_TWILIO_FROM_NUMBER": "+15005550006",
}


def test_production_refuses_to_start_with_a_handset():
    with pytest.raises(SettingsError, match="HANDSET"):
        Settings.from_env(PRODUCTION | {"HOPECARE_HANDSET": "yes"})


def test_production_has_no_handset(tmp_path, keyring):
    url = f"sqlite:///{tmp_path}/none.db"
    app = create_app(Settings.from_env(PRODUCTION | {"HOPECARE_DATABASE_URL": url}))

    assert not [rule for rule in app.url_map.iter_rules() if "handset" in rule.rule]
    keyrings.install(keyring)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_view_of_the_telephone_is_sound(phone, language):
    visitor = Visitor(phone.app).read_in(language)
    (call,) = phone.rows(Message)

    for path in ("/handset/", f"/handset/{phone.person_id}"):
        assert visitor.get(path).h1
    assert visitor.get(f"/handset/{phone.person_id}?call={call.id}").find("blockquote") is not None


def _shelf(phone, query=""):
    text = phone.client.get(f"/handset/{query}").text
    return " ".join(re.sub(r"<[^>]+>", " ", text[text.index('id="shelf"') :]).split())


def test_the_shelf_says_whose_each_telephone_is_and_what_is_new(phone):
    with phone.database.reading(AllTowns()) as session:
        name = session.get(Person, phone.person_id).full_name
        number = session.scalars(
            select(ContactPoint.value).where(ContactPoint.person_id == phone.person_id)
        ).one()
    shelf = _shelf(phone)
    assert f"{name} Resident" in shelf
    assert "It rings" in shelf
    assert "just now" in shelf
    for typed in (name, number.replace("+82", "0")):
        assert name in _shelf(phone, f"?q={typed}")
    assert "Nobody with a telephone was found." in _shelf(phone, "?q=01099999999")


@pytest.mark.parametrize("phone", ["two-way"], indirect=True)
def test_what_was_looked_at_on_this_screen_is_not_new_any_more(phone):
    assert "1 new" in _shelf(phone)
    phone.look()
    assert " new" not in _shelf(phone)
    phone.client.set_cookie("handset_seen", "..zz.12345678.deadbeefx", path="/handset")
    assert "1 new" in _shelf(phone), "a broken note of looks is no look"


def test_a_ringing_telephone_lies_before_those_of_the_stories(phone):
    with phone.database.writing(AllTowns()) as session:
        town = session.get(Town, phone.town_id)
        town.slug = "namyangju"
        session.get(Person, phone.person_id).full_name = "한가람"
        known = min(named_numbers(town.slug, town.country))
        a_resident(session, name="정다솜", phone=known, town_id=town.id)
    shelf = _shelf(phone)
    assert shelf.index("한가람") < shelf.index("People of the stories") < shelf.index("정다솜")


def test_the_people_of_the_stories_and_the_staff_have_their_numbers_known():
    numbers = named_numbers("namyangju", "KR")
    assert {"+821000000301", "+821000000101", "+821000000011"} <= numbers
    assert named_numbers("riverbend", "GB")
    assert named_numbers("elsewhere", "KR") == frozenset()
