"""`python -m hopecare.worker`: the worker as a process of its own, beside a web server.

With `once` it works through what is due now, and ends.
"""

from __future__ import annotations

import os
import signal
import sys
import threading

from hopecare import channel_profiles, keyring
from hopecare.clock import utc_now
from hopecare.database import Database
from hopecare.jobs.tools import Tools
from hopecare.log import set_up_logging
from hopecare.settings import Settings
from hopecare.timetable import JOBS
from hopecare.worker import Worker
from hopecare.worker.memory import keep_what_is_loaded
from notifications.routing import networks_of


def main() -> None:
    """Run the timetable until asked to stop."""
    settings = Settings.from_env(os.environ)  # noqa: TID251  an entry: hands on the environment
    set_up_logging(level=settings.log_level, as_json=settings.is_production)
    keyring.install(keyring.Keyring.from_keys(settings.data_keys, settings.blind_key))
    channel_profiles.look_in(settings.data_dir)
    asked_to_stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: asked_to_stop.set())
    database = Database(settings.database_url)
    tools = Tools(
        database=database,
        networks=networks_of(settings),
        clock=utc_now,
        webhooks_to_private=settings.webhooks_to_private,
    )
    worker = Worker(tools, JOBS)
    keep_what_is_loaded()
    if sys.argv[1:] == ["once"]:
        worker.work_once()
    else:
        worker.start()
        asked_to_stop.wait()
        worker.stop()
    database.close()


if __name__ == "__main__":
    main()
