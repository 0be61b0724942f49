"""Administrators make tokens that are shown once, see their use, and look after who is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.events import EventName
from hopecare.domain.roles import Role
from hopecare.services.add_webhook import WebhookWish, add_webhook
from hopecare.services.place_events import place_events
from models import Account, ApiToken, Centre, SendingState, Webhook, WebhookSending
from tests.factories.cases import a_case
from tests.factories.people import a_resident, a_staff_account
from tests.factories.towns import NOW, a_centre, a_town
from tests.plugins.pages import count_queries, filled, values_of

EVENTS = "/systems/events"


@pytest.fixture
def admin(database, town_scope, visitor):
    """A visitor signed in as an administrator, and an account of a social worker."""
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        account = a_staff_account(session, roles={Role.ADMINISTRATOR})
        worker = a_staff_account(session, roles={Role.SOCIAL_WORKER}, centre=centre)
    visitor.sign_in(account)
    return visitor, worker


def test_a_token_is_made_shown_once_used_and_revoked(admin, app, database, town_scope):
    visitor, worker = admin
    assert "/systems" in visitor.get("/settings").links
    wish = filled(
        visitor.get("/systems").fields("/systems"),
        {
            "label": "시청",
            "account_id": worker.id,
            "scopes": ["api.cases.read", "api.needs.read"],
            "days": "30",
        },
    )
    token = visitor.send("/systems", wish, status=200).find("code").text
    assert len(token) > 30
    asked = {"headers": {"Authorization": f"Bearer {token}"}}
    assert app.test_client().get("/api/v1/cases", **asked).status_code == 200
    listed = visitor.get("/systems")
    assert "시청" in listed.main
    assert token not in listed.html
    assert visitor.send("/systems", wish).answer.headers["Location"].endswith("/systems")
    with database.reading(town_scope) as session:
        (row,) = session.scalars(select(ApiToken)).all()
        assert (row.account_id, row.used_at) == (worker.id, NOW)
        assert row.expires_at == NOW + timedelta(days=30)
    visitor.post(f"/systems/{row.id}/revoke", on="/systems")
    assert app.test_client().get("/api/v1/cases", **asked).status_code == 401


def test_what_is_wrong_with_a_token_stands_beside_its_field(admin):
    visitor, worker = admin
    nothing = visitor.post("/systems", {"label": "", "days": "9999"}, status=422)
    assert {"label", "account_id", "days"} <= set(nothing.errors)
    odd = {"label": "x", "account_id": worker.id, "days": "3", "scopes": ["everything"]}
    assert "scopes" in visitor.post("/systems", odd, status=422).errors


def test_an_address_is_added_stopped_and_let_run(admin, database, town_scope):
    visitor, worker = admin
    wish = {"label": "시청", "account_id": worker.id, "events": ["case.opened"]}
    wrong = visitor.post(EVENTS, {**wish, "url": "http://10.0.0.1/in"}, status=422)
    assert "url" in wrong.errors
    shown = visitor.post(EVENTS, {**wish, "url": "https://city.example.org/in"}, status=200)
    assert shown.find("code").text.startswith("whsec_")
    with database.reading(town_scope) as session:
        hook = session.scalars(select(Webhook)).one()
    for verb, stands in (("stop", True), ("start", False)):
        visitor.post(f"{EVENTS}/{hook.id}/{verb}", on=EVENTS)
        with database.reading(town_scope) as session:
            assert (session.get_one(Webhook, hook.id).disabled_at is not None) is stands
    visitor.post(f"{EVENTS}/{hook.id}/replay", on=EVENTS)
    assert hook.secret not in visitor.get(EVENTS).html


def test_what_was_not_taken_is_named_and_told_again_by_a_press(admin, database, town_scope):
    visitor, worker = admin

    def asked():
        with count_queries(database) as found:
            visitor.get(EVENTS)
        return found.total

    with database.writing(town_scope) as session:
        wish = WebhookWish(
            label="시청", url="https://city.example.org/in", events=[EventName.CASE_OPENED]
        )
        account = session.get_one(Account, worker.id)
        hook = add_webhook(session, account, wish, lets_private=True, now=NOW)
    none = asked()
    with database.writing(town_scope) as session:
        cases = [
            a_case(
                session,
                resident=a_resident(session, centre=session.get_one(Centre, account.centre_id)),
            )
            for _ in range(3)
        ]
    with database.writing(town_scope) as session:
        place_events(session, town_id=town_scope.town_id, now=NOW)
        for sending in session.scalars(select(WebhookSending)):
            sending.state, sending.due_at = SendingState.GIVEN_UP, None
            sending.tries, sending.last_status, sending.last_at = 11, 500, NOW
    assert asked() == none
    page = visitor.get(EVENTS)
    assert page.main.count("(case.opened)") == len(cases)
    assert "#set-aside" in page.links
    act = f"{EVENTS}/{hook.id}/replay"
    form = next(each for each in page.find_all("form") if "event_id" in values_of(each))
    told = values_of(form)
    visitor.send(act, told)
    with database.reading(town_scope) as session:
        waiting = select(WebhookSending).where(WebhookSending.state == SendingState.WAITING)
        assert str(session.scalars(waiting).one().entry_id) == told["event_id"]
    assert visitor.get(EVENTS).main.count("(case.opened)") == len(cases) - 1
