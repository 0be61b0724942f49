"""Every page that shows one person's things, found in the application itself, not listed by hand.

Another centre's staff read neither name, number nor street; volunteers are turned away from every
page of staff; and whoever is shown somebody leaves a row in the access log.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.routing import Rule

from hopecare.app import create_app
from hopecare.domain.permissions import PERMISSIONS, PUBLIC, SIGNED_IN
from hopecare.domain.roles import Role
from hopecare.settings import Settings
from hopecare.web.permits import permission_of
from models import AccessLogEntry, Account
from tests.factories.everything import everything
from tests.factories.people import a_staff_account
from tests.factories.towns import a_centre, a_town, an_area
from tests.plugins.pages import said

VOLUNTEERS_DOOR = "volunteering."
MACHINES = ("/webhooks/", "/api/", "/a/", "/handset")
LINKS = ("/r/", "/o/")
"""A link is the key of its own page: test_answer_links and test_receiver_links."""
NOT_ABOUT_ONE_PERSON = {
    "coordination.run": "long work of the whole town; its rows hold no values",
    "accounts.access_entry": "opened by administrators of the whole town only",
    "accounts.account": "opened by administrators of the whole town only",
    "coordination.setting": "opened by administrators of the whole town only",
}


def rules_of(app: Flask) -> Iterator[tuple[Rule, str]]:
    """Every rule with the permission its view carries."""
    for rule in app.url_map.iter_rules():
        permission = permission_of(app.view_functions[rule.endpoint])
        if permission is not None and not rule.rule.startswith((*MACHINES, *LINKS)):
            yield rule, permission


def staff_only(permission: str) -> bool:
    """Whether no volunteer may ever use it."""
    alternatives = PERMISSIONS[permission]
    is_everybodys = alternatives in (PUBLIC, SIGNED_IN)
    names = {each.__name__ for alternative in alternatives for each in alternative}
    return not is_everybodys and "is_volunteer" not in names


def _plain_app() -> Flask:
    settings = Settings.from_env({"HOPECARE_ENVIRONMENT": "test", "HOPECARE_DATA_DIR": "/nowhere"})
    return create_app(settings)


RULES = sorted(rules_of(_plain_app()), key=lambda each: each[0].endpoint)
DETAILS = [
    rule
    for rule, permission in RULES
    if "GET" in (rule.methods or ())
    and rule.arguments
    and staff_only(permission)
    and rule.endpoint not in NOT_ABOUT_ONE_PERSON
] + [
    rule
    for rule, _ in RULES
    if rule.endpoint.startswith("casework.") and rule.arguments and "GET" in (rule.methods or ())
]
DETAILS = list({rule.endpoint: rule for rule in DETAILS}.values())
STAFFS = [(rule, permission) for rule, permission in RULES if staff_only(permission)]


@pytest.fixture
def town(database, town_scope):
    """A centre with one of everything, and another centre; staff of both and the volunteer."""
    with database.writing(town_scope) as session:
        a_town(session)
        here, elsewhere = a_centre(session), a_centre(session, name="서부희망케어센터")
        made = everything(session, here, an_area(session, covered_by=here))
        made.ids["account_id"] = a_staff_account(session, centre=here).id
        staff = {
            name: a_staff_account(session, centre=centre, roles=set(Role) - {Role.ADMINISTRATOR})
            for name, centre in (("here", here), ("elsewhere", elsewhere))
        }
        of_volunteer = select(Account).where(Account.person_id == made.volunteer.id)
        staff["volunteer"] = session.scalars(of_volunteer).one()
        return made, staff


def test_another_centres_staff_never_read_who_it_is(visitor, town):
    made, accounts = town
    visitor.sign_in(accounts["elsewhere"])
    assert found(_leaks(visitor, made, rule) for rule in DETAILS) == ""


def _leaks(visitor, made, rule):
    path = made.path(rule)
    if path is None:
        return f"{rule.endpoint} asks for {rule.arguments}: tell the factory"
    answer = visitor.client.get(path)
    if answer.status_code not in {200, 403}:
        return f"{rule.endpoint}: {answer.status}"
    if shows_always(answer):
        return f"{rule.endpoint}: a picture"
    read = [each for each in made.secrets if each in answer.text]
    return f"{rule.endpoint}: {read}" if read else None


def test_whoever_is_shown_somebody_is_in_the_access_log(database, town_scope, visitor, town):
    made, accounts = town
    visitor.sign_in(accounts["here"])
    rows = _count_of_looks(database, town_scope)
    assert rows == 0
    faults = []
    for rule in DETAILS:
        answer = visitor.client.get(made.path(rule))
        faults.append(_unseen(database, town_scope, made, rule, answer, rows))
        rows = _count_of_looks(database, town_scope)
    assert found(faults) == ""
    assert rows > len(DETAILS) // 2


def _unseen(database, scope, made, rule, answer, before):
    """Say what is wrong with the log of one look: none, more than one, or the wrong person."""
    if answer.status_code == 303:
        return None
    if answer.status_code != 200:
        return f"{rule.endpoint}: {answer.status} {said(answer)[-300:]}"
    if not shows_always(answer) and not any(each in answer.text for each in made.secrets):
        return None
    with database.reading(scope) as session:
        looks = session.scalars(select(AccessLogEntry).order_by(AccessLogEntry.id)).all()[before:]
    if len(looks) != 1:
        return f"{rule.endpoint}: {len(looks)} rows in the access log"
    is_right = {
        str(made.resident.id),
        str(made.volunteer.id),
        str(made.ids["report_id"]),
        str(made.ids["undone_id"]),
    } & set(looks[0].person_ids)
    return None if is_right else f"{rule.endpoint}: the log names somebody else"


def shows_always(answer):
    """A picture of a paper and a printed pack always show somebody."""
    return answer.mimetype.startswith("image/") or answer.mimetype == "application/pdf"


def _count_of_looks(database, scope):
    with database.reading(scope) as session:
        return session.scalar(select(func.count()).select_from(AccessLogEntry))


def test_volunteers_are_turned_away_from_every_page_of_staff(visitor, town):
    made, accounts = town
    visitor.sign_in(accounts["volunteer"])
    visitor.app.config["WTF_CSRF_ENABLED"] = False
    assert found(_opens(visitor, made, rule) for rule, _ in STAFFS) == ""
    assert len(STAFFS) > 100


def _opens(visitor, made, rule):
    path = made.path(rule) or re.sub(r"<uuid:\w+>", str(made.resident.id), rule.rule)
    method = "GET" if "GET" in rule.methods else "POST"
    answer = visitor.client.open(path, method=method, data={"op": "1"})
    return None if answer.status_code == 403 else f"{method} {path}: {answer.status}"


def test_the_machines_door_shows_a_volunteer_nothing(visitor, town):
    made, accounts = town
    visitor.sign_in(accounts["volunteer"])
    for path in ("/api/v1/cases", f"/api/v1/cases/{made.ids['case_id']}"):
        answer = visitor.fetch(path)
        assert answer.status_code == 403
        assert [each for each in made.secrets if each in answer.text] == []


def found(faults):
    """What is wrong, without the doors where nothing is."""
    return "\n".join(each for each in faults if each is not None)
