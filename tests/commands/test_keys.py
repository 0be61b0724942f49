"""After a change of keys everything is written again under the newest, and says the same."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from sqlalchemy import select, update

from hopecare import keyring as keyrings
from hopecare.clock import SetClock
from hopecare.commands.edge import Edge
from hopecare.commands.keys import ROWS_AT_A_TIME, keys
from hopecare.database import AllTowns
from hopecare.keyring import Keyring
from hopecare.queries.old_ciphers import count_old_ciphers, encrypted_models, old_ciphers
from hopecare.services.renew_ciphers import renew_ciphers
from models import Attachment, Person
from models.base import Base
from tests.factories.full_town import a_full_town
from tests.factories.papers import a_paper
from tests.factories.people import a_resident
from tests.factories.towns import NOW, a_town

pytestmark = pytest.mark.both_databases

OLD, NEW, BLIND = (bytes([n]) * 32 for n in (1, 2, 3))
UNDER_OLD = Keyring.from_keys([OLD], BLIND)
CHANGING = Keyring.from_keys([NEW, OLD], BLIND)
UNDER_NEW = Keyring.from_keys([NEW], BLIND)


def renew(database):
    edge = Edge(database=database, clock=SetClock(NOW))
    return CliRunner().invoke(keys, ["renew"], obj=edge)


def owed(database):
    with database.reading(AllTowns()) as session:
        found = {model: count_old_ciphers(session, model) for model in encrypted_models()}
    return {model: count for model, count in found.items() if count}


def rows_of(database):
    """Every row of every table, decrypted."""
    with database.reading(AllTowns()) as session:
        return {
            table.name: session.execute(select(table).order_by(*table.primary_key)).all()
            for table in Base.metadata.sorted_tables
        }


@pytest.fixture
def old(database, town_scope):
    """A town at work whose values all lie under the old key, when the new one has just come."""
    keyrings.install(UNDER_OLD)
    with database.writing(town_scope) as session:
        a_town(session)
        a_full_town(session)
        a_paper(session, a_resident(session))
    keyrings.install(CHANGING)
    return database


def test_every_value_is_renewed_and_says_what_it_said(old):
    before, count = rows_of(old), sum(owed(old).values())
    assert {Attachment, Person} < owed(old).keys()
    assert len(owed(old)) > 10

    said = renew(old)

    assert said.exit_code == 0, said.output
    assert f"Rows under the newest key now: {count}\n" in said.output
    keyrings.install(UNDER_NEW)
    assert rows_of(old) == before, "also without the old key, and no version has risen"
    assert "Rows under the newest key now: 0\n" in renew(old).output


def test_what_was_cut_off_is_completed_by_the_next_call(old):
    with old.reading(AllTowns()) as session:
        some = old_ciphers(session, Person, after=None, limit=2)
    with old.writing(AllTowns()) as session:
        assert renew_ciphers(session, Person, some) == 0
    left = owed(old)
    with old.reading(AllTowns()) as session:
        assert set(some).isdisjoint(old_ciphers(session, Person, after=None, limit=1000))

    assert f"Rows under the newest key now: {sum(left.values())}\n" in renew(old).output
    assert owed(old) == {}


def test_more_than_one_batch_is_renewed(database, town_scope):
    keyrings.install(UNDER_OLD)
    with database.writing(town_scope) as session:
        a_town(session)
        for number in range(ROWS_AT_A_TIME + 1):
            a_resident(session, name=f"주민{number}")
    keyrings.install(CHANGING)
    assert renew(database).exit_code == 0
    assert owed(database) == {}


def test_what_no_key_can_read_is_counted_and_left(old):
    before = sum(owed(old).values())
    keyrings.install(UNDER_NEW)

    said = renew(old)

    assert said.exit_code == 1
    assert f"{before} rows hold a value that none of the keys can read" in said.output
    keyrings.install(CHANGING)
    assert sum(owed(old).values()) == before


def test_a_value_written_meanwhile_is_kept(old):
    with old.reading(AllTowns()) as session:
        (first,) = old_ciphers(session, Person, after=None, limit=1)
    with old.writing(AllTowns()) as session:
        session.execute(update(Person).where(Person.id == first).values(note="방금 적음"))
    with old.writing(AllTowns()) as session:
        renew_ciphers(session, Person, [first])
    with old.reading(AllTowns()) as session:
        assert session.get_one(Person, first).note == "방금 적음"
