"""Write the values of some rows again under the newest key; what they say stays the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import LargeBinary, literal, select, update

from hopecare import keyring
from hopecare.errors import KeyUnknownError
from hopecare.queries.old_ciphers import as_it_lies, ciphers_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.queries.old_ciphers import Encrypted


def renew_ciphers(session: Session, model: Any, ids: Collection[UUID]) -> int:  # noqa: ANN401  any table
    """Renew the rows of one table; gives how many hold a value that no key of ours can read."""
    types, unread = ciphers_of(model), 0
    # Read again, and held: somebody may have written them since they were found.
    found = (
        select(model.id, *(as_it_lies(model, column).label(column) for column in types))
        .where(model.id.in_(ids))
        .with_for_update()
    )
    for row_id, *values in session.execute(found).all():
        try:
            fresh = _renewed(types, dict(zip(types, values, strict=True)))
        except KeyUnknownError:
            unread += 1
            continue
        if fresh:
            _write(session, model, row_id, fresh)
    return unread


def _renewed(types: Mapping[str, Encrypted], row: Mapping[str, bytes | None]) -> dict[str, bytes]:
    """The values of a row that lie under an older key, under the newest."""
    ring = keyring.current()
    return {
        column: ring.renewed(bytes(cipher), label=types[column].label)
        for column, cipher in row.items()
        if cipher is not None and not ring.is_current(bytes(cipher))
    }


def _write(session: Session, model: Any, row_id: UUID, fresh: Mapping[str, bytes]) -> None:  # noqa: ANN401
    """Write them as they are. The version stays: nobody's open form has become an old one."""
    session.execute(
        update(model)
        .where(model.id == row_id)
        .values({column: literal(cipher, LargeBinary()) for column, cipher in fresh.items()})
        .execution_options(synchronize_session=False)
    )
