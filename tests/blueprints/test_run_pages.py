"""The page of long work says in words what became of it, and why a row could not be taken."""

from __future__ import annotations

import pytest

from hopecare.domain.identity import SystemActor
from hopecare.domain.roles import Role
from hopecare.domain.runs import RunKind
from hopecare.services.finish_run import finish_run
from hopecare.services.start_run import start_run
from tests.factories.people import a_staff_account
from tests.factories.towns import NOW, a_centre, a_town

COUNTED = {
    "added": 30,
    "joined": 2,
    "unchanged": 4,
    "measured": 8,
    "different": 5,
    "look_at": 6,
    "faulty": 7,
}
ROWS = [
    {"line": 9, "column": "name", "code": "missing", "about": ""},
    {"line": 12, "column": "name", "code": "twice_in_file", "about": "11"},
]


@pytest.fixture
def run_page(database, town_scope, visitor):
    """Make a run with this result and give its address."""
    with database.writing(town_scope) as session:
        town = a_town(session)
        roles = (Role.COORDINATOR, Role.ADMINISTRATOR)
        account = a_staff_account(session, roles=roles, centre=a_centre(session))
    visitor.sign_in(account)

    def run_page(result, *, failed=False):
        with database.writing(town_scope) as session:
            kind, by = RunKind.IMPORT_RESIDENTS, SystemActor(name="test")
            run = start_run(session, town_id=town.id, kind=kind, total=40, by=by, now=NOW)
            details = {"rows": ROWS, "look_at": []}
            finish_run(
                session, run_id=run.id, result=result, now=NOW, failed=failed, details=details
            )
        return f"/runs/{run.id}"

    return run_page


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("en", ["Newly taken in: 30", "Lines to correct: 7", "This cell must not be empty."]),
        ("ko", ["새로 등록: 30", "고칠 줄: 7", "11번째 줄"]),
    ],
)
def test_numbers_and_reasons_are_said_in_words(visitor, run_page, language, says):
    page = visitor.read_in(language).get(run_page(COUNTED))
    assert [words for words in says if words not in page.main] == []
    codes = (*COUNTED, "missing", "twice_in_file")
    assert [code for code in codes if f"{code}:" in page.main or f" {code} " in page.main] == []


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("stale_version", "Records of the same people kept changing meanwhile."),
        ("stopped", "Somebody stopped it."),
        ("fault", "Something went wrong in the program."),
        ("silence", "The program or the machine was switched off meanwhile."),
    ],
)
def test_a_run_that_stopped_says_so_and_why(visitor, run_page, code, why):
    page = visitor.get(run_page({"added": 2, "stopped_by": code}, failed=True))
    assert "It stopped before its end." in page.main
    assert why in page.main
    assert "Newly taken in: 2" in page.main
    assert "stale_version" not in page.main
