"""What every page and every answer has: words, headers, a language, a way on after a refusal."""

from __future__ import annotations

from uuid import uuid4

import pytest

from hopecare.domain.roles import Role
from hopecare.web.assets import assets
from hopecare.web.security import CONTENT_SECURITY_POLICY
from tests.factories.people import a_staff_account
from tests.plugins.pages import Visitor


def test_the_parts_of_pages_are_sound_html(staff):
    assert "김다래님" in staff.get(f"/sample/seen/{uuid4()}").text


@pytest.mark.parametrize(
    ("language", "word"), [("ko", "이 페이지를 찾을 수 없어요"), ("en", "cannot find")]
)
def test_a_page_that_is_not_there_says_so_in_the_readers_language(visitor, town, language, word):
    visitor.read_in(language)
    found = visitor.get("/nowhere", status=404)
    assert word in found.text
    assert found.tree.attrib["lang"] == language


def test_the_office_and_the_emergency_numbers_stand_on_every_public_page(visitor, town):
    text = visitor.get("/nowhere", status=404).text
    assert "031-000-0000" in text
    assert "119" in text


def test_the_language_is_changed_by_a_button_and_stays(visitor, town):
    answer = visitor.post("/language", on="/sample/everything")
    assert answer.answer.headers["Location"] == "/sample/everything"
    assert visitor.get("/sample/everything").tree.attrib["lang"] == "ko"


def test_the_language_button_never_leads_off_the_site(visitor, town):
    answer = visitor.post("/language", {"next": "//evil.example"}, on="/sample/everything")
    assert answer.answer.headers["Location"] == "/"


def test_every_answer_forbids_everything_that_is_not_ours(visitor, town):
    headers = visitor.fetch("/sample/everything").headers
    assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_what_signed_in_people_see_is_kept_nowhere(staff):
    assert staff.fetch(f"/sample/seen/{uuid4()}").headers["Cache-Control"] == "no-store"


def test_our_own_failure_is_answered_without_details(visitor, town, caplog):
    visitor.app.testing = False
    page = visitor.get("/sample/broken", status=500)
    assert "went wrong on our side" in page.text
    assert "ZeroDivision" not in page.html
    assert "request failed" in caplog.text


def test_a_machine_is_refused_with_a_problem(visitor, town):
    answer = visitor.fetch("/api/nowhere")
    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"
    assert answer.json["reason"] == "not_found"


def test_files_are_kept_for_ever_under_a_name_of_their_content(visitor, town):
    url = assets().url("lib/bootstrap.min.css")
    answer = visitor.fetch(url, headers={"Accept-Encoding": "gzip, br"})
    assert answer.headers["Content-Encoding"] == "br"
    assert "immutable" in answer.headers["Cache-Control"]
    assert len(answer.data) < 24_000
    assert visitor.fetch(url.replace("lib-", "lib-0")).status_code == 404


def test_a_wrong_name_of_a_file_fails_at_once():
    with pytest.raises(KeyError):
        assets().url("app/nothing.css")


def test_a_page_asks_for_sign_in_and_comes_back(visitor, town):
    answer = visitor.get("/sample/areas?kind=x", status=303)
    assert answer.answer.headers["Location"] == "/sign-in?next=/sample/areas?kind%3Dx"


def test_a_page_that_is_not_open_to_a_role_says_so(app, database, town_scope, town):

    with database.writing(town_scope) as session:
        account = a_staff_account(session, roles=(Role.RESIDENT,))
    Visitor(app).sign_in(account).get("/sample/areas", status=403)
