"""Acts of programs: under their own key, each once, by the pages' own verbs and permissions."""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import request
from sqlalchemy.exc import IntegrityError

from blueprints.api.door import blueprint
from blueprints.api.schemas import IdempotencyHeader
from blueprints.api.strict import as_sent, body_of
from blueprints.api.views import Done
from hopecare.errors import NotFoundError
from hopecare.extensions import desk
from hopecare.queries.visibility import refuse_unless
from hopecare.web.acts import hash_of, run_once
from hopecare.web.identity import current_identity
from hopecare.web.permits import permits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime
    from uuid import UUID

    from marshmallow import Schema
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from models.base import Owned


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act at work: its transaction, the row it is about, what was sent, who and when."""

    session: Session
    row_id: UUID
    body: dict[str, Any]
    by: Identity
    now: datetime
    keys: Mapping[str, UUID] = field(default_factory=dict)
    """Every key of the path, for a row within a row."""

    def told(self) -> dict[str, Any]:
        """Give what every verb is told."""
        return {"by": self.by, "now": self.now}

    def named(self) -> dict[str, Any]:
        """Give only what the caller named: what a body leaves out is not said to be nothing."""
        sent = request.get_json(silent=True) or {}
        return {name: value for name, value in self.body.items() if name in sent}

    def insist(self, permission: str, rows: type[Owned], row_id: UUID) -> None:
        """Refuse where the caller may not do this to another row the act touches."""
        refuse_unless(self.session, permission, self.by, rows, row_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """One thing that is done to one row: its name, its path, the page's permission."""

    name: str
    path: str
    """With the row's key first in it, as `<uuid:row_id>`."""
    scope: str
    permission: str
    rows: type[Owned]
    says: str
    takes: type[Schema] | None = None


def serve_act(verb: Verb, act: Callable[[Act], UUID]) -> None:
    """Serve one verb; the answer is the key of what was written."""

    def view(header: dict[str, Any], body: dict[str, Any] | None = None, **keys: UUID) -> Any:  # noqa: ANN401  smorest dumps it
        row_id = next(iter(keys.values()))

        def once(session: Session) -> dict[str, Any]:
            by = current_identity()
            refuse_unless(session, verb.permission, by, verb.rows, row_id)
            at = Act(
                session=session,
                row_id=row_id,
                body=body or {},
                by=by,
                now=desk().clock(),
                keys=keys,
            )
            return {"id": str(act(at))}

        return under_key(header, body or {}, once)

    view.__name__, view.__doc__ = verb.name, verb.says
    vars(view)["verb"] = verb  # so that it can be compared with the page's own door
    made = blueprint.response(HTTPStatus.OK, Done)(view)
    if verb.takes is not None:
        made = blueprint.arguments(body_of(verb.takes, named=_body_name(verb.name)))(made)
    made = blueprint.arguments(IdempotencyHeader, location="headers")(made)
    blueprint.post(verb.path)(permits(verb.scope)(made))


def serve_verbs(scope: str, base: str, rows: type[Owned], verbs: Iterable[tuple[Any, ...]]) -> None:
    """Serve a table of verbs: the act, its name, path and permission, what it takes and says."""
    for act, name, path, permission, takes, says in verbs:
        verb = Verb(
            name=name,
            path=f"{base}/{path}",
            scope=scope,
            permission=permission,
            rows=rows,
            says=says,
            takes=takes,
        )
        serve_act(verb, act)


def under_key(
    header: dict[str, Any], body: dict[str, Any], act: Callable[[Session], dict[str, Any]]
) -> dict[str, Any]:
    """Act once under the caller's key; the same key for another request is refused."""
    content = hash_of([request.method, request.path, as_sent(body)])
    try:
        return run_once(current_identity(), key=header["key"], content=content, act=act)
    except IntegrityError as error:
        # A page offers only what is there; a program may name a row that is not.
        if "foreign key" in str(error.orig).lower():
            raise NotFoundError(kind="named_row") from error
        raise


def _body_name(name: str) -> str:
    return "".join(part.title() for part in name.split("_")) + "Body"
