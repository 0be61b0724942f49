"""Every page and every door for programs, found in the application itself, with another town's ids.

Whoever works in one town asks for rows of another by their keys: it is as if there were none, no
word of them is shown, and nothing of that town changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from werkzeug.routing import Rule

from hopecare.database import TownScope
from hopecare.domain.api_scopes import API_SCOPES
from hopecare.domain.events import EventName
from hopecare.domain.roles import Role
from hopecare.services.add_webhook import WebhookWish, add_webhook
from hopecare.services.make_api_token import make_api_token
from models.base import Base, Owned
from tests.factories import everything as factory
from tests.factories.everything import Everything, everything
from tests.factories.people import a_staff_account
from tests.factories.towns import NOW, TODAY, a_centre, a_town, an_area
from tests.plugins.pages import Visitor
from tests.plugins.quick_forms import QuickForm, QuickForms

pytestmark = pytest.mark.timeout(900)  # every page and door, twice
API = "/api/v1"
OTHERS_OWN = ("/static/", "/a/", "/r/", "/o/", "/handset", "/webhooks/", "/calendar/", "/health")
"""Links and machines bear a key of their own, which says what town it is of; health is nobody's."""
ONE_OF_MANY = {
    "other_help_id": "help_id",
    "check_in_id": "slot_id",
    "resident_id": "person_id",
    "appeal_id": "appeal_id",
    "helper_id": "other_id",
}
"""What the doors for programs, and fields, call what the pages' paths name otherwise."""
DAY = re.compile(r"\d{4}-\d\d-\d\d")
KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


@dataclass
class Town:
    """One town with one of everything, and somebody who may do all there."""

    scope: TownScope
    made: Everything
    account: Any
    token: str
    ids: dict[str, UUID] = field(default_factory=dict)

    def path(self, rule: Rule) -> str:
        """The path of a rule with this town's keys; the resident's where a name is not known."""
        path = self.made.path(rule)
        if path is not None:
            return path
        path = rule.rule
        for name in rule.arguments:
            key = self.ids.get(name) or self.ids[ONE_OF_MANY.get(name, "person_id")]
            path = re.sub(rf"<(\w+:)?{name}>", str(key), path)
        return path


def a_whole_town(database, number) -> Town:
    """Load it; each has names of its own."""
    scope = TownScope(UUID(int=number))
    with database.writing(scope) as session:
        a_town(session)
        centre = a_centre(session, name=f"{number}번 센터")
        area = an_area(session, covered_by=centre)
        made = everything(session, centre, area)
        account = a_staff_account(session, roles=set(Role))
        token = make_api_token(
            session, account, label="a system", scopes=tuple(API_SCOPES),
            lasts_for=timedelta(days=30), now=NOW,
        )  # fmt: skip
        wish = WebhookWish(
            label="listens", url="https://x.example.org/in", events=[EventName.CASE_OPENED]
        )
        hook = add_webhook(session, account, wish, lets_private=True, now=NOW)
        ids = {
            **made.ids, "webhook_id": hook.id, "account_id": account.id, "token_id": token.row.id,
            "centre_id": centre.id, "area_id": area.id, "owner_id": account.person_id,
            "volunteer_id": made.volunteer.id, "worker_id": account.person_id,
        }  # fmt: skip
        made.ids.update(ids)
    return Town(scope=scope, made=made, account=account, token=token.token, ids=ids)


@pytest.fixture
def towns(database, monkeypatch):
    """Two towns whose people have different names."""
    theirs = a_whole_town(database, 2)
    monkeypatch.setattr(factory, "RESIDENT", "노을빛")
    monkeypatch.setattr(factory, "VOLUNTEER", "구름결")
    monkeypatch.setattr(factory, "STREET", "열린큰길 5")
    ours = a_whole_town(database, 1)
    monkeypatch.undo()
    return ours, theirs


def rows_of(database, town):
    """Every row of a town as it stands, by its table."""
    with database.reading(town.scope) as session:
        return {
            mapper.class_.__name__: sorted(
                repr([getattr(row, each.key) for each in mapper.column_attrs])
                for row in session.scalars(select(mapper.class_))
            )
            for mapper in Base.registry.mappers
            if issubclass(mapper.class_, Owned)
        }


def rules_of(app, method: str, *, api: bool) -> Iterator[Rule]:
    for rule in sorted(app.url_map.iter_rules(), key=lambda each: (each.rule, each.endpoint)):
        is_api = rule.rule.startswith(API)
        is_meant = method in (rule.methods or ()) and is_api is api
        if is_meant and not rule.rule.startswith(OTHERS_OWN):
            yield rule


class Probe:
    """Asks, and keeps what is wrong."""

    def __init__(self, theirs: Town) -> None:
        self.theirs = theirs
        self.faults: list[str] = []
        self.asked = 0

    def look(self, what: str, answer: Any, unknown: Any = None) -> None:
        """One answer, and where it is about a row of theirs that of a row nobody has."""
        self.asked += 1
        secrets = (*self.theirs.made.secrets, "2번 센터")
        data = answer.get_data()
        read = [each for each in secrets if each.encode() in data]
        if read:
            self.faults.append(f"{what}: {answer.status}, shows {read}")
        if answer.status_code >= 500:
            self.faults.append(f"{what}: {answer.status}")
        if unknown is not None and answer.status_code != 404:
            status = unknown().status_code
            if answer.status_code != status:
                self.faults.append(f"{what}: {answer.status}, of an unknown one {status}")


