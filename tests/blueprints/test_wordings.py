"""Automatic words are looked at before anything is planned in them, and say what is wrong."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, func, select

from blueprints.coordination.wording_views import GROUPS
from hopecare.domain.roles import Role
from hopecare.language.wording_versions import stamp_of, version_of
from hopecare.language.wordings import Text
from models import CheckInPlan, WordingRehearsal
from tests.factories.desk import a_plan
from tests.factories.people import a_resident, a_staff_account
from tests.factories.towns import NOW, a_centre, a_town, an_area
from tests.plugins.pages import count_queries, filled

PLAN = {"weekdays": ["mon"], "local_time": "09:30", "channel": "voice", "ladder": "quick"}
SEEN = "/wordings/seen"


@pytest.fixture
def unseen():
    return (Text.CHECK_IN, Text.GOODBYE)


@pytest.fixture
def centre(database, town_scope, unseen):
    with database.writing(town_scope) as session:
        a_town(session, unseen=unseen)
        return a_centre(session)


@pytest.fixture
def account(database, town_scope, centre):
    with database.writing(town_scope) as session:
        return a_staff_account(session, centre=centre, full_name="이담당")


@pytest.fixture
def staff(visitor, account):
    return visitor.sign_in(account)


@pytest.fixture
def resident(database, town_scope, centre):
    with database.writing(town_scope) as session:
        return a_resident(session, name="김다래", centre=centre)


def looks(database, scope):
    asked = select(WordingRehearsal).where(WordingRehearsal.seen_by.startswith("account:"))
    with database.reading(scope) as session:
        return {(row.wording, row.version): row for row in session.scalars(asked)}


def plans(database, scope):
    with database.reading(scope) as session:
        return session.scalar(select(func.count()).select_from(CheckInPlan))


def test_nothing_is_planned_in_words_nobody_has_looked_at(database, town_scope, staff, resident):
    path = f"/residents/{resident.id}/check-ins"
    refused = staff.post(path, PLAN, status=409)
    assert "Nobody has looked yet at the words" in refused.text
    assert "/wordings" in refused.links
    assert plans(database, town_scope) == 0

    staff.post(SEEN, on="/wordings")
    staff.post(path, PLAN)
    assert plans(database, town_scope) == 1


def test_a_social_worker_is_told_who_looks_and_not_sent_to_a_closed_page(
    database, town_scope, visitor, centre, resident
):
    with database.writing(town_scope) as session:
        worker = a_staff_account(session, centre=centre, roles={Role.SOCIAL_WORKER})
    visitor.sign_in(worker)
    refused = visitor.post(f"/residents/{resident.id}/check-ins", PLAN, status=409)
    assert "A coordinator or administrator looks" in refused.text
    assert "/wordings" not in refused.links
    assert "automatic words" not in visitor.get("/today").main
    visitor.get("/wordings", status=403)


def planned_before(database, scope, resident, changed):
    """A plan that stands already when the words of one of its wordings change."""
    with database.writing(scope) as session:
        a_plan(session, resident)
        rows = WordingRehearsal.wording == changed.value
        session.execute(delete(WordingRehearsal).where(rows))


@pytest.mark.parametrize("unseen", [()])
def test_a_ladder_waits_for_its_words_too(database, town_scope, staff, resident):
    planned_before(database, town_scope, resident, Text.LOOK_IN)
    path = f"/residents/{resident.id}/ladder"
    steps = "do=see&step_1=keyholder&wait_1=20&step_2=coordinator&wait_2=45"
    refused = staff.post(path, on=f"{path}?{steps}", status=409)
    assert "/wordings" in refused.links


def test_who_saw_which_version_when_is_written_down(database, town_scope, staff, account, resident):
    page = staff.get("/wordings")
    form = page.fields(SEEN)
    assert form.getlist("seen") == [stamp_of(Text.CHECK_IN), stamp_of(Text.GOODBYE)]
    staff.send(SEEN, form)
    rows = looks(database, town_scope)
    assert set(rows) == {(t.value, version_of(t)) for t in (Text.CHECK_IN, Text.GOODBYE)}
    assert {(row.seen_at, row.seen_by_id) for row in rows.values()} == {(NOW, account.person_id)}
    staff.send(SEEN, form)  # the back button
    assert len(looks(database, town_scope)) == 2
    after = staff.get("/wordings")
    assert "이담당" in after.main
    assert "Seen" in after.main
    assert after.find("form", action=SEEN) is None


def test_the_page_shows_each_wording_as_it_will_be_read_with_the_longest_name(
    database, town_scope, staff, centre
):
    with database.writing(town_scope) as session:
        person = a_resident(session, name="황금독수리", centre=centre)
        person.called = "황금독수리온세상을놀라게하다"
    main = staff.get("/wordings").main
    assert "14 characters" in main
    assert "가나다라마바사아자차카타파하님, 안녕하세요. 안부를 여쭈려고 전화드렸어요." in main
    assert "[희망케어]" in main
    assert "bytes in EUC-KR" in main
    assert "황금독수리" not in main
    for words in (
        "In quiet hours: waits until 08:00.",
        "Whoever wants no texts: no text is sent. A call may still be made.",
        'Where others may read it: "Neutral words: check-in" instead.',
        "Landline only: a call says the spoken words.",
    ):
        assert words in main


def test_words_that_grow_too_long_cannot_be_seen(database, town_scope, staff):
    with database.writing(town_scope) as session:
        an_area(session, name="가" * 200)
        session.execute(
            delete(WordingRehearsal).where(WordingRehearsal.wording == Text.ALERT_SILENT.value)
        )
    page = staff.get("/wordings")
    assert "Too long: it fills more than three texts." in page.main
    assert "Cannot be said as it is" in page.main
    form = page.fields(SEEN)
    assert stamp_of(Text.ALERT_SILENT) not in form.getlist("seen")
    forged = filled(form, {"seen": [stamp_of(Text.ALERT_SILENT)]})
    assert "seen" in staff.send(SEEN, forged, status=422).errors
    assert looks(database, town_scope) == {}


@pytest.mark.parametrize(
    ("seen", "status"),
    [
        (None, 422),
        (["check_in@00000000"], 409),
        (["nonsense"], 409),
        (["x" * 61], 422),
    ],
)
def test_only_what_was_shown_can_be_seen(database, town_scope, staff, seen, status):
    form = staff.get("/wordings").fields(SEEN)
    staff.send(SEEN, filled(form, {"seen": seen}), status=status)
    assert looks(database, town_scope) == {}


@pytest.mark.parametrize("unseen", [()])
def test_new_words_are_told_on_every_page_and_todays_plans_go_on(
    database, town_scope, staff, resident
):
    planned_before(database, town_scope, resident, Text.CHECK_IN)
    for path in ("/today", "/residents", f"/residents/{resident.id}/check-ins"):
        page = staff.get(path)
        assert "New automatic words since Mon 23 Nov" in page.main
        assert "/wordings" in page.links
    with database.reading(town_scope) as session:
        (standing,) = session.scalars(select(CheckInPlan))
        assert standing.next_due_at is not None
    staff.post(SEEN, on="/wordings")
    assert "New automatic words" not in staff.get("/today").main


def test_every_wording_stands_once_on_the_page():
    assert sorted(each for _, _, texts in GROUPS for each in texts) == sorted(Text)


@pytest.mark.parametrize("unseen", [tuple(Text)])
def test_whoever_has_looked_at_all_of_them_is_told_of_no_new_words(staff):
    for _ in GROUPS:
        staff.post(SEEN, on="/wordings")
    assert staff.get("/wordings").find("form", action=SEEN) is None
    assert "automatic words" not in staff.get("/today").main


def test_a_town_where_nobody_ever_looked_says_so(database, town_scope, staff):
    with database.writing(town_scope) as session:
        session.execute(delete(WordingRehearsal))
    assert f"Nobody has looked at the automatic words yet ({len(Text)})" in (
        staff.get("/today").main
    )


def test_the_page_asks_as_much_however_many_live_here(database, town_scope, staff, centre):
    with count_queries(database) as few:
        staff.get("/wordings")
    with database.writing(town_scope) as session:
        for _ in range(5):
            a_resident(session, centre=centre)
    with count_queries(database) as many:
        staff.get("/wordings")
    assert many.statements == few.statements
