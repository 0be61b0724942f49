"""Administrators make tokens that are shown once, see their use, and look after who is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.roles import Role
from models import ApiToken, Webhook
from tests.factories.people import a_staff_account
from tests.factories.towns import NOW, a_centre, a_town
from tests.plugins.pages import filled

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
