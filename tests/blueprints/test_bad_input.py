"""What people and machines type into every form: a clear answer beside the field, never a failure.

The forms are found on the pages themselves, of staff, of volunteers and of the public.
"""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from threading import Barrier
from urllib.parse import unquote_plus
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from hopecare.database import AllTowns, Database, TownScope
from hopecare.domain.delivery import MessageKind
from hopecare.domain.permissions import PERMISSIONS, PUBLIC
from hopecare.web.fields import is_shown
from models import Message, Operation, TimelineEntry
from tests.blueprints.test_every_door import RULES
from tests.factories.furnished import NAME, PASSWORD, Furnished, furnished
from tests.factories.towns import TODAY, a_town, an_area
from tests.plugins.everyday import some_of
from tests.plugins.pages import Visitor, filled, said
from tests.plugins.walk import TYPED, Answered, WritingForm, forms_of, forms_on

pytestmark = pytest.mark.timeout(600)  # every page and every form

STAFF_PAGES = tuple(
    rule.rule
    for rule, _ in RULES
    if "GET" in (rule.methods or ()) and not rule.arguments and rule.endpoint != "health.health"
)
ENDS_THE_TASK = "volunteering.hand_back_act"
ENDS = {ENDS_THE_TASK, "coordination.end_call"}
"""Whoever has handed a task back, or made a call, writes nothing more about it."""
NOT_TYPED_INTO = {"accounts.sign_out", "language.change_language", ENDS_THE_TASK}
ENDS_THE_SIGN_IN = {"accounts.end_device", "accounts.change_own"}
HALF = "\ud83c"
HOSTILE = {
    "no words at all": "",
    "a wrong phone": "010-12",
    "a birth date in the future": "2999-01-01",
    "a NUL byte": "밥\x00상",
    "half of a sign": HALF,
    "a very large number": "9" * 40,
    "a year before all years": "0000-00-00",
    "an emoji": "🍚🙂",
}
"""The emoji come last: words may carry them, so that the form may be taken."""
BESIDE_WEEKLY_HELP = {
    "casework.missed_week_act",
    "casework.take_back_missed_week",
    "volunteering.missed_week_act",
    "volunteering.step_in",
    "volunteering.take_back_missed_week",
}
"""Their forms stand beside help of every week only: test_weekly.py sends them what is wrong."""
ONLY_PRESSED = {
    "casework.check_application_act",
    "casework.check_referral_act",
    "casework.take_back_decision_act",
    "casework.take_crisis_act",
    "coordination.pass_volunteer_on_act",
    "coordination.ring_for_landlines",
}
"""Buttons of rare states, beside which nothing is typed: test_check_of_a_grant.py, test_crises.py,
test_decisions_taken_back.py, test_volunteer_home.py and test_broadcasts.py press them, early and
twice."""
POSTS = (
    {rule.endpoint for rule, _ in RULES if "POST" in (rule.methods or ())}
    - BESIDE_WEEKLY_HELP
    - ONLY_PRESSED
)


def who_opens(rule, permission):
    if rule.endpoint.startswith("volunteering."):
        return "volunteer"
    return "public" if PERMISSIONS[permission] is PUBLIC else "staff"


def pages_of(town):
    """Every page of the app with who opens it, those of the rarer states first."""
    found = [("staff", path) for path in town.staffs_pages] + [("resting", "/my/")]
    for rule, permission in RULES:
        path = town.made.path(rule)
        if "GET" in (rule.methods or ()) and path is not None:
            found.append((who_opens(rule, permission), path))
    return found


@pytest.fixture
def town(database, town_scope, app):
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with database.writing(town_scope) as session:
        return furnished(session)


@pytest.fixture
def visitors(app, town):
    """Who opens the pages, each reading Korean."""
    accounts = {"staff": town.staff, "volunteer": town.volunteer, "resting": town.resting}
    signed_in = {name: Visitor(app, "ko").sign_in(each) for name, each in accounts.items()}
    return {**signed_in, "public": Visitor(app, "ko")}


@pytest.fixture
def forms(app, visitors, town):
    """Every form that writes, by its endpoint."""
    found = forms_of(app, visitors, pages_of(town))
    code = visitors["public"].post("/sign-in/phone", {"phone": town.phone}, status=200)
    return {**{each.endpoint: each for each in forms_on(app, code, "public")}, **found}


