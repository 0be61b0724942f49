"""Every act once: the act and the record of its key are one transaction.

A form carries a key of its own. A double click, the back button or a phone that sends again finds
the first outcome; another content under the same key is refused.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from flask import request
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from hopecare.database import TownScope
from hopecare.domain.identity import Identity
from hopecare.errors import InvalidInputError, OperationConflictError, StaleVersionError
from hopecare.extensions import desk
from hopecare.web import pages
from hopecare.web.forms import OPERATION, PASSWORDS
from hopecare.web.stale import stale_page
from hopecare.web.town import current_town
from models import Operation

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from flask import Response
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.web.forms import Form
    from models.base import Versioned

LONGEST_KEY: Final = 200
NOT_CONTENT: Final = frozenset({"csrf_token", OPERATION, *PASSWORDS})
"""A password is no content: nothing that could be tried out against its hash is kept."""


@dataclass(frozen=True, slots=True)
class _Once:
    """Whose act it is, under which key, with which content."""

    by: Actor
    key: str
    content: str

    @property
    def scope(self) -> TownScope:
        town_id = self.by.town_id if isinstance(self.by, Identity) else current_town().id
        return TownScope(town_id)


def act_once(  # noqa: PLR0913  whose act, and all that its door says of it
    by: Actor,
    act: Callable[[Session], str],
    *,
    said: str | None = None,
    form: Form | None = None,
    theirs: Callable[[Session], Mapping[str, object]] | None = None,
    labels: Mapping[str, str] | None = None,
    alone: bool = False,
) -> Response:
    """Run `act` once for the posted key and go where it says.

    With `theirs`, somebody else's change in between is shown beside the reader's own. With `alone`
    nobody else writes in the town meanwhile.
    """
    key, content = operation_key(), form_hash()
    try:
        outcome = run_once(
            by, key=key, content=content, act=lambda session: {"to": act(session)}, alone=alone
        )
    except StaleVersionError:
        if form is None or theirs is None:
            raise
        with desk().database.reading(_Once(by, key, content).scope) as session:
            return stale_page(form, theirs=theirs(session), labels=labels or {})
    if said is not None:
        pages.said(said)
    return pages.go(str(outcome["to"]))


def run_once(
    by: Actor,
    *,
    key: str,
    content: str,
    act: Callable[[Session], dict[str, Any]],
    alone: bool = False,
) -> dict[str, Any]:
    """Run `act` in one writing transaction, or give its first outcome again."""
    once = _Once(by, key, content)
    try:
        outcome, is_new = _run(once, act, alone=alone)
    except IntegrityError:
        # Two at the same moment on PostgreSQL: the other has won, or it was no repeat at all.
        found = _find(once)
        if found is None:
            raise
        return found
    except StaleDataError as error:
        raise StaleVersionError from error
    if is_new:
        desk().wake()
    return outcome


def was_done(by: Actor) -> bool:
    """Whether the posted form was carried out already: what it made must not speak against it."""
    return _find(_Once(by, operation_key(), form_hash())) is not None


def expect_version(row: Versioned, version: int) -> None:
    """Refuse to change a row that has changed since the form was filled from it."""
    if row.version != version:
        raise StaleVersionError(kind=type(row).__name__, version=row.version, expected=version)


def operation_key() -> str:
    """Give the key the form carries; refuse a form without one."""
    key = request.form.get(OPERATION, "")
    if not key or len(key) > LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise InvalidInputError({OPERATION: ["required"]})
    return key


def form_hash() -> str:
    """Hash what the posted form says, its files too, and where it was posted."""
    content = sorted(
        (name, value) for name, value in request.form.items(multi=True) if name not in NOT_CONTENT
    )
    return hash_of([request.path, [*content, *_file_hashes()]])


def _file_hashes() -> list[tuple[str, str]]:
    """A file under the same key must be the same file; what it is called is no matter."""
    found = []
    for name, sent in request.files.items(multi=True):
        sent.stream.seek(0)
        found.append((name, hashlib.sha256(sent.stream.read()).hexdigest()))
        sent.stream.seek(0)
    return sorted(found)


def hash_of(content: object) -> str:
    """Hash any JSON-able content, the same for equal content."""
    plain = json.dumps(content, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


def _run(
    once: _Once, act: Callable[[Session], dict[str, Any]], *, alone: bool
) -> tuple[dict[str, Any], bool]:
    with desk().database.writing(once.scope, alone=alone) as session:
        first = _first(session, once)
        if first is not None:
            return _outcome(first, once), False
        operation = Operation(
            town_id=once.scope.town_id,
            actor=once.by.code,
            key=once.key,
            request_hash=once.content,
            at=desk().clock(),
            outcome={},
        )
        session.add(operation)
        session.flush()
        operation.outcome = act(session)
        return operation.outcome, True


def _find(once: _Once) -> dict[str, Any] | None:
    with desk().database.reading(once.scope) as session:
        first = _first(session, once)
        return None if first is None else _outcome(first, once)


def _first(session: Session, once: _Once) -> Operation | None:
    return session.scalar(
        select(Operation).where(Operation.actor == once.by.code, Operation.key == once.key)
    )


def _outcome(first: Operation, once: _Once) -> dict[str, Any]:
    if first.request_hash != once.content:
        raise OperationConflictError(key=once.key)
    return first.outcome
