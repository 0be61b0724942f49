"""Papers of a resident through the door: added, looked at, taken away, and refused kindly."""

from __future__ import annotations

import pytest
from PIL import Image
from sqlalchemy import select

from hopecare.database import AllTowns, TownScope
from hopecare.domain.consent import ConsentForm, ConsentPurpose
from hopecare.domain.people import OtherContactKind
from hopecare.services.add_other_contact import NewContact, add_other_contact
from hopecare.services.record_death import record_death
from models import AccessLogEntry, Attachment, ConsentEntry, Person
from tests.factories.cases import BY
from tests.factories.papers import a_paper, a_picture, encoded, opened
from tests.factories.people import a_resident, a_staff_account
from tests.factories.towns import NOW, TODAY, a_centre, a_town
from tests.plugins.pages import Visitor, count_queries, filled

HOSTILE = "../../etc/\u202egpj.김다래; filename=x.svg"


class Desk:
    """A coordinator at work and a resident, with a centre next door."""

    def __init__(self, database, town_scope, visitor):
        self.database, self.scope, self.visitor = database, town_scope, visitor
        with database.writing(town_scope) as session:
            a_town(session)
            self.centre, self.other = a_centre(session), a_centre(session, name="남부희망케어센터")
            self.account = a_staff_account(session, centre=self.centre)
            self.neighbour = a_staff_account(session, centre=self.other)
            self.resident = a_resident(session, centre=self.centre)
        visitor.sign_in(self.account)

    @property
    def home(self):
        return f"/residents/{self.resident.id}"

    @property
    def path(self):
        return f"{self.home}/papers"

    def rows(self, kind):
        with self.database.reading(self.scope) as session:
            return session.scalars(select(kind).order_by(kind.id)).all()

    def write(self, do):
        with self.database.writing(self.scope) as session:
            person = session.get(Person, self.resident.id)
            assert person is not None
            return do(session, person)

    def send(self, content, told=None, *, name="서류.jpg", status=303):
        told = {"purpose": "office_letter", "title": "3월 통지서"} if told is None else told
        return self.visitor.post(self.path, told, file=("paper", name, content), status=status)


@pytest.fixture
def at_desk(database, town_scope, visitor):
    return Desk(database, town_scope, visitor)


def test_a_photo_is_added_listed_and_looked_at(at_desk):
    page = at_desk.visitor.follow(at_desk.send(a_picture("PNG", colour="red")))
    kept = at_desk.rows(Attachment)[0]
    assert "3월 통지서" in page.main
    assert "Letter of an office" in page.main
    assert "kept until" in page.main
    look = f"{at_desk.path}/{kept.id}"
    assert look in page.links
    answer = at_desk.visitor.fetch(look)
    assert opened(answer.data).format == "JPEG"
    assert answer.data == kept.content
    home = at_desk.visitor.get(at_desk.home)
    assert look in home.links
    assert "A paper was added: Letter of an office" in home.main


def test_a_look_is_safe_for_the_browser_and_noted(at_desk):
    paper = at_desk.write(a_paper)
    before = len(at_desk.rows(AccessLogEntry))
    answer = at_desk.visitor.fetch(f"{at_desk.path}/{paper.id}")
    assert answer.status_code == 200
    assert answer.mimetype == "image/jpeg"
    headers = answer.headers
    assert headers["Content-Disposition"] == f"inline; filename=paper-{paper.id.hex[-8:]}.jpg"
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    policy = [each.strip() for each in headers["Content-Security-Policy"].split(";")]
    assert {"default-src 'none'", "sandbox", "frame-ancestors 'none'"} <= set(policy)
    looks = at_desk.rows(AccessLogEntry)[before:]
    assert [(look.purpose, look.person_ids) for look in looks] == [
        ("paper.read", [str(at_desk.resident.id)])
    ]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_pages_are_sound_in_every_language(at_desk, language):
    at_desk.write(a_paper)
    visitor = at_desk.visitor.read_in(language)
    for path in (at_desk.path, at_desk.home, f"{at_desk.home}/consents"):
        assert visitor.get(path).status == 200


