"""Texts and calls that left: their whole life, and secrets never in words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hopecare.domain.care_path import MessageStatus
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import HoldReason, MessageKind
from hopecare.domain.replies import ReplyMeaning
from hopecare.domain.roles import Role
from hopecare.domain.town_settings import COST_CAP
from hopecare.language.texts import Words
from hopecare.language.wording_versions import version_of
from hopecare.language.wordings import Text
from models import CostDay, Message, Person, SettingEntry
from notifications.outbox import promise
from tests.factories.desk import a_message, a_reply, a_slot, a_stop, an_alert
from tests.factories.people import a_contact_point, a_phone, a_resident, a_staff_account
from tests.factories.towns import NOW, TODAY, a_centre
from tests.jobs.test_one_bad_row import spoil
from tests.plugins.pages import Visitor


def test_a_held_message_says_plainly_why(database, town_scope, staff, centre):
    with database.writing(town_scope) as session:
        resident = a_resident(session, name="김다래", centre=centre)
        held = a_message(
            session, resident, status=MessageStatus.HELD, hold_reason=HoldReason.OPTED_OUT
        )
    page = staff.get(f"/messages/{held.id}")
    assert "They asked us not to text them any more" in page.main
    assert "안녕하세요." in page.main
    assert "김다래" in staff.get("/messages?trouble=yes").main


@pytest.mark.parametrize("path", ["/messages", "/messages?format=csv", "/messages/{id}"])
def test_a_secret_is_never_shown(database, town_scope, staff, centre, path):
    with database.writing(town_scope) as session:
        to = a_resident(session, centre=centre)
        secret = a_message(session, to, kind=MessageKind.SIGN_IN_CODE, body="987654 is secret")
    answer = staff.fetch(path.format(id=secret.id))
    assert answer.status_code == 200
    assert "987654" not in answer.text


@pytest.mark.parametrize("path", ["/messages", "/messages/health"])
def test_the_pages_of_what_leaves_lead_to_what_came_in(staff, path):
    page = staff.get(path)
    assert page.links.count("/inbox") == 1
    assert not any(link.startswith("/replies?") for link in page.links)


def test_another_centres_messages_are_not_open(database, town_scope, visitor, centre):
    with database.writing(town_scope) as session:
        message = a_message(session, a_resident(session, name="김다래", centre=centre))
        stranger = a_staff_account(session, centre=a_centre(session))
    visitor.sign_in(stranger)
    assert "김다래" not in visitor.get("/messages").main
    visitor.get(f"/messages/{message.id}", status=403)


def test_a_message_says_which_wording_it_said_and_in_which_version(
    database, town_scope, staff, centre
):
    with database.writing(town_scope) as session:
        resident = a_resident(session, name="김다래", centre=centre)
        said = promise(
            session,
            town_id=resident.town_id,
            kind=MessageKind.CHECK_IN,
            to_person_id=resident.id,
            dedup_key="check_in:1",
            words=Words(text=Text.CHECK_IN, values={"name": "김다래"}),
            now=NOW,
        )
        older = a_message(session, resident)
    assert said.wording == f"check_in@{version_of(Text.CHECK_IN)}"
    facts = staff.get(f"/messages/{said.id}").main
    assert f"Check-in (version {version_of(Text.CHECK_IN)})" in facts
    assert "Wording" not in staff.get(f"/messages/{older.id}").main


def test_words_that_no_key_opens_break_neither_the_list_nor_the_page(
    database, town_scope, staff, centre
):
    with database.writing(town_scope) as session:
        resident = a_resident(session, name="김다래", centre=centre)
        broken = a_message(session, resident, body="lost words")
        a_message(session, resident, body="whole words")
    spoil(database, Message.body, broken.id)
    for path in ("/messages", f"/messages/{broken.id}"):
        main = staff.get(path).main
        assert "No key of ours opens these words." in main
        assert "lost words" not in main
    assert "whole words" in staff.get("/messages").main
    assert "whole words" in staff.fetch("/messages?format=csv").text


def test_a_message_is_shown_with_its_whole_life(database, town_scope, staff, centre):
    with database.writing(town_scope) as session:
        resident = a_resident(session, name="김다래", centre=centre)
        slot = a_slot(session, resident)
        point = a_contact_point(session, resident, phone="+821000004321")
        message = a_message(
            session,
            resident,
            kind=MessageKind.CHECK_IN,
            status=MessageStatus.UNDELIVERED,
            slot_id=slot.id,
            contact_point_id=point.id,
            sent_at=NOW + timedelta(seconds=7),
            provider="twilio",
            provider_sid="SM123",
            error_code="30003",
            segments=2,
        )
        reply = a_reply(session, from_number=a_phone(), person=resident, meaning=ReplyMeaning.FINE)
        reply.slot_id = slot.id
        earlier = a_reply(
            session, from_number=a_phone(), person=resident, now=NOW - timedelta(days=1)
        )
        earlier.slot_id = slot.id
    page = staff.get(f"/messages/{message.id}")
    for said in (
        "2026-11-23 10:00:07",
        "SM123",
        "twilio",
        "010-0000-4321",
        "Well",
        "The telephone was off or had no signal. (30003)",
    ):
        assert said in page.main, said
    assert f"/check-ins/{slot.id}" in " ".join(page.links)
    assert f"/replies/{reply.id}" in page.links
    assert f"/replies/{earlier.id}" not in page.links


@pytest.mark.parametrize(
    ("roles", "said"),
    [((Role.SOCIAL_WORKER,), "···· 4321"), ((Role.ADMINISTRATOR,), "010-0000-4321")],
)
def test_the_telephone_of_staff_is_shown_whole_to_who_keeps_the_accounts(
    database, town_scope, app, centre, roles, said
):
    with database.writing(town_scope) as session:
        told = a_staff_account(session, centre=centre)
        message = session.get_one(Message, _alert_to(session, told, centre))
        reader = a_staff_account(session, roles=roles, centre=centre)
    main = Visitor(app).sign_in(reader).get(f"/messages/{message.id}").main
    assert said in main
    assert ("010-0000-4321" in main) is (said == "010-0000-4321")


def _alert_to(session, account, centre):
    person = session.get_one(Person, account.person_id)
    point = a_contact_point(session, person, phone="+821000004321")
    alert = an_alert(session, centre=centre)
    sent = a_message(
        session, person, kind=MessageKind.ALERT, alert_id=alert.id, contact_point_id=point.id
    )
    return sent.id


def test_a_message_that_waits_for_the_switch_says_so(database, town_scope, staff, centre):
    with database.writing(town_scope) as session:
        waits = a_message(session, a_resident(session, centre=centre), status=MessageStatus.PENDING)
        a_stop(session)
    assert "It waits until words leave again" in staff.get(f"/messages/{waits.id}").main


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("failure=handset_off", {"30003"}),
        ("failure=other", {"99999", ""}),
        ("hold=opted_out", {"opted_out"}),
        ("twice=yes", {"99999"}),
    ],
)
def test_each_filter_leaves_what_it_names(database, town_scope, staff, centre, query, found):
    with database.writing(town_scope) as session:
        resident = a_resident(session, centre=centre)
        failed = MessageStatus.UNDELIVERED
        for code in ("30003", "99999", None):
            a_message(
                session, resident, status=failed, error_code=code, body=f"said {code or ''}.",
                possible_duplicate=code == "99999",
            )  # fmt: skip
        a_message(
            session, resident, status=MessageStatus.HELD, hold_reason=HoldReason.OPTED_OUT,
            body="said opted_out.",
        )  # fmt: skip
        a_message(session, resident, body="said delivered.")
    main = staff.get(f"/messages?{query}").main
    every = {"30003", "99999", "", "opted_out", "delivered"}
    assert {each for each in every if f"said {each}." in main} == found


def test_what_a_link_brought_along_stays_when_the_reader_narrows_further(staff):
    query = "made_from=2026-11-23T00:00:00%2B00:00&fate=delivered"
    page = staff.get(f"/messages?{query}")
    kept = {each.attrib["name"] for each in page.find_all("input", type="hidden")}
    assert {"made_from", "fate"} <= kept
    assert "Only the messages behind the number" in page.main


WON = 1_000_000


def spent(session, centre, *, micros, without_price=0, cap=None):
    session.add(
        CostDay(
            town_id=centre.town_id,
            day=TODAY,
            channel=Channel.SMS,
            messages=9,
            without_price=without_price,
            segments=9,
            micros=micros,
        )
    )
    if cap:
        session.add(
            SettingEntry(
                town_id=centre.town_id,
                key=COST_CAP,
                value={"a_month": cap},
                from_on=TODAY,
                reason="the budget",
            )
        )


def test_one_message_says_what_it_costs_and_what_was_charged(database, town_scope, staff, centre):
    with database.writing(town_scope) as session:
        message = a_message(session, a_resident(session, centre=centre))
        message.cost_micros, message.cost_currency = 9_900_000, "KRW"
        message.charged_micros, message.charged_currency = 8_300, "USD"
    page = staff.get(f"/messages/{message.id}")
    assert "What it costs ₩9.90" in page.main
    assert "$0.0083" in page.main


def test_nothing_is_said_of_the_month_while_nothing_is_known(staff):
    assert "this month" not in staff.get("/messages").main


def test_the_month_is_said_with_its_cap_and_what_has_no_price(database, town_scope, staff, centre):
    with database.writing(town_scope) as session:
        spent(session, centre, micros=50 * WON, without_price=3, cap=100 * WON)
    main = staff.get("/messages").main
    assert "Texts and calls this month: ₩50 of ₩100." in main
    assert "3 of them have no price" in main
    assert "is held" not in main


def test_a_spent_month_says_what_is_held_and_leads_those_to_the_cap_who_may_set_it(
    database, town_scope, staff, visitor, centre
):
    with database.writing(town_scope) as session:
        spent(session, centre, micros=100 * WON, cap=100 * WON)
        resident = a_resident(session, centre=centre)
        a_message(session, resident, status=MessageStatus.HELD, hold_reason=HoldReason.COST_CAP)
        both = (Role.ADMINISTRATOR, Role.COORDINATOR)
        head = a_staff_account(session, roles=both, centre=centre)
    page = staff.get("/messages")
    assert "What could wait is held" in page.main
    assert "Held back: The month's money is spent" in page.main
    assert "/settings/channels.cost_cap" not in page.links
    assert "/settings/channels.cost_cap" in visitor.sign_in(head).get("/messages").links
