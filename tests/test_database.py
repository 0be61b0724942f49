"""Transactions keep the wall between towns, and reading apart from writing."""

from __future__ import annotations

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.engine.interfaces import CacheStats
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session, aliased

from hopecare.clock import utc_now
from hopecare.database import AllTowns, Database, TownScope, after_commit
from hopecare.domain.care_path import MessageStatus
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind
from hopecare.errors import ReadOnlySessionError, ScopeCrossedError, ScopeMissingError
from models import Centre, Message, Town


def town(slug: str) -> Town:
    return Town(
        slug=slug,
        name=slug,
        name_en=slug,
        country="KR",
        language="ko",
        zone="Asia/Seoul",
        currency="KRW",
        channel_profile="kr-twilio",
        office_phone="+82310000000",
        is_demonstration=True,
        created_at=utc_now(),
    )


def centre(town_id, code: str) -> Centre:
    return Centre(town_id=town_id, code=code, name=code, name_en=code, phone="+82310000000")


@pytest.fixture
def two_towns(database: Database):
    """Two towns with a centre each."""
    towns = [town("north"), town("south")]
    with database.writing(AllTowns()) as session:
        session.add_all(towns)
        session.flush()
        session.add_all(centre(each.id, each.slug) for each in towns)
    return [TownScope(each.id) for each in towns]


def codes(database: Database, scope) -> list[str]:
    with database.reading(scope) as session:
        return sorted(session.scalars(select(Centre.code)))


def test_a_town_sees_its_own_rows_only(database, two_towns):
    assert codes(database, two_towns[0]) == ["north"]
    assert codes(database, two_towns[1]) == ["south"]
    assert codes(database, AllTowns()) == ["north", "south"]


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param(select(func.count()).select_from(Centre), id="count"),
        pytest.param(select(func.count(aliased(Centre).id)), id="alias"),
        pytest.param(select(func.count()).select_from(select(Centre).subquery()), id="subquery"),
        pytest.param(
            select(func.count(Centre.id)).where(Centre.id.in_(select(Centre.id))), id="nested"
        ),
        pytest.param(
            select(func.count(Centre.id)).join(Town, Town.id == Centre.town_id), id="join"
        ),
    ],
)
def test_every_shape_of_question_is_filtered(database, two_towns, statement):
    with database.reading(two_towns[0]) as session:
        assert session.scalar(statement) == 1


def test_a_row_of_another_town_is_not_found_by_its_key(database, two_towns):
    with database.reading(two_towns[0]) as session:
        own = session.scalars(select(Centre)).one()
    with database.reading(two_towns[1]) as session:
        assert session.get(Centre, own.id) is None


def test_bulk_changes_stay_in_the_town(database, two_towns):
    with database.writing(two_towns[0]) as session:
        session.execute(update(Centre).values(name="changed"))
        session.execute(delete(Centre).where(Centre.code == "south"))
    with database.reading(AllTowns()) as session:
        names = dict(session.execute(select(Centre.code, Centre.name)).all())
    assert names == {"north": "changed", "south": "south"}


def test_a_row_of_another_town_cannot_be_written(database, two_towns):
    with pytest.raises(ScopeCrossedError), database.writing(two_towns[0]) as session:
        session.add(centre(two_towns[1].town_id, "stray"))
    assert codes(database, AllTowns()) == ["north", "south"]


def test_a_row_cannot_be_moved_to_another_town(database, two_towns):
    with pytest.raises(ScopeCrossedError), database.writing(two_towns[0]) as session:
        session.scalars(select(Centre)).one().town_id = two_towns[1].town_id


@pytest.mark.parametrize("rows", [1, 2])
def test_bulk_inserts_are_held_to_the_town(database, two_towns, rows):
    stray = {"id": uuid4(), "name": "x", "name_en": "x", "phone": "x"}
    stray |= {"town_id": two_towns[1].town_id, "code": "stray"}
    own = stray | {"town_id": two_towns[0].town_id, "id": uuid4(), "code": "own"}
    given = [stray] if rows == 1 else [own, stray]
    with pytest.raises(ScopeCrossedError), database.writing(two_towns[0]) as session:
        session.execute(insert(Centre), given)
    with pytest.raises(ScopeCrossedError), database.writing(two_towns[0]) as session:
        session.execute(insert(Centre).values(**stray))
    with database.writing(two_towns[0]) as session:
        session.execute(insert(Centre), [own])
    assert codes(database, two_towns[0]) == ["north", "own"]


def test_rows_that_belong_to_no_town_are_not_held_to_one(database, two_towns):
    values = {c.key: getattr(town("west"), c.key) for c in Town.__mapper__.column_attrs}
    with database.writing(two_towns[0]) as session:
        session.execute(insert(Town), [values])
        assert session.execute(text("SELECT 1")).scalar() == 1
        assert len(session.scalars(select(Town)).all()) == 3


def test_a_session_without_a_scope_is_refused(database, two_towns):
    with Session(database.engine) as session, pytest.raises(ScopeMissingError):
        session.scalars(select(Centre)).all()


