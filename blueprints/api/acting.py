"""Acts of programs: under their own key, each once, by the pages' own verbs and permissions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import request

from blueprints.api.strict import as_sent
from hopecare.queries.visibility import refuse_unless
from hopecare.web.acts import hash_of, run_once
from hopecare.web.identity import current_identity

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models.base import Owned


def act_on(
    row: tuple[str, type[Owned], UUID],
    header: dict[str, Any],
    body: dict[str, Any],
    act: Callable[[Session], UUID],
) -> dict[str, Any]:
    """Act once on a row the caller may do this to; gives the key of what was written."""
    identity = current_identity()

    def once(session: Session) -> dict[str, Any]:
        permission, rows, row_id = row
        refuse_unless(session, permission, identity, rows, row_id)
        return {"id": str(act(session))}

    return under_key(header, body, once)


def under_key(
    header: dict[str, Any], body: dict[str, Any], act: Callable[[Session], dict[str, Any]]
) -> dict[str, Any]:
    """Act once under the caller's key; the same key for another request is refused."""
    content = hash_of([request.method, request.path, as_sent(body)])
    return run_once(current_identity(), key=header["key"], content=content, act=act)
