"""The clock of a worker: runs the timetable at its intervals; only this package knows APScheduler.

Nothing that matters lives here. What is due stands in the tables, so a late, repeated or doubled
run costs time and never a message.
"""

from __future__ import annotations

import logging
from datetime import UTC
from typing import TYPE_CHECKING, Self

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from hopecare.jobs.heartbeat import beat

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hopecare.jobs.tools import Tools
    from hopecare.timetable import Job

log = logging.getLogger(__name__)


class Worker:
    """Runs jobs until it is stopped; a job that fails once runs again at its next time."""

    def __init__(self, tools: Tools, jobs: Sequence[Job]) -> None:
        """Prepare the clock; nothing runs before `start`."""
        self._tools = tools
        self._jobs = tuple(jobs)
        self._woken: set[str] = set()
        # It reports every run of every job; what matters is in the heartbeats and in our own lines.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._clock = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(max_workers=len(self._jobs))},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )

    def start(self) -> Self:
        """Start every job at once, then at its interval."""
        for job in self._jobs:
            seconds = job.every.total_seconds()
            now = self._tools.clock()
            self._clock.add_job(
                self._run, "interval", [job], id=job.id, seconds=seconds, next_run_time=now
            )
        self._clock.start()
        log.info("worker started", extra={"jobs": len(self._jobs)})
        return self

    def work_once(self) -> None:
        """Run every job once, one after the other, without the clock."""
        for job in self._jobs:
            self._run(job)

    def wake(self) -> None:
        """Run the jobs that should not wait for their next time."""
        for job in self._jobs:
            if job.wakes and self._clock.running:
                self._woken.add(job.id)
                self._clock.modify_job(job.id, next_run_time=self._tools.clock())

    def stop(self) -> None:
        """Let running jobs come to their end, then stop."""
        if self._clock.running:
            self._clock.shutdown(wait=True)
            log.info("worker stopped")

    def _run(self, job: Job) -> None:
        """Run one job, and again if it was woken meanwhile: the clock drops such a wake."""
        self._woken.discard(job.id)
        self._run_once(job)
        while job.id in self._woken:
            self._woken.discard(job.id)
            self._run_once(job)

    def _run_once(self, job: Job) -> None:
        """Run one job and write that it came to its end; a failure is logged, never passed on."""
        try:
            handled = job.run(self._tools)
            beat(self._tools, job=job.id, handled=handled)
        except Exception:
            log.exception("job failed", extra={"job": job.id})
