"""The pages' lists for programs: the same rows by the same filters, with a cursor."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from blueprints.api.door import blueprint
from blueprints.api.strict import query_of
from blueprints.api.views import page_of
from hopecare.errors import NotFoundError
from hopecare.queries.visibility import subject_of
from hopecare.web.access_log import shown
from hopecare.web.identity import current_identity
from hopecare.web.keyset import after, cursor_of, keys_of, ordered, read_cursor
from hopecare.web.permits import insist, permits
from hopecare.web.ranked import find_sealed, ranked_rows, ranks_after, sealed
from hopecare.web.scopes import reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from uuid import UUID

    from marshmallow import Schema
    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.web.keyset import Key
    from hopecare.web.listing import Listing
    from models.base import Owned


@dataclass(frozen=True, slots=True, kw_only=True)
class Noun:
    """One kind of row as programs read it: its path, its rows and its view."""

    path: str
    singular: str
    rows: type[Owned]
    view: type[Schema]
    permission: str
    """The page's own."""

    @property
    def scope(self) -> str:
        """Which scope of a token opens it."""
        return f"api.{self.path}.read"

    @property
    def address(self) -> str:
        """Where its list stands."""
        return f"/{self.path.replace('_', '-')}"

    @property
    def key(self) -> str:
        """What a path calls the key of one."""
        return f"{self.singular}_id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A list that no page has as a list of its own."""

    filters: type[Schema]
    source: Callable[[Session, Identity, dict[str, Any]], Select[Any]]
    order: Sequence[Key]
    people: Callable[[Row[Any]], Iterable[UUID | None]]


def serve_list(
    noun: Noun,
    listing: Listing | Source,
    *,
    says: str,
    without: tuple[str, ...] = (),
    each: Callable[[Row[Any]], Any] | None = None,
) -> None:
    """Serve a page's list under the noun's path; `each` gives what is shown beside the row."""
    named = "".join(part.title() for part in noun.path.split("_"))
    query = query_of(listing.filters, named=f"{named}Query", without=without)

    def rows(session: Session, wanted: dict[str, Any]) -> Select[Any]:
        blanks = dict.fromkeys(without)
        return listing.source(session, current_identity(), blanks | wanted)

    def view(wanted: dict[str, Any]) -> dict[str, Any]:
        with reading() as session:
            found, following = _part(session, listing, rows(session, wanted), wanted)
        shown(person for row in found for person in listing.people(row))
        give = each or attrgetter(noun.rows.__name__)
        return {noun.path: [give(row) for row in found], "next": following}

    view.__name__, view.__doc__ = f"list_{noun.path}", says
    answered = blueprint.response(HTTPStatus.OK, page_of(f"{named}Page", noun.path, noun.view))
    asked = blueprint.arguments(query, location="query")
    blueprint.get(noun.address)(permits(noun.scope)(asked(answered(view))))


def serve_one(noun: Noun, *, says: str) -> None:
    """Serve one row by its key."""

    def view(**keys: UUID) -> Owned:
        return read_one(noun, keys[noun.key])

    view.__name__, view.__doc__ = f"get_{noun.singular}", says
    answered = blueprint.response(HTTPStatus.OK, noun.view)
    blueprint.get(f"{noun.address}/<uuid:{noun.key}>")(permits(noun.scope)(answered(view)))


def read_one(noun: Noun, row_id: UUID) -> Owned:
    """Read one row that the caller may read, and note who is shown."""
    with reading() as session:
        subject = subject_of(session, noun.rows, row_id)
        insist(noun.permission, subject)
        row = session.get_one(noun.rows, row_id)
    shown([subject.person_id, subject.asked_id, subject.helper_id])
    return row


def page_after(
    session: Session, asked: Select[Any], order: Sequence[Key], wanted: dict[str, Any]
) -> tuple[Sequence[Any], str | None]:
    """Read one page of rows after the cursor, and the cursor of the next."""
    if wanted.get("after") is not None:
        keys = read_cursor(wanted["after"], order)
        if keys is None:
            raise NotFoundError(kind="cursor")
        asked = asked.where(after(order, keys))
    limit = wanted["limit"]
    rows = session.execute(ordered(asked, order).limit(limit + 1)).all()
    page = rows[:limit]
    following = cursor_of(keys_of(page[-1], order)) if len(rows) > limit else None
    return page, following


def _part(
    session: Session, listing: Listing | Source, asked: Select[Any], wanted: dict[str, Any]
) -> tuple[Sequence[Any], str | None]:
    """Read one page in the list's own order: by columns, or by ranks that no statement can give."""
    if isinstance(listing, Source) or listing.ranks is None:
        return page_after(session, asked, listing.order, wanted)
    rank = None
    if wanted.get("after") is not None:
        rank = find_sealed(wanted["after"], listing.name)
        if rank is None:
            raise NotFoundError(kind="cursor")
    waiting, limit = ranks_after(listing.ranks(session, asked), rank), wanted["limit"]
    here = waiting[:limit]
    rows = ranked_rows(session, asked, listing.order[0].column, here)
    return rows, sealed(here[-1], listing.name) if len(waiting) > limit else None