def sent_by(form, value):
    """What is sent with this value in every field that a person fills in."""
    sent = form.values
    for name in (*form.typed, *(form.chosen if value else ())):
        sent[name] = value
    sent["op"] = uuid4().hex
    data = {name: sent.getlist(name) for name in sent}
    return {k: [v.encode("utf-8", "surrogatepass") for v in vs] for k, vs in data.items()}


def fault_of(form, value, answer):
    """Say what is wrong with an answer: a failure, no sentence, another language, words lost."""
    if answer.status_code in {200, 303, 409}:
        return None
    if answer.status_code != 422:
        return f"{answer.status} {said(answer)[-200:]}"
    page = Answered(answer.text)
    if not page.errors:
        return f"says nothing beside a field: {said(answer)[-200:]}"
    foreign = {k: v for k, v in page.errors.items() if not re.search("[가-힣]", v)}
    astray = page.blamed - page.ids
    typed = [] if value == HALF else [each for each in form.typed if each in page.fields]
    lost = [each for each in typed if not is_kept(page.fields[each], kept(each, value))]
    return f"{foreign=} {astray=} {lost=}" if foreign or astray or lost else None


def is_kept(stands, wanted):
    """Whether the words stand there, an endless one cut to size."""
    return stands == wanted or (stands and len(wanted) > 30 and wanted.startswith(stands))


def kept(name, value):
    """What must stand in the field again: the same words, without signs no page can carry."""
    return "" if "password" in name else "".join(filter(is_shown, value))


@pytest.mark.both_databases  # not every sign is one that both would keep
def test_no_form_fails_of_what_is_typed(forms, visitors, database, town, everyday):
    assert sorted(POSTS - set(forms)) == []
    faults, count, one_in = [], 0, len(HOSTILE) if everyday else 1
    # Everyday one value a form, on each database by a draw of its own.
    kind = "SQLite" if database.is_sqlite else "PostgreSQL"
    for form in forms.values():
        names = {called: f"{form.endpoint}, {called}, {kind}" for called in HOSTILE}
        tried = some_of(names.values(), one_in=one_in)
        for called, value in HOSTILE.items():
            is_tried = names[called] in tried
            if is_tried and form.typed and form.endpoint not in NOT_TYPED_INTO:
                answer = visitors[form.who].client.post(form.action, data=sent_by(form, value))
                fault = fault_of(form, value, answer)
                faults += [f"{form.endpoint}, {called}: {fault}"] if fault else []
                count += 1
    faults += [
        *faults_of_areas(forms, visitors, database),
        *words_in_operations(forms, visitors, database, town),
    ]
    assert "\n".join(faults) == ""
    assert count > 300 / one_in


def faults_of_areas(forms, visitors, database):
    """Send every form that asks for a district with one of another town."""
    with database.writing(AllTowns()) as session:
        elsewhere = an_area(session, town_id=a_town(session).id).id
    asking = [each for each in forms.values() if "area_id" in each.chosen]
    assert len(asking) == 8
    for form in asking:
        sent = filled(written(form), {"area_id": elsewhere})
        answer = visitors[form.who].client.post(form.action, data=sent)
        errors = Answered(answer.text).errors
        if list(errors) != ["area_id"]:
            yield f"{form.endpoint}, an area outside: {answer.status} {errors}"


def words_in_operations(forms, visitors, database, town):
    """Send every form well filled in: what an act leads to is kept in clear, by ids and codes."""
    private = {*town.made.secrets, *FITTING.values(), *HOSTILE.values(), "밥상", "오늘은"} - {
        "",
        HALF,
    }
    done = set()
    for form in sorted(forms.values(), key=lambda each: each.endpoint in ENDS_THE_SIGN_IN):
        if form.endpoint not in NOT_TYPED_INTO:
            sent = filled(written(form), {"op": uuid4().hex})
            answer = visitors[form.who].client.post(form.action, data=sent)
            done |= {form.endpoint} if answer.status_code == 303 else set()
    assert {"coordination.log_a_call", "coordination.answer_for_volunteer"} <= done
    assert len(done) > 40
    with database.reading(AllTowns()) as session:
        kept = [unquote_plus(str(each)) for each in session.scalars(select(Operation.outcome))]
    for outcome, word in product(kept, private):
        if word in outcome:
            yield f"an operation holds what was typed: {outcome}"


