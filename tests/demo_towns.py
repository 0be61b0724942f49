"""Demonstration towns that are loaded once a run, by whichever worker needs one first."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

from hopecare.database import Database
from hopecare.demo.load import Wish, load_demo, moment_on
from tests import servers

LOADED_ON = date(2026, 11, 23)
"""A Monday."""
NOW = moment_on(LOADED_ON)
CAST = Wish(now=NOW, is_named_only=True)
"""The named people and nobody else."""
CROWD = Wish(now=NOW, scale=0)
"""The smallest whole demonstration."""


def loaded_once(name: str, wish: Wish, migrated: Path) -> Path:
    """The file of a loaded town, to be copied; beside it stands what the load told."""
    with servers.alone(f"demo-{name}") as folder:
        loaded = folder / f"demo-{name}.db"
        if not loaded.exists():
            made = folder / f"demo-{name}.new.db"
            shutil.copyfile(migrated, made)
            database, told = Database(f"sqlite:///{made}"), list[float]()
            load_demo(database, wish, progress=told.append)
            database.close()
            loaded.with_suffix(".json").write_text(json.dumps(told))
            made.rename(loaded)
    return loaded


def told_by(loaded: Path) -> list[float]:
    """How far the load said it was, each time."""
    told: list[float] = json.loads(loaded.with_suffix(".json").read_text())
    return told


def copied(loaded: Path, folder: Path) -> Database:
    """A database of one's own with this town in it."""
    path = folder / "demo.db"
    shutil.copyfile(loaded, path)
    return Database(f"sqlite:///{path}")