def test_a_pdf_of_a_scanner_is_taken(at_desk):
    scan = Image.new("L", (800, 1100), "white")
    at_desk.send(encoded(scan, "PDF", resolution=100), name="scan.pdf")
    assert at_desk.rows(Attachment)[0].media_type == "image/jpeg"


def test_what_a_file_is_called_counts_nothing(at_desk):
    at_desk.send(a_picture(), {"purpose": "income_paper"}, name=HOSTILE)
    kept = at_desk.rows(Attachment)[0]
    assert kept.title == ""
    answer = at_desk.visitor.fetch(f"{at_desk.path}/{kept.id}")
    assert "Evil" not in str(answer.headers)
    assert "Paper on income" in at_desk.visitor.get(at_desk.path).main


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"", "nothing in this file", id="empty"),
        pytest.param(b"\xff\xd8\xff" * 5_000_000, "at most 12 megabytes", id="too large"),
        pytest.param(b"<svg onload='x'/>", "something else", id="svg"),
        pytest.param(a_picture("GIF"), "something else", id="gif"),
        pytest.param(a_picture(size=(20, 20)), "too small", id="a dot"),
        pytest.param(a_picture()[:-200], "damaged or was cut off", id="cut off"),
        pytest.param(
            a_picture("PNG", mode="1", size=(6_100, 6_000), colour=1),
            "at most 36 million",
            id="too many dots",
        ),
    ],
)
def test_what_is_wrong_with_a_file_stands_beside_it_and_the_rest_is_kept(at_desk, content, words):
    page = at_desk.send(content, status=422)
    assert list(page.errors) == ["paper"]
    assert words in page.errors["paper"]
    fields = page.fields(at_desk.path)
    assert (fields["purpose"], fields["title"]) == ("office_letter", "3월 통지서")
    assert at_desk.rows(Attachment) == []


def test_a_mistake_is_said_in_the_readers_language(at_desk):
    at_desk.visitor.read_in("ko")
    assert "빈 파일입니다" in at_desk.send(b"", status=422).errors["paper"]


def test_a_form_without_a_file_asks_for_one(at_desk):
    page = at_desk.visitor.post(at_desk.path, {"purpose": "office_letter"}, status=422)
    assert list(page.errors) == ["paper"]


def test_another_mistake_asks_for_the_file_once_more(at_desk):
    page = at_desk.send(a_picture(), {"title": "통지서"}, status=422)
    assert set(page.errors) == {"purpose", "paper"}
    assert "once more" in page.errors["paper"]


def test_what_is_far_too_large_says_so_on_a_page(at_desk):
    form = at_desk.visitor.get(at_desk.path).fields(at_desk.path)
    file = ("paper", "x.jpg", b"\xff" * 38_000_000)
    page = at_desk.visitor.send(at_desk.path, form, status=413, file=file)
    assert "choose a smaller file" in page.main


def test_a_double_click_keeps_one_paper_and_another_file_is_refused(at_desk):
    form = filled(
        at_desk.visitor.get(at_desk.path).fields(at_desk.path), {"purpose": "consent_paper"}
    )
    file = ("paper", "a.jpg", a_picture())
    at_desk.visitor.send(at_desk.path, form, file=file)
    at_desk.visitor.send(at_desk.path, form, file=file)
    other = ("paper", "a.jpg", a_picture(colour="black"))
    at_desk.visitor.send(at_desk.path, form, file=other, status=409)
    assert len(at_desk.rows(Attachment)) == 1


