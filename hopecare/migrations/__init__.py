"""The schema's history: revisions that import nothing of ours, and the way to apply them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

if TYPE_CHECKING:
    from sqlalchemy import MetaData

    from hopecare.database import Database

VERSIONS: Final = Path(__file__).parent / "versions"


def migrate(database: Database) -> None:
    """Bring the database to the newest schema; safe when two processes start at once."""
    with database.migrating() as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()


def is_current(database: Database) -> bool:
    """Say whether the database has the newest schema."""
    with database.engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_heads()
    return set(found) == set(ScriptDirectory.from_config(alembic_config()).get_heads())


def check(database: Database, metadata: MetaData) -> None:
    """Raise alembic's error when the tables of the models and of the migrations differ."""
    with database.migrating() as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        config.attributes["metadata"] = metadata
        command.check(config)
        connection.rollback()


def write_revision(
    database: Database, metadata: MetaData, *, number: str, name: str, folder: Path = VERSIONS
) -> None:
    """Write a new revision from what differs; a person cleans it before it is committed."""
    with database.migrating() as connection:
        config = alembic_config(VERSIONS, folder)
        config.attributes["connection"] = connection
        config.attributes["metadata"] = metadata
        command.revision(config, name, autogenerate=True, rev_id=number, version_path=str(folder))
        connection.rollback()


def alembic_config(*folders: Path) -> Config:
    """Give alembic's configuration; no file of it stands in the tree."""
    config = Config()
    versions = dict.fromkeys(str(folder) for folder in (folders or (VERSIONS,)))
    options = {
        "script_location": str(VERSIONS.parent),
        "version_locations": os.pathsep.join(versions),
        "file_template": "%(rev)s_%(slug)s",
        "path_separator": "os",
    }
    for option, value in options.items():
        config.set_main_option(option, value.replace("%", "%%"))
    return config