def test_reading_cannot_write_through_rows(database, two_towns):
    with pytest.raises(ReadOnlySessionError), database.reading(two_towns[0]) as session:
        session.add(centre(two_towns[0].town_id, "new"))
    with pytest.raises(ReadOnlySessionError), database.reading(two_towns[0]) as session:
        session.scalars(select(Centre)).one().name = "changed"
    assert codes(database, AllTowns()) == ["north", "south"]


def test_reading_cannot_write_through_statements(database, two_towns):
    with pytest.raises(DBAPIError, match=r"read-?only"), database.reading(AllTowns()) as session:
        session.execute(update(Centre).values(name="changed"))


def test_writing_works_on_the_connection_that_was_read_with(database, two_towns):
    assert codes(database, two_towns[0]) == ["north"]
    with database.writing(two_towns[0]) as session:
        session.add(centre(two_towns[0].town_id, "second"))
    assert codes(database, two_towns[0]) == ["north", "second"]


def test_an_error_leaves_nothing_behind(database, two_towns):
    def write_and_fail() -> None:
        with database.writing(two_towns[0]) as session:
            session.add(centre(two_towns[0].town_id, "second"))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    assert codes(database, two_towns[0]) == ["north"]


def test_what_is_written_after_a_copy_is_checked_again(database, two_towns):
    with database.copying(AllTowns()) as session:
        session.execute(update(Centre).values(name="copied"))
    with pytest.raises(IntegrityError), database.writing(AllTowns()) as session:
        session.execute(insert(Message), [a_row_of_nothing(two_towns[0].town_id)])


def a_row_of_nothing(town_id):
    """It names nobody who is there."""
    now = utc_now()
    return {
        "id": uuid4(),
        "town_id": town_id,
        "kind": MessageKind.CHECK_IN,
        "status": MessageStatus.PENDING,
        "channel": Channel.SMS,
        "language": "ko",
        "dedup_key": "nobody",
        "to_person_id": uuid4(),
        "not_before": now,
        "valid_until": now + timedelta(hours=1),
        "created_at": now,
        "body": "nobody reads this",
    }


def test_a_moment_that_is_over_is_refused_after_a_copy(database, two_towns):
    with database.copying(AllTowns()) as session:
        session.execute(update(Centre).values(name="copied"))
    row = a_row_of_nothing(two_towns[0].town_id)
    with (
        pytest.raises(IntegrityError, match="some_time_to_send"),
        database.writing(AllTowns()) as session,
    ):
        session.execute(insert(Message), [row | {"valid_until": row["not_before"]}])


def test_a_copy_that_fails_leaves_nothing_behind(database, two_towns):
    def copy_and_fail() -> None:
        with database.copying(two_towns[0]) as session:
            session.execute(update(Centre).values(code="changed"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        copy_and_fail()
    assert codes(database, AllTowns()) == ["north", "south"]


def test_what_follows_a_commit_follows_only_a_commit(database, two_towns):
    called: list[str] = []

    def write(*, fail: bool) -> None:
        with database.writing(two_towns[0]) as session:
            after_commit(session, lambda: called.append("woken"))
            assert called == []
            if fail:
                raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write(fail=True)
    assert called == []
    write(fail=False)
    assert called == ["woken"]


def test_a_reading_session_wakes_nobody(database, two_towns):
    with database.reading(two_towns[0]) as session, pytest.raises(ReadOnlySessionError):
        after_commit(session, lambda: None)


def test_reading_sees_one_moment(database, two_towns):
    with database.reading(two_towns[0]) as session:
        before = session.scalar(select(func.count(Centre.id)))
        with database.writing(two_towns[0]) as other:
            other.add(centre(two_towns[0].town_id, "second"))
        assert session.scalar(select(func.count(Centre.id))) == before


def test_a_question_is_put_together_once_among_many_others(database):
    """The doors ask well over a thousand different questions, more than an engine usually keeps."""
    with database.reading(AllTowns()) as session:
        connection = session.connection()
        for number in range(800):
            connection.execute(select(Town.id.label(f"asked_{number}")).limit(0))
        asked = connection.execute(select(Town.id.label("asked_0")).limit(0))
    assert asked.context.cache_hit is CacheStats.CACHE_HIT


def test_two_writers_take_turns(database, two_towns):
    scope = two_towns[0]

    def rename() -> None:
        for _ in range(5):
            with database.writing(scope) as session:
                row = session.scalars(select(Centre).with_for_update()).one()
                row.name = f"{row.name}."

    threads = [threading.Thread(target=rename) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading(scope) as session:
        assert session.scalars(select(Centre.name)).one() == "north" + "." * 20


def test_sqlite_keeps_what_it_committed_and_checks_its_keys(sqlite):
    with sqlite.engine.connect() as connection:
        pragmas = ["journal_mode", "synchronous", "foreign_keys", "busy_timeout"]
        values = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in pragmas]
    assert values == ["wal", 2, 1, 30000]