FILLED = {
    "casework.open_resident_act": {"purposes": "keep_record", "language": "ko"},
    "coordination.new_volunteer_act": {"skills": "lift"},
    "casework.assess_act": {"do": "save"},
    "casework.questions_act": {"do": "save"},
    "casework.refer_act": {"do": "send"},
    "casework.gap_act": {"reason": "cut_off", "since_on": "2025-11-20"},
    "coordination.log_a_call": {"outcome": "spoke"},
    "coordination.report_from_call": {"outcome": "spoke"},
    "coordination.change_organisation_act": {
        "email": "office@example.org",
        "phone": "031-000-0100",
        "url": "https://office.example.org",
    },
    "coordination.change_service_act": {
        **dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), "09:00-12:00"),
        "contact_email": "office@example.org",
        "contact_phone": "031-000-0100",
    },
}
"""What a form needs besides its first choices."""
HAS_BEEN = (
    "on",
    "agreed_on",
    "answered_on",
    "decided_on",
    "died_on",
    "notice_on",
    "objected_on",
    "submitted_on",
    "told_on",
)
"""Days that no form fills in and that cannot be to come."""
FITTING = {"tel": "010-0000-7788", "time": "10:00", "password": "a long pass phrase of hers"}


def written(form, note="오늘은 말씀이 적으셨어요"):
    """The form as somebody fills it in: first choices, and a note."""
    sent = form.values
    for each in form.element.iter():
        name, kind = each.attrib.get("name"), each.attrib.get("type", "text")
        if name is None or sent.get(name, "").strip():
            continue
        if each.tag == "textarea":
            sent[name] = note
        elif each.tag == "select":
            options = [option.attrib.get("value") for option in each.iter("option")]
            sent[name] = options[-1]
        elif each.tag == "input" and kind == "radio":
            sent[name] = each.attrib["value"]
        elif each.tag == "input" and kind in TYPED:
            sent[name] = fitting(each, name)
    return filled(sent, FILLED.get(form.endpoint, {}))


def fitting(each, name):
    if name == "birth_on":
        return "1950-03-05"
    if name.endswith("point"):
        return ""  # on the map: it is optional, and held against the district
    if name in HAS_BEEN:
        return str(TODAY)
    if name.endswith("_on"):
        return str(TODAY + timedelta(days=1))
    numeric = each.attrib.get("inputmode") in {"numeric", "decimal"}
    return FITTING.get(each.attrib.get("type"), "20" if numeric else "밥상")


def test_a_note_is_written_once_and_never_lost(app, forms, visitors, town, database, town_scope):
    faults = []
    noting = [each for each in forms.values() if each.notes]
    for form in sorted(noting, key=lambda each: each.endpoint in ENDS):
        try:
            Note(app, database, town_scope, town, visitors[form.who], form).goes_through()
        except AssertionError as error:
            faults.append(f"{form.endpoint}: {str(error)[:600]}")
    assert "\n".join(faults) == ""
    assert len(noting) > 12


