"""How gunicorn serves HopeCare: `gunicorn --config deploy/gunicorn_conf.py wsgi:app`.

Address and port are HopeCare's own settings; WEB_CONCURRENCY sets the number of processes. A
mistake in the settings ends the start here, in one place, instead of once a process.
"""

from __future__ import annotations

import os
import sys

from hopecare.errors import SettingsError
from hopecare.log import set_up_logging
from hopecare.settings import Settings

_environment = os.environ  # noqa: TID251  an entry: hands on the environment
try:
    _settings = Settings.from_env(_environment)
except SettingsError as mistakes:
    sys.exit(f"HopeCare cannot start: {mistakes}")

bind = f"{_settings.host}:{_settings.port}"
workers = int(_environment.get("WEB_CONCURRENCY") or 2)
threads = 4
worker_class = "gthread"
# Longer than the longest page; a spreadsheet of a whole town takes a while to come out.
timeout = 120
graceful_timeout = 30
# Longer than the proxy keeps its own connections, so that it never writes into a closed one.
keepalive = 75
# The heartbeat files of the processes: in memory, since the disk may be read-only or slow.
worker_tmp_dir = "/dev/shm"  # noqa: S108  a folder of the machine, with names gunicorn makes up
control_socket_disable = True
# Addresses of visitors are personal: the proxy keeps a short log, gunicorn none.
accesslog = None


def post_worker_init(_worker: object) -> None:
    """Let each process write its lines as the worker does: facts as JSON, never people."""
    set_up_logging(level=_settings.log_level, as_json=_settings.is_production)
