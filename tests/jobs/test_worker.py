"""The clock: runs what is planned, survives what fails, stops when asked."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.clock import utc_now
from hopecare.database import AllTowns
from hopecare.jobs.tools import Tools
from hopecare.timetable import JOBS, Job
from hopecare.worker import Worker
from models import Heartbeat
from notifications.memory_sms import MemoryNetwork
from notifications.routing import Networks

pytestmark = pytest.mark.both_databases


@pytest.fixture
def tools(database):
    networks = Networks(texts=MemoryNetwork(), calls=MemoryNetwork())
    return Tools(database=database, networks=networks, clock=utc_now)


def a_job(run, *, every=timedelta(hours=1), wakes=False) -> Job:
    return Job(id=run.__name__, run=run, every=every, silent_after=timedelta(hours=2), wakes=wakes)


def beats(tools):
    with tools.database.reading(AllTowns()) as session:
        return {row.job: row.handled for row in session.scalars(select(Heartbeat))}


def test_every_planned_job_runs_on_an_empty_database(tools):
    Worker(tools, JOBS).work_once()

    written = beats(tools)
    assert {job.id: written.get(job.id) for job in JOBS} == {job.id: 0 for job in JOBS}


def test_a_job_that_fails_stops_nothing_and_leaves_no_heartbeat(tools, caplog):
    def fails(_tools):
        raise RuntimeError("on purpose")

    def works(_tools):
        return 3

    Worker(tools, [a_job(fails), a_job(works)]).work_once()

    assert beats(tools) == {"works": 3}
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == [
        "job failed"
    ]


def test_waking_runs_at_once_what_should_not_wait(tools):
    runs = threading.Semaphore(0)

    def hurries(_tools):
        runs.release()
        return 1

    worker = Worker(tools, [a_job(hurries, wakes=True)]).start()
    assert runs.acquire(timeout=10)
    worker.wake()
    assert runs.acquire(timeout=10)
    worker.stop()
    worker.stop()
    while runs.acquire(blocking=False):
        continue
    worker.wake()
    assert not runs.acquire(timeout=0.2)
