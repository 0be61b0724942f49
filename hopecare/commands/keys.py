"""`flask keys`: bring what was encrypted under an older key under the newest one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from hopecare.commands.edge import edge
from hopecare.database import AllTowns
from hopecare.queries.old_ciphers import (
    ciphers_of,
    count_old_ciphers,
    encrypted_models,
    old_ciphers,
)
from hopecare.services.renew_ciphers import renew_ciphers
from models.types import EncryptedBytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from uuid import UUID

    from models.base import Base

ROWS_AT_A_TIME: Final = 200
FILES_AT_A_TIME: Final = 5
"""A paper may have two megabytes."""


@click.group()
def keys() -> None:
    """The keys that personal values are encrypted with."""


@keys.command("renew")
def renew() -> None:
    """Write every older value again under the newest key; may be cut off, and repeated."""
    models = encrypted_models()
    with edge().database.reading(AllTowns()) as session:
        owed = {model: count_old_ciphers(session, model) for model in models}
    total = sum(owed.values())
    with click.progressbar(length=total, label="Rows") as bar:
        unread = sum(_renew(model, bar.update) for model in models if owed[model])
    click.echo(f"Rows under the newest key now: {total - unread}")
    if unread:
        raise click.ClickException(
            f"{unread} rows hold a value that none of the keys can read; they are as they were. "
            "Put the key they were written with after the newest one, and run this again."
        )
    click.echo("Nothing lies under an older key. Backups made before this still need theirs.")


def _renew(model: type[Base], advance: Callable[[int], None]) -> int:
    """Renew one table, some rows a transaction so that nobody waits; count the unread."""
    unread = 0
    for ids in _found(model):
        with edge().database.writing(AllTowns()) as session:
            unread += renew_ciphers(session, model, ids)
        advance(len(ids))
    return unread


def _found(model: type[Base]) -> Iterator[list[UUID]]:
    """The rows of a table that are to be renewed, batch by batch, in the order of their keys."""
    has_files = any(isinstance(each, EncryptedBytes) for each in ciphers_of(model).values())
    limit, after = FILES_AT_A_TIME if has_files else ROWS_AT_A_TIME, None
    while True:
        with edge().database.reading(AllTowns()) as session:
            ids = list(old_ciphers(session, model, after=after, limit=limit))
        if not ids:
            return
        yield ids
        after = ids[-1]
