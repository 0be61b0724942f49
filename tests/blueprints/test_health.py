"""The health page is green only while the worker beats."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hopecare.database import AllTowns
from hopecare.timetable import JOBS
from models import Heartbeat
from tests.factories.towns import NOW, a_town
from tests.plugins.pages import Visitor


@pytest.fixture
def beaten(database):
    def beat(at):
        with database.writing(AllTowns()) as session:
            session.add_all(Heartbeat(job=job.id, beat_at=at) for job in JOBS)

    return beat


def test_all_is_well_while_every_job_beats(visitor, beaten):
    beaten(NOW)
    answer = visitor.fetch("/health")
    assert (answer.status_code, answer.json["status"]) == (200, "well")


def test_a_worker_that_has_fallen_silent_is_named(visitor, beaten):
    beaten(NOW - max(job.silent_after for job in JOBS) - timedelta(seconds=1))
    answer = visitor.fetch("/health")
    assert answer.status_code == 503
    assert answer.json["silent_jobs"] == sorted(job.id for job in JOBS)


def test_a_worker_that_never_ran_is_silent_too(visitor):
    assert visitor.fetch("/health").status_code == 503


def test_a_profile_a_town_has_chosen_and_that_is_not_to_be_had_is_named(
    visitor, beaten, database, town_scope
):
    beaten(NOW)
    with database.writing(town_scope) as session:
        a_town(session, channel_profile="never-written")
    answer = visitor.fetch("/health")
    assert answer.status_code == 503
    assert answer.json["channel_profiles"] == ["never-written"]
    assert "silent_jobs" not in answer.json


def test_a_database_that_does_not_answer_is_said_plainly(make_app, sqlite, caplog):
    with sqlite.migrating() as connection:
        connection.exec_driver_sql("DROP TABLE heartbeats")
        connection.commit()
    answer = Visitor(make_app(sqlite)).fetch("/health")
    assert (answer.status_code, answer.get_json()["database"]) == (503, "silent")
