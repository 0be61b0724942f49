"""A directory by page: looked at before anything is written, taken over as seen, or refused."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from hopecare.domain.care_path import RunState
from hopecare.domain.roles import Role
from hopecare.extensions import DESK
from hopecare.jobs.take_in_directories import take_in_directories
from hopecare.jobs.tools import Tools
from hopecare.reading.hsds_files import read_directory_file
from models import (
    AccessLogEntry,
    DirectoryEntry,
    DirectoryUpload,
    Organisation,
    Run,
    Service,
    ServiceHours,
)
from tests.factories.hsds import a_kitchen, a_plain_service, an_office, packed, written
from tests.factories.people import a_staff_account
from tests.factories.referrals import PAST_DOUBTS, a_referral
from tests.factories.towns import TODAY, a_centre, a_town

PATH = "/organisations/import"
ONE = written(an_office(a_kitchen()))


@pytest.fixture
def account(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        return a_staff_account(session, roles=(Role.COORDINATOR,), centre=a_centre(session))


@pytest.fixture
def at_desk(visitor, account):
    return visitor.sign_in(account)


@pytest.fixture
def work(app, visitor):
    """Let the worker take over what waits."""

    def work(after=timedelta(0)):
        visitor.clock.advance(after)
        desk = app.extensions[DESK]
        tools = Tools(database=desk.database, networks=desk.networks, clock=desk.clock)
        return take_in_directories(tools)

    return work


@pytest.fixture
def rows(database, town_scope):
    def rows(model):
        with database.reading(town_scope) as session:
            found = session.scalars(select(model).order_by(model.id)).all()
            session.expunge_all()
            return found

    return rows


def sent(at_desk, content, *, name="town.json", status=303, **values):
    return at_desk.post(PATH, values, file=("file", name, content), status=status)


def seen(at_desk, content, **values):
    return at_desk.follow(sent(at_desk, content, **values))


def taken(at_desk, page):
    """Press the one button of the page on which one has looked."""
    return at_desk.post(f"{page.path}/take-over", {}, on=page.path)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_it_is_looked_at_first_and_then_taken_over_by_a_run(at_desk, work, rows, language):
    at_desk.read_in(language)
    page = seen(at_desk, ONE)
    assert "별빛 반찬 나눔" in page.main
    assert rows(Service) == []
    run = at_desk.follow(taken(at_desk, page))
    assert rows(Run)[0].state is RunState.RUNNING
    assert rows(Run)[0].total == len(read_directory_file("x.json", ONE).entries)
    assert work() == 1
    assert [each.name for each in rows(Service)] == ["별빛 반찬 나눔"]
    done = rows(Run)[0]
    assert (done.state, done.done, done.by) == (
        RunState.DONE,
        done.total,
        rows(DirectoryUpload)[0].by,
    )
    assert rows(DirectoryUpload)[0].content is None
    assert at_desk.get(run.path).h1
    assert {"ko": "가져올 것이 없습니다", "en": "nothing to take over"}[language] in seen(
        at_desk, ONE
    ).main


def test_a_directory_that_comes_under_another_name_says_it_would_stand_here_twice(
    at_desk, work, rows
):
    taken(at_desk, seen(at_desk, ONE, source="first"))
    work()
    known = rows(Organisation)[0].name
    again = seen(at_desk, ONE, source="first")
    assert "from another list" not in again.main
    under_another = seen(at_desk, ONE, source="second")
    assert "Offices that stand here already, from another list · 1" in under_another.main
    assert f"{known} (first)" in under_another.main
    assert len(rows(Organisation)) == 1


def test_a_package_of_tables_comes_in_and_goes_out_again(at_desk, work, rows, database, town_scope):
    taken(at_desk, seen(at_desk, ONE))
    work()
    page = at_desk.get(PATH)
    for kind, name in {"json": "again.json", "csv": "again.zip"}.items():
        path = f"/organisations/export?kind={kind}"
        assert path in page.links
        answer = at_desk.fetch(path)
        assert answer.headers["Cache-Control"] == "no-store"
        again = seen(at_desk, answer.data, name=name)
        assert "there is nothing to take over" in again.main
    with database.reading(town_scope) as session:
        logged = select(func.count()).where(AccessLogEntry.purpose == "organisation.read")
        assert session.scalar(logged) == 2


@pytest.mark.parametrize("is_listed", [False, True], ids=["gone", "listed as inactive"])
def test_what_changes_stays_ends_or_waits_is_named_before(
    at_desk, work, rows, database, town_scope, is_listed
):
    old = [a_plain_service(name, status="inactive") for name in ("그만둘 곳", "기다리는 곳")]
    ended = old if is_listed else []
    three = an_office(a_kitchen(), a_plain_service("그만둘 곳"), a_plain_service("기다리는 곳"))
    taken(at_desk, seen(at_desk, written(three)))
    work()
    with database.writing(town_scope) as session:
        waited = session.scalars(select(Service).where(Service.name == "기다리는 곳")).one()
        a_referral(session, service=waited, sending=PAST_DOUBTS)
    new = (a_kitchen(fees_description="무료"), a_plain_service("새로 생긴 곳"))
    page = seen(at_desk, written(an_office(*new, *ended)))
    for title, name in {
        "No longer listed, but somebody waits there · 1": "기다리는 곳",
        "Services that end · 1": "그만둘 곳",
        "New services · 1": "새로 생긴 곳",
        "Services that change · 1": "별빛 반찬 나눔",
    }.items():
        assert name in page.main[page.main.index(title) :]
    assert [page.main.count(name) for name in ("그만둘 곳", "기다리는 곳")] == [1, 1]
    taken(at_desk, page)
    work()
    by_name = {each.name: each for each in rows(Service)}
    assert by_name["그만둘 곳"].ended_on is not None
    assert (by_name["기다리는 곳"].ended_on, by_name["기다리는 곳"].vanished_on is None) == (
        None, False,
    )  # fmt: skip


def test_a_service_somebody_waits_at_comes_under_no_other_office(
    at_desk, work, rows, database, town_scope
):
    service = a_plain_service("말벗")
    taken(at_desk, seen(at_desk, written([an_office(service), an_office(name="달빛재단")])))
    work()
    moved = written([an_office(), an_office(service, name="달빛재단")])
    looked_at_before = seen(at_desk, moved)
    with database.writing(town_scope) as session:
        only = session.scalars(select(Service)).one()
        a_referral(session, service=only, sending=PAST_DOUBTS)
    assert "Somebody was referred into 말벗" in sent(at_desk, moved, status=422).main
    run = at_desk.follow(taken(at_desk, looked_at_before))
    assert work() == 0
    assert "Somebody was referred meanwhile" in at_desk.get(run.path).main
    assert [each.state for each in rows(Run)] == [RunState.DONE, RunState.DONE]


def test_a_part_leaves_what_it_does_not_name(at_desk, work, rows):
    taken(at_desk, seen(at_desk, written(an_office(a_kitchen(), a_plain_service("남을 곳")))))
    work()
    page = seen(at_desk, ONE, is_part="yes")
    assert "Services that end" not in page.main
    assert "there is nothing to take over" in page.main


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        pytest.param(b"", "a.json", "empty", id="empty"),
        pytest.param(b"x" * (9 << 20), "a.json", "8 MB", id="nine megabytes"),
        pytest.param(packed({"services.csv": b"0" * (60 << 20)}), "a.zip", "8 MB", id="bomb"),
        pytest.param(b"PK\x03\x04 broken", "a.zip", "", id="broken package"),
        pytest.param(packed({"notes.txt": b"x"}), "a.zip", "", id="no tables"),
        pytest.param(written({"hello": "world"}), "a.json", "", id="no directory"),
        pytest.param(b'{"id": ', "a.json", "", id="half a document"),
        pytest.param("기관".encode("cp949"), "a.json", "", id="wrong encoding"),
        pytest.param(b"\xff" * 100, "services.csv", "", id="no encoding at all"),
    ],
)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_what_is_no_directory_is_refused_beside_the_file(
    at_desk, rows, content, name, words, language
):
    at_desk.read_in(language)
    page = sent(at_desk, content, name=name, status=422)
    assert set(page.errors) == {"file"}
    if language == "en":
        assert words.lower() in page.errors["file"].lower()
    assert (rows(DirectoryUpload), rows(Run)) == ([], [])


def test_fifty_megabytes_are_turned_away_before_they_are_read(at_desk, rows):
    form = at_desk.get(PATH).fields(PATH)
    file = ("file", "big.json", b" " * (50 << 20))
    assert "smaller file" in at_desk.send(PATH, form, status=413, file=file).main
    assert rows(DirectoryUpload) == []


def test_no_file_is_asked_for(at_desk):
    assert set(at_desk.post(PATH, {}, status=422).errors) == {"file"}


@pytest.mark.parametrize(("language", "why"), [("ko", "123e4567"), ("en", "An id is written like")])
def test_mistakes_are_named_by_place_and_field(at_desk, rows, language, why):
    at_desk.read_in(language)
    broken = an_office(a_kitchen(status="perhaps"), a_plain_service("둘째", id="=1+1"))
    page = sent(at_desk, written(broken), status=422)
    for words in ("/services/0", "/services/1", "id", "status", "active, inactive"):
        assert words in page.main
    assert why in page.main
    assert (rows(DirectoryUpload), rows(DirectoryEntry)) == ([], [])


def test_formulas_are_words_and_unknown_fields_are_kept(at_desk, work, rows):
    page = seen(at_desk, written(an_office(a_kitchen(name="=HYPERLINK(1)", mood="good"))))
    taken(at_desk, page)
    work()
    assert rows(Service)[0].name == "=HYPERLINK(1)"
    assert {"mood": "good"} in [each.extra for each in rows(DirectoryEntry)]
    out = json.loads(at_desk.fetch("/organisations/export?kind=json").data)
    assert out["contents"][0]["services"][0]["mood"] == "good"


def test_a_second_press_finds_the_first_run_and_a_later_one_is_told(at_desk, work, rows):
    page = seen(at_desk, ONE)
    form = at_desk.get(page.path).fields(f"{page.path}/take-over")
    first = at_desk.send(f"{page.path}/take-over", form)
    again = at_desk.send(f"{page.path}/take-over", form)
    assert first.answer.headers["Location"] == again.answer.headers["Location"]
    form["op"] = "another-key"
    late = at_desk.send(f"{page.path}/take-over", form, status=409)
    assert "not waiting any more" in late.text
    assert (work(), work(), len(rows(Run))) == (1, 0, 1)


def test_another_hash_than_the_one_seen_takes_nothing(at_desk, rows):
    page = seen(at_desk, ONE)
    form = at_desk.get(page.path).fields(f"{page.path}/take-over")
    form["digest"] = "0" * 64
    refused = at_desk.send(f"{page.path}/take-over", form, status=409)
    assert "not what you saw" in refused.text
    assert rows(Run) == []


def test_of_two_at_once_the_second_is_refused_whole_and_alarms_nobody(at_desk, work, rows):
    first = seen(at_desk, ONE)
    second = seen(at_desk, written(an_office(a_plain_service("다른 곳"))))
    taken(at_desk, first)
    late = at_desk.follow(taken(at_desk, second))
    assert work() == 1
    assert [each.name for each in rows(Service)] == ["별빛 반찬 나눔"]
    assert [each.state for each in rows(Run)] == [RunState.DONE, RunState.DONE]
    assert rows(Run)[1].done == 0
    assert "Something changed after it was looked at" in at_desk.get(late.path).main


def test_a_file_nobody_wants_goes_after_a_day_and_says_so(at_desk, account, work, rows):
    page = seen(at_desk, ONE)
    work(timedelta(hours=23))
    assert rows(DirectoryUpload)[0].content is not None
    work(timedelta(hours=2))
    assert rows(DirectoryUpload)[0].content is None
    gone = at_desk.sign_in(account).get(page.path)
    assert "not kept any more" in gone.main
    assert f"{page.path}/take-over" not in gone.text


def test_a_social_worker_takes_nothing_in_and_may_write_out(at_desk, database, town_scope):
    page = seen(at_desk, ONE)
    with database.writing(town_scope) as session:
        account = a_staff_account(session, roles=(Role.SOCIAL_WORKER,))
    at_desk.sign_in(account)
    at_desk.get(PATH, status=403)
    at_desk.get(page.path, status=403)
    assert at_desk.fetch("/organisations/export?kind=csv").status_code == 200


@pytest.fixture
def corrected(at_desk, work, rows):
    """A service of a directory that a hand corrected: its name and its hours."""
    taken(at_desk, seen(at_desk, ONE))
    work()
    (service,) = rows(Service)
    path = f"/organisations/services/{service.id}/change"
    at_desk.post(path, {"name": "별빛 반찬 모임", "mon": "22:00-06:00", "closed_for_now": "yes"})
    return path


def known_of(rows):
    hours = {(each.weekday, f"{each.opens:%H:%M}") for each in rows(ServiceHours)}
    (service,) = rows(Service)
    return service, hours


def test_corrections_by_hand_are_named_and_stay_unless_one_chooses(at_desk, work, rows, corrected):
    page = seen(at_desk, written(an_office(a_kitchen(fees_description="무료"))))
    said = page.main[page.main.index("Corrected by hand") :]
    assert "Name 별빛 반찬 모임 별빛 반찬 나눔" in said
    assert "Monday 22:00–24:00" in said
    assert "Closed for the time being Yes No" in said
    assert page.fields(f"{page.path}/take-over")["corrections"] == "keep"
    taken(at_desk, page)
    work()
    service, hours = known_of(rows)
    assert (service.name, service.fees) == ("별빛 반찬 모임", "무료")
    assert service.closed_for_now_since is not None
    assert (0, "22:00") in hours
    again = seen(at_desk, written(an_office(a_kitchen(fees_description="무료"))))
    assert "별빛 반찬 모임" in again.main


def test_a_correction_of_the_very_day_the_source_names_is_kept_too(at_desk, work, rows):
    taken(at_desk, seen(at_desk, written(an_office(a_kitchen(assured_date=TODAY.isoformat())))))
    work()
    (service,) = rows(Service)
    at_desk.post(f"/organisations/services/{service.id}/change", {"name": "별빛 반찬 모임"})
    anew = a_kitchen(assured_date=TODAY.isoformat(), fees_description="무료")
    page = seen(at_desk, written(an_office(anew)))
    assert "Name 별빛 반찬 모임 별빛 반찬 나눔" in page.main
    taken(at_desk, page)
    work()
    (service,) = rows(Service)
    assert (service.name, service.fees) == ("별빛 반찬 모임", "무료")


def test_the_file_writes_over_them_where_one_chooses_so(at_desk, work, rows, corrected):
    page = seen(at_desk, ONE)
    at_desk.post(f"{page.path}/take-over", {"corrections": "overwrite"}, on=page.path)
    work()
    service, hours = known_of(rows)
    assert service.name == "별빛 반찬 나눔"
    assert service.closed_for_now_since is None
    assert (0, "22:00") not in hours
    assert "there is nothing to take over" in seen(at_desk, ONE).main


def test_another_correction_in_between_makes_what_was_shown_stale(at_desk, work, rows, corrected):
    page = seen(at_desk, ONE)
    at_desk.post(corrected, {"name": "별빛 부엌"})
    taken(at_desk, page)
    assert work() == 0
    assert "directory_changed" in str(rows(Run)[-1].result)
    assert known_of(rows)[0].name == "별빛 부엌"


def test_what_nobody_touched_is_no_correction_though_the_source_changed(at_desk, work, rows):
    taken(at_desk, seen(at_desk, ONE))
    work()
    page = seen(at_desk, written(an_office(a_kitchen(name="별빛 새 이름"))))
    assert "Corrected by hand" not in page.main
    taken(at_desk, page)
    work()
    assert known_of(rows)[0].name == "별빛 새 이름"


def test_a_file_that_cannot_be_opened_stops_no_other(at_desk, work, rows, database, town_scope):
    broken = seen(at_desk, ONE)
    taken(at_desk, broken)
    with database.writing(town_scope) as session:
        session.execute(text("UPDATE directory_uploads SET content = :it"), {"it": b"no cipher"})
    taken(at_desk, seen(at_desk, written(an_office(a_plain_service("다른 곳")))))
    assert work() == 1
    assert [each.state for each in rows(Run)] == [RunState.FAILED, RunState.DONE]
    assert [each.name for each in rows(Service)] == ["다른 곳"]
    assert [each.content for each in rows(DirectoryUpload)] == [None, None]
