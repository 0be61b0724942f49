"""Listings: one description gives the page, its filters, its paging and its exports.

What is exported is what is shown: the same rows by the same filters in the same order, through the
same columns. Each listing starts from the permission's own filter.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from flask import request, url_for

from hopecare.web.access_log import shown
from hopecare.web.endless import only_these, total_of
from hopecare.web.exports import EXPORTS, export
from hopecare.web.forms import Form, read_query
from hopecare.web.identity import current_identity
from hopecare.web.keyset import Key, after, cursor_of, keys_of, ordered, read_cursor
from hopecare.web.language import current_reader
from hopecare.web.pages import page
from hopecare.web.ranked import find_sealed, ranked_rows, ranks_after, sealed
from hopecare.web.scopes import reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from uuid import UUID

    from flask import Response
    from marshmallow import Schema
    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.language.reader import Reader
    from hopecare.web.ranked import Rank

__all__ = ["LISTINGS", "Column", "Key", "Listing", "register", "show_listing"]

PAGE_SIZE: Final = 50
EXPORT_STEP: Final = 1000
AFTER: Final = "after"
FORMAT: Final = "format"
SIZE: Final = "size"
LARGEST_PAGE: Final = 200
MOST_COUNTED: Final = 2_000
"""Rows of a list without end that are counted: who wants fewer narrows it."""


def _nobody(_row: Row[Any]) -> Iterable[UUID | None]:
    return ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, and what a row says in it to a reader."""

    name: str
    label: str
    text: Callable[[Row[Any], Reader], str]
    link: Callable[[Row[Any]], str | None] | None = None
    tone: Callable[[Row[Any]], str | None] | None = None
    """Shows the text as a pill of this tone."""
    is_number: bool = False
    is_day: bool = False
    """Stays on one line, however narrow its column."""
    beneath: str | None = None
    """Stands on the page beneath the column of this name; in a file it is one of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One list of the platform, described."""

    name: str
    title: str
    permission: str
    endpoint: str
    columns: Sequence[Column]
    source: Callable[[Session, Identity, dict[str, Any]], Select[Any]]
    order: Sequence[Key]
    filters: type[Schema]
    empty: str
    people: Callable[[Row[Any]], Iterable[UUID | None]] = field(default=_nobody)
    """Whom a row shows, for the access log."""
    counts_to: int | None = None
    """Of a list that grows without end: so many rows are counted, and "more" is said beyond."""
    ranks: Callable[[Session, Select[Any]], Sequence[Rank]] | None = None
    """Puts the rows in an order of their own; `order` then only names the column of their keys."""

    @property
    def across(self) -> list[Column]:
        """The columns that stand beside each other on the page."""
        return [each for each in self.columns if each.beneath is None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What stands in one place of the table."""

    column: Column
    text: str
    link: str | None
    tone: str | None
    beneath: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One page of a listing."""

    listing: Listing
    form: Form
    rows: list[list[Cell]]
    total: int
    is_more: bool
    """There are more than `total`; nobody counted how many."""
    first: str | None
    following: str | None
    whole: str | None
    """The list without what it was narrowed by; nothing where it is whole."""
    exports: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """The rows of one page, of how many, and where the next one begins."""

    rows: list[Row[Any]]
    total: int
    is_first: bool
    more: str | None


LISTINGS: Final[dict[str, Listing]] = {}


def register(listing: Listing) -> Listing:
    """Make a listing known, so that the test of every listing takes it too."""
    LISTINGS[listing.name] = listing
    return listing


def show_listing(listing: Listing, template: str = "listing.html", **values: Any) -> Response:  # noqa: ANN401  a template takes anything
    """Answer with the page, or with the file that `?format=` asks for."""
    identity, reader = current_identity(), current_reader()
    form = read_query(listing.filters)
    kind = request.args.get(FORMAT, "")
    with reading() as session:
        statement = listing.source(session, identity, form.data)
        if kind in EXPORTS:
            return _export(listing, kind, rows_of(session, listing, statement), reader)
        shows = _page(session, listing, statement, form)
    return page(template, listing=shows, form=form, **values)


def rows_of(session: Session, listing: Listing, statement: Select[Any]) -> Iterator[Row[Any]]:
    """Read every row in order, a thousand at a time."""
    if listing.ranks is not None:
        ranks = listing.ranks(session, statement)
        for place in range(0, len(ranks), EXPORT_STEP):
            here = ranks[place : place + EXPORT_STEP]
            yield from ranked_rows(session, statement, listing.order[0].column, here)
        return
    keys: list[Any] | None = None
    while True:
        rows = _rows(session, listing, statement, keys, limit=EXPORT_STEP)
        yield from rows
        if len(rows) < EXPORT_STEP:
            return
        keys = keys_of(rows[-1], listing.order)


def texts_of(listing: Listing, row: Row[Any], reader: Reader) -> list[str]:
    """Say a row, column by column."""
    return [column.text(row, reader) for column in listing.columns]


def _rows(
    session: Session,
    listing: Listing,
    statement: Select[Any],
    keys: Sequence[Any] | None,
    *,
    limit: int,
) -> list[Row[Any]]:
    wanted = statement if keys is None else statement.where(after(listing.order, keys))
    if listing.counts_to is not None:
        wanted = only_these(session, listing, statement, wanted, limit=limit)
    return list(session.execute(ordered(wanted, listing.order).limit(limit)).all())


def _page(session: Session, listing: Listing, statement: Select[Any], form: Form) -> Shown:
    part = (_part if listing.ranks is None else _ranked_part)(session, listing, statement)
    shown(person for row in part.rows for person in listing.people(row))
    reader = current_reader()
    return Shown(
        listing=listing,
        form=form,
        rows=[_cells(listing, row, reader) for row in part.rows],
        total=min(part.total, listing.counts_to or part.total),
        is_more=listing.counts_to is not None and part.total > listing.counts_to,
        first=None if part.is_first else _address(listing),
        following=_address(listing, **{AFTER: part.more}) if part.more else None,
        whole=_whole(listing),
        exports={kind: _address(listing, **{FORMAT: kind}) for kind in EXPORTS},
    )


def _part(session: Session, listing: Listing, statement: Select[Any]) -> _Part:
    keys = read_cursor(request.args.get(AFTER, ""), listing.order)
    size = _page_size()
    found = _rows(session, listing, statement, keys, limit=size + 1)
    rows = list(islice(found, size))
    more = cursor_of(keys_of(rows[-1], listing.order)) if len(found) > size else None
    is_whole = keys is None and len(found) <= size and listing.counts_to is not None
    total = len(found) if is_whole else total_of(session, listing, statement)
    return _Part(rows=rows, total=total, is_first=keys is None, more=more)


def _ranked_part(session: Session, listing: Listing, statement: Select[Any]) -> _Part:
    rank = find_sealed(request.args.get(AFTER, ""), listing.name)
    size = _page_size()
    ranks = [] if listing.ranks is None else listing.ranks(session, statement)
    following = ranks_after(ranks, rank)
    here = following[:size]
    rows = ranked_rows(session, statement, listing.order[0].column, here)
    more = sealed(here[-1], listing.name) if len(following) > size else None
    return _Part(rows=rows, total=len(ranks), is_first=rank is None, more=more)


def _cells(listing: Listing, row: Row[Any], reader: Reader) -> list[Cell]:
    under = [(each.beneath, each.text(row, reader)) for each in listing.columns if each.beneath]
    return [
        Cell(
            column=column,
            text=column.text(row, reader),
            link=column.link(row) if column.link else None,
            tone=column.tone(row) if column.tone else None,
            beneath=[text for name, text in under if name == column.name and text],
        )
        for column in listing.across
    ]


def _export(listing: Listing, kind: str, rows: Iterable[Row[Any]], reader: Reader) -> Response:
    def said() -> Iterator[list[str]]:
        for row in rows:
            shown(listing.people(row))
            yield texts_of(listing, row, reader)

    headings = [reader.say(column.label) for column in listing.columns]
    return export(kind, f"{listing.name}-{reader.today.isoformat()}", headings, said())


def _address(listing: Listing, **added: str) -> str:
    """Give the listing's address with the filters it has now."""
    wanted: dict[str, Any] = {name: request.args.getlist(name) for name in listing.filters().fields}
    if SIZE in request.args:
        wanted[SIZE] = request.args[SIZE]
    return url_for(listing.endpoint, **((request.view_args or {}) | wanted | added))


def _whole(listing: Listing) -> str | None:
    """Give the address of the list as it begins, where somebody has narrowed it."""
    is_narrowed = any(request.args.get(name) for name in listing.filters().fields)
    return url_for(listing.endpoint, **(request.view_args or {})) if is_narrowed else None


def _page_size() -> int:
    """Give how many rows the reader wants on a page: fifty, unless they say otherwise."""
    asked = request.args.get(SIZE, type=int) or PAGE_SIZE
    return min(max(asked, 1), LARGEST_PAGE)
