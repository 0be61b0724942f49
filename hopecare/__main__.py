"""`python -m hopecare`: the whole of HopeCare in one process, for one town on one machine.

Migrates the database, loads the demonstration town into an empty one (never in production), serves
pages and works through what is due. At scale the two halves run apart: gunicorn with `wsgi.py`, and
`python -m hopecare.worker`.
"""

from __future__ import annotations

import os
import signal
import sys
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

import click
from waitress.server import create_server

from hopecare.app import create_app
from hopecare.clock import utc_now
from hopecare.database import Database
from hopecare.errors import SettingsError
from hopecare.extensions import DESK, Desk
from hopecare.jobs.tools import Tools
from hopecare.log import set_up_logging
from hopecare.migrations import migrate
from hopecare.settings import Settings
from hopecare.timetable import JOBS
from hopecare.worker import Worker
from hopecare.worker.memory import keep_what_is_loaded

if TYPE_CHECKING:
    from flask import Flask
    from waitress.server import BaseWSGIServer, MultiSocketServer

THREADS = 8


def main() -> int:
    """Start, serve until asked to stop, and stop in order."""
    try:
        settings = Settings.from_env(os.environ)
    except SettingsError as mistakes:
        click.echo(f"HopeCare cannot start: {mistakes}", err=True)
        return 2
    set_up_logging(level=settings.log_level, as_json=settings.is_production)
    signal.signal(signal.SIGTERM, _leave)
    database = Database(settings.database_url)
    app = create_app(settings, database=database)
    # The port first: where it is taken, nothing else is done or said.
    server = _open_server(app, settings)
    if server is None:
        database.close()
        return 1
    migrate(database)
    _prepare_demonstration(settings, database)
    worker = _start_worker(app, settings)
    keep_what_is_loaded()
    click.echo(f"HopeCare is at {settings.public_base_url}  (stop it with Ctrl-C)")
    server.run()
    server.close()
    if worker is not None:
        worker.stop()
    database.close()
    return 0


def _leave(*_: object) -> None:
    """End the serving loop as if it had been interrupted at the keyboard."""
    sys.exit(0)


def _prepare_demonstration(settings: Settings, database: Database) -> None:
    """Fill an empty database with the invented town; a real one starts empty."""
    if settings.is_production or find_spec("hopecare.commands") is None:
        return
    if find_spec("hopecare.commands.demo") is not None:
        import_module("hopecare.commands.demo").load_demo_if_empty(database, now=utc_now())


def _start_worker(app: Flask, settings: Settings) -> Worker | None:
    """Work through what is due in threads of this process, unless a worker runs elsewhere."""
    if not settings.worker_embedded:
        return None
    desk: Desk = app.extensions[DESK]
    tools = Tools(
        database=desk.database,
        networks=desk.networks,
        clock=utc_now,
        webhooks_to_private=settings.webhooks_to_private,
    )
    worker = Worker(tools, JOBS).start()
    desk.wake = worker.wake
    return worker


def _open_server(app: Flask, settings: Settings) -> BaseWSGIServer | MultiSocketServer | None:
    """Take the port, or say in one sentence that somebody else has it."""
    try:
        return create_server(app, host=settings.host, port=settings.port, threads=THREADS)
    except OSError:
        click.echo(
            f"Something else listens on port {settings.port} already. Choose another, for example: "
            f"HOPECARE_PORT={settings.port + 1} make run",
            err=True,
        )
        return None


if __name__ == "__main__":
    sys.exit(main())