def test_after_a_lapsed_sign_in_the_words_survive_and_the_file_is_asked_for_again(at_desk):
    visitor = at_desk.visitor
    told = {"purpose": "office_letter", "title": "긴 이름의 결정 통지서"}
    form = filled(visitor.get(at_desk.path).fields(at_desk.path), told)
    lapsed = visitor.lapse().send(
        at_desk.path, form, status=401, file=("paper", "a.jpg", a_picture())
    )
    assert "the chosen file could not be kept" in lapsed.main
    carried = lapsed.fields("/sign-in")
    with at_desk.database.writing(at_desk.scope) as session:
        a_staff_account(session, centre=at_desk.centre, name="boss", password="a long secret")
    asked = visitor.send("/sign-in", carried, status=422)
    told = {"name": "boss", "password": "a long secret"}
    kept = visitor.send("/sign-in", filled(asked.fields("/sign-in"), told), status=200)
    assert "the chosen file could not be kept" in kept.main
    page = visitor.send(at_desk.path, kept.fields(at_desk.path), status=422)
    assert "once more" in page.errors["paper"]
    assert page.fields(at_desk.path)["title"] == "긴 이름의 결정 통지서"


def test_a_paper_is_taken_away_with_its_reason(at_desk):
    paper = at_desk.write(a_paper)
    look = f"{at_desk.path}/{paper.id}"
    gone = at_desk.visitor.post(f"{look}/remove", {"reason": "unreadable"}, on=at_desk.path)
    page = at_desk.visitor.follow(gone)
    assert look not in page.links
    assert at_desk.rows(Attachment)[0].content == b""
    at_desk.visitor.get(look, status=404)
    told = at_desk.visitor.get(at_desk.home).main
    assert "A paper was taken away: Letter of an office, It cannot be read" in told


def test_a_paper_is_not_taken_away_without_a_reason(at_desk):
    paper = at_desk.write(a_paper)
    remove = f"{at_desk.path}/{paper.id}/remove"
    at_desk.visitor.post(remove, {"reason": None}, on=at_desk.path, status=422)
    assert at_desk.rows(Attachment)[0].content != b""


def test_another_centre_sees_adds_and_removes_nothing(at_desk, app):
    paper = at_desk.write(a_paper)
    look = f"{at_desk.path}/{paper.id}"
    form = at_desk.visitor.get(at_desk.path).fields(at_desk.path)
    stranger = Visitor(app).sign_in(at_desk.neighbour)
    stranger.get(at_desk.path, status=403)
    stranger.get(look, status=403)
    app.config["WTF_CSRF_ENABLED"] = False
    sent = filled(form, {"purpose": "office_letter"})
    stranger.send(at_desk.path, sent, file=("paper", "a.jpg", a_picture()), status=403)
    stranger.send(f"{look}/remove", filled(form, {"reason": "asked"}), status=403)
    assert [each.content for each in at_desk.rows(Attachment)] == [paper.content]


def test_another_town_does_not_even_know_of_it(at_desk, app):
    paper = at_desk.write(a_paper)
    with at_desk.database.writing(AllTowns()) as session:
        town = a_town(session, slug="elsewhere")
    with at_desk.database.writing(TownScope(town.id)) as session:
        account = a_staff_account(session, town_id=town.id)
        own = a_resident(session, town_id=town.id)
    stranger = Visitor(app).sign_in(account)
    stranger.get(f"{at_desk.path}/{paper.id}", status=404)
    stranger.get(f"/residents/{own.id}/papers/{paper.id}", status=404)


def test_nobody_looks_at_a_paper_through_somebody_else(at_desk):
    paper = at_desk.write(a_paper)
    with at_desk.database.writing(at_desk.scope) as session:
        other = a_resident(session, name="하돌", centre=at_desk.centre)
    at_desk.visitor.get(f"/residents/{other.id}/papers/{paper.id}", status=404)


def test_who_is_not_signed_in_is_sent_to_the_door(at_desk):
    paper = at_desk.write(a_paper)
    look = f"{at_desk.path}/{paper.id}"
    sent = at_desk.visitor.lapse().get(look, status=303)
    assert sent.answer.headers["Location"].startswith("/sign-in?next=")