def of_nobody(path: str) -> str:
    """The same path with keys nobody has."""
    return KEY.sub(lambda _: str(uuid4()), path)


def swapped(values: dict[str, Any], ours: Town, theirs: Town) -> dict[str, Any]:
    """Every key among the values, of the same thing of theirs; nothing where there is none."""
    by_key = {str(key): str(theirs.ids[name]) for name, key in ours.ids.items()}
    found = {}
    for name, value in values.items():
        if isinstance(value, str) and KEY.fullmatch(value) and name != "op":
            named = theirs.ids.get(ONE_OF_MANY.get(name, name))
            other = by_key.get(value) or (str(named) if named else None)
            if other is not None:
                found[name] = other
    return found


def test_no_page_shows_or_changes_a_row_of_another_town(app, database, towns):
    ours, theirs = towns
    before, probe = rows_of(database, theirs), Probe(theirs)
    visitor = Visitor(app).sign_in(ours.account)
    forms, named = pages(visitor, ours, theirs, probe)
    assert named > 40, "whoever may read a row of ours reads whose it is"
    acts(visitor, ours, theirs, probe, forms)
    assert wrong(probe, before, rows_of(database, theirs)) == ""
    assert probe.asked > 400


def test_no_program_is_shown_or_changes_a_row_of_another_town(app, database, towns):
    ours, theirs = towns
    before, probe = rows_of(database, theirs), Probe(theirs)
    programs(app, ours, theirs, probe)
    assert wrong(probe, before, rows_of(database, theirs)) == ""
    assert probe.asked > 200


def wrong(probe, before, after):
    """What was shown or answered amiss, and which tables of the other town changed."""
    changed = [f"changed: {name}" for name, rows in before.items() if rows != after[name]]
    return "\n".join([*probe.faults, *changed])


def pages(visitor, ours, theirs, probe):
    """Every page of ours, and with the keys of theirs; gives our forms, and how many name ours."""
    forms: dict[str, QuickForm] = {}
    named = 0
    client = visitor.client
    for rule in rules_of(visitor.app, "GET", api=False):
        own = client.get(ours.path(rule))
        probe.look(f"GET {rule.rule} (ours)", own)
        named += "노을빛".encode() in own.get_data()
        if own.mimetype == "text/html":
            for form in QuickForms(own.text).forms:
                forms.setdefault(KEY.sub("*", form.action), form)
        if rule.arguments:
            path = theirs.path(rule)
            answer = client.get(path)
            probe.look(f"GET {rule.rule}", answer, lambda: client.get(of_nobody(path)))  # noqa: B023
    return forms, named


def acts(visitor, ours, theirs, probe, forms):
    """Every form that writes: about a row of theirs, and about one of ours with keys of theirs."""
    client = visitor.client
    token = next(form.values["csrf_token"] for form in forms.values() if form.values)
    for rule in rules_of(visitor.app, "POST", api=False):
        if rule.endpoint == "accounts.sign_out":
            continue
        own, path = ours.path(rule), theirs.path(rule)
        form = forms.get(KEY.sub("*", own))
        values = dict(form.values) if form else {}

        def send(to, values=values, **more):
            sent = {**values, **more, "op": str(uuid4()), "csrf_token": token}
            return client.post(to, data=sent)

        if rule.arguments:
            probe.look(f"POST {rule.rule}", send(path), lambda: send(of_nobody(path)))  # noqa: B023
        if theirs_too := swapped(values, ours, theirs):
            probe.look(f"POST {rule.rule} with {sorted(theirs_too)}", send(own, **theirs_too))


def programs(app, ours, theirs, probe):
    """Every operation, with a token of our town that may do all."""
    client = app.test_client()
    described = client.get("/api/openapi.json").json["paths"]

    def ask(method, path, **sent):
        headers = {"Authorization": f"Bearer {ours.token}", "Idempotency-Key": uuid4().hex}
        return client.open(path, method=method, headers=headers, **sent)

    for method in ("GET", "POST"):
        for rule in rules_of(app, method, api=True):
            path = theirs.path(rule)
            sent = {}
            if (body := example(described, rule, method)) is not None:
                named = {
                    name: str(theirs.ids[ONE_OF_MANY.get(name, name)])
                    for name in body
                    if ONE_OF_MANY.get(name, name) in theirs.ids
                }
                probe.look(
                    f"{method} {rule.rule} with {sorted(named)}",
                    ask(method, ours.path(rule), json={**body, **named}),
                )
                sent = {"json": body}
            answer = ask(method, path, **sent)
            if answer.status_code == 422 and sent:  # an example's day may be over by now
                sent = {"json": {name: of_today(value) for name, value in sent["json"].items()}}
                answer = ask(method, path, **sent)
            if rule.arguments:
                probe.look(
                    f"{method} {rule.rule}", answer,
                    lambda: ask(method, of_nobody(path), **sent),  # noqa: B023
                )  # fmt: skip
            else:
                probe.look(f"{method} {rule.rule}", answer)


def of_today(value):
    return TODAY.isoformat() if isinstance(value, str) and DAY.fullmatch(value) else value


def example(described, rule, method):
    """The body that stands in the description of an operation."""
    path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
    operation = described.get(path, described.get(path.removeprefix(API), {})).get(method.lower())
    content = (operation or {}).get("requestBody", {}).get("content", {})
    return content.get("application/json", {}).get("example")
