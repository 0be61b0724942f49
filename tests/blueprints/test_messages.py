"""Texts and calls that left: their whole life, and secrets never in words."""

from __future__ import annotations

import pytest

from hopecare.domain.care_path import MessageStatus
from hopecare.domain.delivery import HoldReason, MessageKind
from hopecare.language.texts import Words
from hopecare.language.wording_versions import version_of
from hopecare.language.wordings import Text
from notifications.outbox import promise
from tests.factories.desk import a_message
from tests.factories.people import a_resident, a_staff_account
from tests.factories.towns import NOW, a_centre, a_town


@pytest.fixture
def centre(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        return a_centre(session)


@pytest.fixture
def staff(database, town_scope, visitor, centre):
    with database.writing(town_scope) as session:
        account = a_staff_account(session, centre=centre, full_name="이담당")
    return visitor.sign_in(account)


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