@dataclass
class Note:
    """One form with a note, filled in and sent in every way that people send it."""

    app: Flask
    database: Database
    scope: TownScope
    town: Furnished
    writer: Visitor
    form: WritingForm

    def goes_through(self):
        page = self.writer.get(self.form.on)
        self.form = next(
            f for f in forms_on(self.app, page, self.form.who) if f.endpoint == self.form.endpoint
        )
        before = self.count()
        self.is_refused_when_endless()
        sent = self.looked_at(written(self.form))
        if self.is_signed_in:
            sent = self.survives_the_sign_in(sent)
        assert self.count() == before, "written before it was sent"
        where = self.sent_twice_at_once(sent)
        after = self.count()
        assert after[0] == before[0] + 1, f"{after} after {before}"
        again = self.writer.client.post(self.form.action, data=sent)
        assert again.headers.get("Location") == where, f"the back button: {again.status}"
        sent[self.form.notes[0]] += " 하나 더"
        assert self.writer.client.post(self.form.action, data=sent).status_code == 409
        assert self.count() == after, "written twice"

    @property
    def is_signed_in(self):
        return self.form.who != "public"

    def count(self):
        with self.database.reading(self.scope) as session:
            return [
                session.scalar(select(func.count()).select_from(each))
                for each in (Operation, TimelineEntry)
            ]

    def is_refused_when_endless(self):
        for name in self.form.notes[:1]:
            sent = filled(written(self.form), {name: "long " * (2 * 1024 * 1024)})
            answer = self.writer.client.post(self.form.action, data=sent)
            assert answer.status_code == 422, answer.status
            page = Answered(answer.text)
            assert list(page.errors) == [name], page.errors
            lost = {n for n in self.form.typed if n != name and page.fields.get(n) != sent[n]}
            assert not lost, f"lost: {lost}"

    def looked_at(self, sent):
        """Look first at what would be sent, where a form sends only what was seen."""
        if self.form.endpoint != "casework.refer_act":
            return sent
        seen = self.writer.send(self.form.action, filled(sent, {"do": "look"}), status=200)
        return filled(sent, {"seen": seen.fields(self.form.action)["seen"]})

    def survives_the_sign_in(self, sent):
        """Send it after the sign-in has lapsed, sign in, and take what is offered again."""
        lapsed = self.writer.lapse().send(self.form.action, sent, status=401)
        page = (
            self.signed_in_by_phone(lapsed)
            if self.form.who == "volunteer"
            else (self.signed_in_by_name(lapsed))
        )
        note = sent[self.form.notes[0]]
        assert note in page.main, "the note is not shown"
        kept = page.fields(self.form.action)
        assert kept[self.form.notes[0]] == note
        return kept

    def signed_in_by_name(self, lapsed):
        asked = self.writer.send("/sign-in", shown(lapsed, "/sign-in"), status=200)
        wrong = filled(asked.fields("/sign-in"), {"name": NAME, "password": "not theirs"})
        asked = self.writer.send("/sign-in", wrong, status=422)
        right = filled(asked.fields("/sign-in"), {"name": NAME, "password": PASSWORD})
        return self.writer.send("/sign-in", right, status=200)

    def signed_in_by_phone(self, lapsed):
        staffs = self.writer.send("/sign-in", shown(lapsed, "/sign-in"), status=200)
        asked = self.writer.send("/sign-in/phone", shown(staffs, "/sign-in"), status=200)
        number = filled(asked.fields("/sign-in/phone"), {"phone": self.town.phone})
        page = self.writer.send("/sign-in/phone", number, status=200)
        code = filled(page.fields("/sign-in/code"), {"code": self.texted_code()})
        return self.writer.send("/sign-in/code", code, status=200)

    def texted_code(self):
        asked = select(Message).where(Message.kind == MessageKind.SIGN_IN_CODE)
        with self.database.reading(self.scope) as session:
            texts = session.scalars(asked.order_by(Message.created_at, Message.id)).all()
        return re.findall(r"\b\d{6}\b", str(texts[-1].body))[0]

    def sent_twice_at_once(self, sent):
        cookies = self.writer.client.get("/").request.environ.get("HTTP_COOKIE", "")
        begin = Barrier(2)

        def send(_):
            client = self.app.test_client(use_cookies=False)
            begin.wait()
            return client.post(self.form.action, data=sent, headers={"Cookie": cookies})

        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(send, range(2)))
        statuses = [each.status_code for each in answers]
        assert statuses == [303, 303], (statuses, Answered(answers[0].text).errors)
        assert answers[0].headers["Location"] == answers[1].headers["Location"]
        return answers[0].headers["Location"]


def shown(page, action):
    """What the button sends that leads on to a way of signing in."""
    return filled(page.fields(action), {"only_show": "yes"})


@pytest.mark.both_databases
def test_no_list_fails_of_what_stands_in_its_address(visitors, everyday):
    faults = []
    values = ("밥\x00상", HALF, "9" * 400, "%00", "2999-99-99")
    of_pages = (((path, value) for value in values) for path in STAFF_PAGES)
    tried = [
        each for page in of_pages for each in some_of(page, one_in=len(values) if everyday else 1)
    ]
    for path, value in tried:
        names = ("q", "on", "after", "size", "status", "centre_id", "area_id", "from_on", "format")
        query = {each: value.encode("utf-8", "surrogatepass") for each in names}
        answer = visitors["staff"].client.get(path, query_string=query)
        if answer.status_code >= 500:
            faults.append(f"{path}, {value[:9]!r}: {answer.status}")
    assert faults == []
