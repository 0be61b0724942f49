"""Hours with nobody on duty are stated on every page, and in every answer to a call for help."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.channel_profiles import profile_named
from hopecare.domain.care_path import SlotStatus
from hopecare.domain.channels import Channel
from hopecare.domain.replies import ReplyMeaning
from hopecare.language.texts import sentence_of
from hopecare.language.wordings import Text
from hopecare.queries.call_words import answer_to_key
from hopecare.queries.help_words import help_words
from hopecare.services.thank_sender import thank_sender
from models import Account, Alert, Message, Person
from tests.factories.desk import a_duty, a_leave, a_message, a_reply, a_slot
from tests.factories.people import a_resident, a_staff_account
from tests.factories.towns import NOW, a_centre, a_town, an_area
from tests.factories.volunteers import neighbours
from tests.plugins.pages import count_queries, said_by

LATER = NOW + timedelta(hours=23)
"""Tuesday nine in the morning in Korea."""


@pytest.fixture
def here(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        area = an_area(session, covered_by=centre)
        resident = a_resident(session, centre=centre, area=area)
        (helper,) = neighbours(session, 1)
        on_duty = a_staff_account(session, centre=centre)
        return {
            "centre": centre,
            "resident": resident,
            "helper": helper,
            "staff": on_duty,
            "far": a_staff_account(session, centre=a_centre(session, name="서부희망케어센터")),
        }


def put_on(database, town_scope, here, **hours):
    with database.writing(town_scope) as session:
        person = session.get_one(Person, here["staff"].person_id)
        a_duty(session, here["centre"], person, **hours)


def strip(page):
    found = page.find("aside", class_="nobody-strip")
    return None if found is None else said_by(found)


NOBODY = "Nobody is on duty right now. HopeCare is not an emergency service: in danger, call 119."


@pytest.mark.parametrize("path", ["/", "/report?about=myself", "/report?about=neighbour", "/follow",
                                  "/nowhere"])  # fmt: skip
def test_public_pages_say_so(visitor, here, path):
    assert strip(visitor.get(path, status=404 if path == "/nowhere" else 200)) == NOBODY


def test_every_page_of_staff_and_of_volunteers_says_so(database, town_scope, visitor, here):
    visitor.sign_in(here["staff"])
    for path in ("/today", "/duty", "/alerts", "/residents", f"/residents/{here['resident'].id}"):
        assert strip(visitor.get(path)) == NOBODY
    with database.reading(town_scope) as session:
        found = select(Account).where(Account.person_id == here["helper"].id)
        account = session.scalars(found).one()
    visitor.sign_in(account)
    assert strip(visitor.get("/my/")) == NOBODY


def test_it_says_from_when_somebody_is_there_again(database, town_scope, visitor, here):
    put_on(database, town_scope, here, from_at=LATER, until_at=LATER + timedelta(hours=9))
    assert strip(visitor.get("/")).startswith("Nobody is on duty until Tue 24 Nov, 9 am.")
    korean = strip(visitor.read_in("ko").get("/"))
    assert korean.startswith("11월 24일(화) 오전 9시까지 당번이 없어요.")
    assert "119에 전화하세요" in korean


def test_nothing_is_said_while_somebody_is_on_and_each_centre_has_its_own(
    database, town_scope, visitor, here
):
    put_on(database, town_scope, here)
    assert strip(visitor.get("/")) is None
    assert strip(visitor.sign_in(here["staff"]).get("/duty")) is None
    assert strip(visitor.sign_in(here["far"]).get("/duty")) == NOBODY


def test_somebody_who_is_away_is_nobody(database, town_scope, visitor, here):
    put_on(database, town_scope, here)
    with database.writing(town_scope) as session:
        a_leave(session, session.get_one(Person, here["staff"].person_id))
    assert strip(visitor.get("/")) == NOBODY


def test_it_costs_a_page_one_statement(database, visitor, here):
    with count_queries(database) as counted:
        visitor.get("/follow")
    asked = [each for each in counted.statements if "duty_periods" in each]
    assert len(asked) == 1


def test_the_thank_you_page_of_a_crisis_promises_only_what_is_so(
    database, town_scope, visitor, here
):
    told = {"words": "쓰러지셨어요", "address": "파란 대문", "signs": ["danger_to_life"]}
    thanks = visitor.follow(visitor.post("/report", told, on="/report?about=neighbour"))
    assert "Nobody is on duty now, so our coordinators are texted." in thanks.main
    assert "Whoever is on duty is told now" not in thanks.main


def test_of_no_centre_it_goes_to_whoever_is_on_duty_anywhere_and_says_so(
    database, town_scope, visitor, here
):
    put_on(database, town_scope, here)
    told = {"words": "쓰러지셨어요", "address": "파란 대문", "signs": ["danger_to_life"]}
    thanks = visitor.follow(visitor.post("/report", told, on="/report?about=neighbour"))
    assert "Whoever is on duty is told now" in thanks.main
    with database.reading(town_scope) as session:
        (alert,) = session.scalars(select(Alert))
        told_to = session.scalars(select(Message.to_person_id).where(Message.alert_id == alert.id))
        assert alert.centre_id is None
        assert set(told_to) == {here["staff"].person_id}


# In the answers


def said(words):
    return sentence_of(
        words,
        language="en",
        channel=Channel.SMS,
        profile=profile_named("kr-twilio"),
        zone="Asia/Seoul",
    )


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ({}, "Somebody on duty calls you within 30 minutes."),
        ({"from_at": LATER, "until_at": LATER + timedelta(hours=9)},
         "Nobody is on duty until Nov 24, 9:00 AM; our coordinators are told."),
        (None, "Nobody is on duty now; our coordinators are told."),
    ],
    ids=["by day", "at night", "nobody in sight"],
)  # fmt: skip
def test_a_call_for_help_is_answered_with_who_calls_or_that_nobody_is_there(
    database, town_scope, here, hours, expected
):
    if hours is not None:
        put_on(database, town_scope, here, **hours)
    with database.writing(town_scope) as session:
        resident = session.get_one(Person, here["resident"].id)
        resident.language = "en"
        slot = a_slot(session, resident, status=SlotStatus.WAITING)
        row = a_reply(
            session, person=resident, from_number="+821000000001", meaning=ReplyMeaning.HELP
        )
        row.slot_id = slot.id
        text = thank_sender(session, row=row, person_id=resident.id, now=NOW)
        call = a_message(session, resident, body="How are you?")
        call.slot_id, call.language = slot.id, "en"
        heard = answer_to_key(session, call, ReplyMeaning.HELP, now=NOW)
        for each in (text.body or "", heard):
            assert expected in each
            assert "HopeCare is not an emergency service: in danger, call 119" in each


def test_a_word_for_help_is_answered_by_the_hour_too(database, town_scope, here):
    asked = {"town_id": town_scope.town_id, "centre_id": here["centre"].id, "now": NOW}
    with database.reading(town_scope) as session:
        words = help_words(session, Text.HELP_KEYWORD, **asked)
    assert "Nobody is on duty here now; call 031-000-0000" in said(words)
    put_on(database, town_scope, here)
    with database.reading(town_scope) as session:
        words = help_words(session, Text.HELP_KEYWORD, **asked)
    assert words.text is Text.HELP_KEYWORD
