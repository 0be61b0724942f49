"""The commands that only say how things stand: messages, the schema, the words."""

from __future__ import annotations

from datetime import timedelta
from importlib.resources import files

import pytest
from click.testing import CliRunner
from sqlalchemy import select, update

from hopecare.channel_profiles import look_in
from hopecare.clock import SetClock
from hopecare.commands.edge import Edge
from hopecare.commands.messages import messages
from hopecare.commands.schema import schema
from hopecare.commands.words import words
from hopecare.database import Database
from hopecare.domain.care_path import MessageStatus
from hopecare.migrations import is_current
from hopecare.queries.residents import matches_typed
from models import ContactPoint, Person, SendingStop
from tests.commands.conftest import NOW
from tests.factories.desk import a_message
from tests.factories.people import a_phone, a_resident


@pytest.fixture
def empty(tmp_path):
    """A database without any table."""
    database = Database(f"sqlite:///{tmp_path / 'empty.db'}")
    yield database
    database.close()


def test_messages_are_counted_and_the_oldest_that_waits_is_dated(run, database, town_scope):
    assert run(messages, "status").output == ""
    with database.writing(town_scope) as session:
        person = a_resident(session, phone=a_phone())
        for status in (MessageStatus.PENDING, MessageStatus.PENDING, MessageStatus.FAILED):
            a_message(session, person, status=status, now=NOW - timedelta(hours=2))
    said = run(messages, "status").output.splitlines()
    assert said == ["pending 2", "failed 1", "oldest due since 2026-11-22T23:00:00+00:00"]


def test_what_leaves_is_stopped_and_started_from_the_command_line(run, database, town_scope):
    run(messages, "stop", "--reason", " ", code=2)
    run(messages, "start", "--reason", "early", code=1)
    run(messages, "stop", "--reason", "a wrong text")
    run(messages, "stop", "--channel", "sms", "--reason", "and texts")
    said = run(messages, "status").output.splitlines()
    assert said == [
        f"stopped: {what} since 2026-11-23T01:00:00+00:00" for what in ("everything", "sms")
    ]
    run(messages, "start", "--reason", "mended")
    with database.reading(town_scope) as session:
        stops = session.scalars(select(SendingStop).order_by(SendingStop.id)).all()
    ended = [
        (stop.stopped_by_id, stop.reason, stop.started_at, stop.start_reason) for stop in stops
    ]
    assert ended == [(None, "a wrong text", NOW, "mended"), (None, "and texts", None, None)]


def test_the_schema_is_said_to_be_old_and_then_brought_up(empty):
    edge = Edge(database=empty, clock=SetClock(NOW))
    old = CliRunner().invoke(schema, ["check"], obj=edge)
    assert (old.exit_code, "flask schema upgrade" in old.output) == (1, True)
    for _ in range(2):
        assert CliRunner().invoke(schema, ["upgrade"], obj=edge).exit_code == 0
    assert is_current(empty)
    assert CliRunner().invoke(schema, ["check"], obj=edge).exit_code == 0


def test_numbers_from_before_are_filled_to_be_found_by_their_last_digits(run, database, town_scope):
    with database.writing(town_scope) as session:
        people = [a_resident(session, phone=f"+8210000{count}4711") for count in range(3)]
        session.execute(update(ContactPoint).values(last_four_index=None, last_eight_index=None))
    wanted = matches_typed("4711", country="KR")
    assert wanted is not None
    with database.reading(town_scope) as session:
        assert session.scalars(select(Person.id).where(wanted)).all() == []
    said = [run(schema, "fill").output for _ in range(2)]
    assert said == [f"Filled: {count} telephone numbers, 0 referrals.\n" for count in (3, 0)]
    with database.reading(town_scope) as session:
        found = set(session.scalars(select(Person.id).where(wanted)))
    assert found == {person.id for person in people}


@pytest.mark.parametrize("asked", [[], ["missing"]])
def test_every_sentence_is_said_to_be_translated(asked):
    found = CliRunner().invoke(words, asked)
    assert (found.exit_code, found.output) == (0, "Every sentence is translated.\n")


def test_a_towns_own_profiles_are_listed_and_their_mistakes_named(run, tmp_path):
    own = tmp_path / "channel_profiles"
    own.mkdir()
    shipped = files("hopecare").joinpath("policies", "channel_profiles", "two-way.toml")
    (own / "our-town.toml").write_text(shipped.read_text("utf-8"))
    look_in(tmp_path)
    assert "our-town\town" in run(messages, "profiles").output.splitlines()
    assert "two-way\tshipped" in run(messages, "profiles").output.splitlines()

    (tmp_path / "again" / "channel_profiles").mkdir(parents=True)
    (tmp_path / "again" / "channel_profiles" / "odd.toml").write_text("version = 1\n")
    look_in(tmp_path / "again")
    said = run(messages, "profiles", code=1).output
    assert "channel_profiles/odd.toml:1: str_expected version" in said
    look_in(tmp_path / "nowhere")