def test_after_a_death_papers_can_be_seen_and_none_added(at_desk):
    form = at_desk.visitor.get(at_desk.path).fields(at_desk.path)
    paper = at_desk.write(a_paper)
    at_desk.write(
        lambda session, person: record_death(
            session, person_id=person.id, died_on=TODAY, by=BY, now=NOW
        )
    )
    page = at_desk.visitor.get(at_desk.path)
    assert "Add a paper" not in page.main
    assert f"{at_desk.path}/{paper.id}" in page.links
    sent = filled(form, {"purpose": "office_letter"})
    at_desk.visitor.send(at_desk.path, sent, file=("paper", "a.jpg", a_picture()), status=409)


def test_the_paper_of_a_yes_goes_with_the_answer(at_desk):
    path = f"{at_desk.home}/consents"
    told = {"purposes": ["peer_help"], "agrees": "yes", "form": "paper", "consent_words": "동의서"}
    at_desk.visitor.post(path, told, file=("paper", "a.jpg", a_picture()))
    kept = at_desk.rows(Attachment)[0]
    entry = at_desk.rows(ConsentEntry)[-1]
    assert (entry.purpose, entry.form) == (ConsentPurpose.PEER_HELP, ConsentForm.PAPER)
    assert entry.paper_id == kept.id
    assert (kept.purpose.value, kept.title) == ("consent_paper", "동의서")


def test_a_proxy_decides_by_a_paper_that_is_added(at_desk):
    new = NewContact(kind=OtherContactKind.PROXY, name="임대리")
    contact = at_desk.write(
        lambda session, person: add_other_contact(session, person, new, by=BY, now=NOW)
    )
    path = f"{at_desk.home}/consents"
    told = {"purposes": ["check_ins"], "agrees": "yes", "form": "proxy"}
    told |= {"proxy_id": contact.person_id}
    refused = at_desk.visitor.post(path, told, status=422)
    assert list(refused.errors) == ["consent_words"]
    at_desk.visitor.post(path, told, file=("paper", "a.jpg", a_picture()))
    assert at_desk.rows(ConsentEntry)[-1].paper_id == at_desk.rows(Attachment)[0].id
    assert at_desk.rows(Attachment)[0].purpose.value == "proxy_paper"


@pytest.mark.parametrize(
    ("changed", "content", "fields"),
    [
        pytest.param({"form": "voice"}, a_picture(), {"paper"}, id="a paper of a spoken answer"),
        pytest.param({}, b"x", {"paper"}, id="no paper at all"),
        pytest.param({"purposes": []}, a_picture(), {"purposes", "paper"}, id="nothing asked"),
        pytest.param({"form": "proxy"}, a_picture(), {"proxy_id", "paper"}, id="nobody named"),
    ],
)
def test_an_answer_with_a_wrong_paper_is_not_written_down(at_desk, changed, content, fields):
    path = f"{at_desk.home}/consents"
    before = len(at_desk.rows(ConsentEntry))
    told = {"purposes": ["peer_help"], "agrees": "yes", "form": "paper", **changed}
    page = at_desk.visitor.post(path, told, file=("paper", "a.jpg", content), status=422)
    assert set(page.errors) == fields
    assert len(at_desk.rows(ConsentEntry)) == before
    assert at_desk.rows(Attachment) == []


def test_the_list_asks_no_more_for_many_papers_and_reads_no_picture(at_desk):
    at_desk.write(a_paper)
    with count_queries(at_desk.database) as few:
        at_desk.visitor.get(at_desk.path)
    for _ in range(4):
        at_desk.write(a_paper)
    with count_queries(at_desk.database) as many:
        at_desk.visitor.get(at_desk.path)
    assert many.total == few.total
    assert not [each for each in many.statements if "attachments.content" in each]
