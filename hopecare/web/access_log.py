"""Who looked at whom: one row a request, committed before the answer leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import request

from hopecare.database import TownScope
from hopecare.extensions import desk
from hopecare.web.identity import find_current_identity
from hopecare.web.permits import current_permission
from hopecare.web.request_facts import once_a_request
from models import AccessLogEntry

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from flask import Flask, Response

_WHOLE_LIST: Final = "hopecare.whole_list"


def shown(person_ids: Iterable[UUID | None]) -> None:
    """Note that this answer shows these persons; the purpose is the view's permission."""
    _seen().update(person_id for person_id in person_ids if person_id is not None)


def read_without_persons() -> None:
    """Note that this answer was handed out, though it is about nobody: a whole list left."""
    request.environ[_WHOLE_LIST] = True


def keep_access_log(app: Flask) -> None:
    """Write one row for every request that showed somebody."""
    app.after_request(_write)


def _write(response: Response) -> Response:
    seen, identity = _seen(), find_current_identity()
    if not (seen or request.environ.get(_WHOLE_LIST)) or identity is None:
        return response
    with desk().database.writing(TownScope(identity.town_id)) as session:
        session.add(
            AccessLogEntry(
                town_id=identity.town_id,
                at=desk().clock(),
                actor=identity.code,
                account_id=identity.account_id,
                purpose=current_permission() or "page.read",
                person_ids=sorted(str(person_id) for person_id in seen),
            )
        )
    return response


def _seen() -> set[UUID]:
    return once_a_request("shown", set)
