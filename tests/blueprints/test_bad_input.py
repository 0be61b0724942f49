"""What people and machines type into every form of staff: a clear answer, never a failure of ours.

The forms are found on the pages themselves. Each free field in turn all at once gets what does not
belong there; the answer is a page again with sentences, a redirect, or a refusal. Never a 500.
"""

from __future__ import annotations

from uuid import uuid4
from xml.etree.ElementTree import Element

import pytest

from hopecare.domain.roles import Role
from models import Account
from tests.blueprints.test_every_door import DETAILS, RULES
from tests.factories.everything import everything
from tests.factories.people import a_staff_account
from tests.factories.towns import a_centre, a_town, an_area
from tests.plugins.pages import path_of, said, values_of

FREE = {"text", "tel", "date", "time", "number", "search", "email", None}
OWN = {"csrf_token", "op", "version", "kept", "next"}
PUBLIC_PAGES = ("/report", "/sign-in", "/sign-in/phone", "/follow", "/referral")
STAFF_PAGES = tuple(
    rule.rule
    for rule, _ in RULES
    if "GET" in (rule.methods or ()) and not rule.arguments and rule.endpoint != "health.health"
)
HOSTILE = {
    "a NUL byte": "밥\x00상",
    "an emoji": "🍚🙂",
    "a wrong phone": "010-12",
    "a birth date in the future": "2999-01-01",
    "half of a sign": "\ud83c",
    "a very large number": "9" * 40,
    "a year before all years": "0000-00-00",
}


@pytest.fixture
def made(database, town_scope, visitor):
    visitor.app.testing = False
    visitor.app.config["PROPAGATE_EXCEPTIONS"] = False
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        made = everything(session, centre, an_area(session, covered_by=centre))
        account = a_staff_account(session, centre=centre, roles=set(Role) - {Role.VOLUNTEER})
        made.ids["account_id"] = a_staff_account(session, centre=centre).id
        made.ids["staff_id"] = session.get_one(Account, account.id).id
    return made


@pytest.fixture
def staff(database, town_scope, visitor, made):
    with database.writing(town_scope) as session:
        account = session.get_one(Account, made.ids["staff_id"])
    return visitor.sign_in(account)


def forms_of(visitor, paths):
    """Every form that writes, once, as (path it posts to, its element)."""
    seen: dict[str, Element] = {}
    for path in paths:
        answer = visitor.client.get(path)
        if answer.status_code != 200 or answer.mimetype != "text/html":
            continue
        for form in visitor.get(path).find_all("form"):
            if form.attrib.get("method", "get").lower() == "post":
                seen.setdefault(path_of(form.attrib["action"]), form)
    return [(path, form) for path, form in seen.items() if path not in ("/sign-out", "/language")]


def typed_into(form):
    """The names of the fields a person types into."""
    return [
        each.attrib["name"]
        for each in form.iter()
        if each.attrib.get("name")
        and each.attrib["name"] not in OWN
        and (
            each.tag == "textarea"
            or (each.tag == "input" and each.attrib.get("type") in FREE)
            or each.tag == "select"
        )
    ]


def answered(visitor, path, form, value):
    """Send the form with this value in every field; say what is wrong with the answer."""
    sent = values_of(form)
    for name in typed_into(form):
        sent[name] = value
    sent["op"] = uuid4().hex
    data = {name: sent.getlist(name) for name in sent}
    encoded = {k: [v.encode("utf-8", "surrogatepass") for v in vs] for k, vs in data.items()}
    answer = visitor.client.post(path, data=encoded)
    return f"{path}: {answer.status} {said(answer)[-200:]}" if answer.status_code >= 500 else None


def faults_of(visitor, forms, value):
    return "\n".join(filter(None, (answered(visitor, path, form, value) for path, form in forms)))


def paths_of(made):
    return [*STAFF_PAGES, *filter(None, (made.path(rule) for rule in DETAILS))]


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_form_of_staff_fails_of_what_is_typed(staff, made, value):
    forms = forms_of(staff, paths_of(made))
    assert len(forms) > 30
    assert faults_of(staff, forms, value) == ""


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_public_form_fails_of_what_is_typed(visitor, made, value):
    assert faults_of(visitor, forms_of(visitor, PUBLIC_PAGES), value) == ""


@pytest.mark.parametrize("value", ["밥\x00상", "\ud83c", "9" * 400, "%00", "2999-99-99"])
def test_no_list_fails_of_what_stands_in_its_address(staff, value):
    faults = []
    for path in STAFF_PAGES:
        names = ("q", "on", "after", "size", "status", "centre_id", "area_id", "from_on", "format")
        query = {each: value.encode("utf-8", "surrogatepass") for each in names}
        answer = staff.client.get(path, query_string=query)
        if answer.status_code >= 500:
            faults.append(f"{path}: {answer.status}")
    assert faults == []


@pytest.mark.parametrize("path", ["/reports/new", "/residents/new"])
def test_a_note_of_ten_megabytes_is_refused_in_words(staff, path):
    form = staff.get(path).fields(path)
    form["words" if "words" in form else "note"] = "글" * (10 * 1024 * 1024 // 3)
    answer = staff.client.post(path, data=form)
    assert answer.status_code in {413, 422}
    assert "too" in answer.text.lower()
