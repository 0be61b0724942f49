"""Administrators' systems ask to be told; whoever was down reads on where they stopped."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from hopecare.domain.api_scopes import API_SCOPES
from hopecare.domain.roles import Role
from hopecare.domain.timeline import EntryKind
from hopecare.services.make_api_token import make_api_token
from hopecare.services.place_events import place_events
from models import Operation, SendingState, TimelineEntry, Webhook, WebhookSending
from tests.factories.cases import a_case
from tests.factories.people import a_resident, a_staff_account
from tests.factories.towns import NOW, a_centre, a_town

WISH = {"label": "the city", "url": "https://city.example.org/in", "events": ["case.opened"]}


@pytest.fixture
def doors(app, database, town_scope):
    """Tokens of an administrator and of a social worker of one centre, and two centres' cases."""
    with database.writing(town_scope) as session:
        a_town(session)
        here, elsewhere = a_centre(session), a_centre(session, name="서부희망케어센터")
        cases = [
            a_case(session, resident=a_resident(session, centre=centre))
            for centre in (here, elsewhere)
        ]
        tokens = [
            make_api_token(
                session,
                a_staff_account(session, roles={role}, centre=centre),
                label="a system",
                scopes=tuple(API_SCOPES),
                lasts_for=timedelta(days=30),
                now=NOW,
            ).token
            for role, centre in ((Role.ADMINISTRATOR, None), (Role.SOCIAL_WORKER, here))
        ]
    with database.writing(town_scope) as session:
        place_events(session, town_id=town_scope.town_id, now=NOW)

    def ask(token, method, path, **sent):
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": uuid4().hex}
        headers |= sent.pop("headers", {})
        return app.test_client().open(f"/api/v1{path}", method=method, headers=headers, **sent)

    return ask, *tokens, cases


def test_the_secret_is_shown_to_who_added_it_and_lies_nowhere_in_clear(doors, database, town_scope):
    ask, admin, worker, _ = doors
    key = {"Idempotency-Key": uuid4().hex}
    first, second = (ask(admin, "POST", "/webhooks", json=WISH, headers=key).json for _ in range(2))
    assert first == second
    assert first["secret"].startswith("whsec_")
    assert ask(worker, "POST", "/webhooks", json=WISH).status_code == 403
    listed = ask(admin, "GET", "/webhooks")
    assert [each["id"] for each in listed.json["webhooks"]] == [first["id"]]
    assert first["secret"] not in listed.text
    with database.reading(town_scope) as session:
        assert session.query(Webhook).count() == 1
        assert first["secret"] not in str(session.query(Operation).one().outcome)


@pytest.mark.parametrize("url", ["http://city.example.org/in", "https://", "https://a:b@c.org"])
def test_an_address_that_is_not_safe_is_refused(make_app, database, doors, url):
    ask, admin, *_ = doors
    refused = ask(admin, "POST", "/webhooks", json={**WISH, "url": url})
    assert (refused.status_code, refused.json["errors"]) == (422, {"url": ["not_an_address"]})


def test_it_is_stopped_let_run_and_told_again(doors, database, town_scope):
    ask, admin, _, _ = doors
    hook = ask(admin, "POST", "/webhooks", json=WISH).json["id"]
    for verb, stands in (("stop", True), ("start", False)):
        assert ask(admin, "POST", f"/webhooks/{hook}/{verb}").status_code == 200
        one = ask(admin, "GET", f"/webhooks/{hook}").json
        assert (one["disabled_at"] is not None) is stands
    assert ask(admin, "POST", f"/webhooks/{hook}/replay", json={}).status_code == 422
    again = ask(admin, "POST", f"/webhooks/{hook}/replay", json={"from_on": "2020-01-01"})
    assert again.status_code == 200, again.text


def test_what_an_address_does_not_take_is_listed_and_told_again_by_its_id(
    doors, database, town_scope
):
    ask, admin, worker, _ = doors
    hook = ask(admin, "POST", "/webhooks", json=WISH).json["id"]
    with database.writing(town_scope) as session:
        entry = session.scalars(select(TimelineEntry).where(TimelineEntry.place == 1)).one()
        entry.kind = EntryKind.CASE_OPENED
        sending = WebhookSending(
            town_id=entry.town_id, webhook_id=UUID(hook), entry_id=entry.id,
            state=SendingState.GIVEN_UP, due_at=None, tries=11, last_status=500, last_at=NOW,
        )  # fmt: skip
        session.add(sending)
    path = f"/webhooks/{hook}/set-aside"
    assert ask(worker, "GET", path).status_code == 403
    (found,) = ask(admin, "GET", path).json["set_aside"]
    assert (found["event_id"], found["type"]) == (str(entry.id), "case.opened")
    assert (found["tries"], found["last_status"]) == (11, 500)
    again = {"event_id": found["event_id"]}
    assert ask(admin, "POST", f"/webhooks/{hook}/replay", json=again).status_code == 200
    assert ask(admin, "GET", path).json == {"set_aside": [], "next": None}
    assert ask(admin, "GET", f"/webhooks/{uuid4()}/set-aside").status_code == 404


def test_events_are_read_in_order_by_who_may_read_them(doors):
    ask, admin, worker, cases = doors
    everything = events(ask, admin)
    assert [each["data"]["place"] for each in everything] == sorted(
        each["data"]["place"] for each in everything
    )
    opened = [each["data"]["case_id"] for each in everything if each["type"] == "case.opened"]
    assert opened == [str(each.id) for each in cases]
    theirs = [each["data"]["case_id"] for each in events(ask, worker, type="case.opened")]
    assert theirs == [str(cases[0].id)]
    assert ask(admin, "GET", "/events?after=nonsense").status_code == 404


def test_whoever_has_read_all_goes_on_from_there(doors, database, town_scope):
    ask, admin, _, _ = doors
    read = ask(admin, "GET", "/events").json
    assert read["next"] is None
    rest = ask(admin, "GET", "/events", query_string={"after": read["last"]}).json
    assert (rest["events"], rest["last"]) == ([], read["last"])
    with database.writing(town_scope) as session:
        case = a_case(
            session, resident=a_resident(session, centre=a_centre(session, name="새 센터"))
        )
        place_events(session, town_id=town_scope.town_id, now=NOW)
    new = ask(admin, "GET", "/events", query_string={"after": read["last"]}).json
    told = [each["data"]["case_id"] for each in new["events"] if each["type"] == "case.opened"]
    assert told == [str(case.id)]
    known = {each["data"]["place"] for each in read["events"]}
    assert not known & {each["data"]["place"] for each in new["events"]}


def events(ask, token, **wanted):
    """Every event, one at a time, each page after the last."""
    found, query = [], {**wanted, "limit": 1}
    while True:
        page = ask(token, "GET", "/events", query_string=query).json
        found += page["events"]
        if page["next"] is None:
            return found
        query["after"] = page["next"]
