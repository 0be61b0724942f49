"""Every list of the platform: whatever the filters, what is exported is what is shown.

One town has rows for every list, so a new list without rows there fails here; so does a filter
that takes nothing away, and one that leaves nothing.
"""

from __future__ import annotations

import csv
import importlib
import io
import pkgutil
import random
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from flask import url_for

import hopecare.web.listings
from hopecare.web.fields import (
    Code,
    Day,
    DayOfMoments,
    Id,
    Ticked,
    TimeOfDay,
    WholeNumber,
    Words,
)
from hopecare.web.listing import LISTINGS
from hopecare.web.moments import Moment
from tests.factories.full_town import a_full_town
from tests.plugins.pages import Visitor, query_of, said_by

pytestmark = pytest.mark.timeout(600)  # every list and every filter

for _module in pkgutil.iter_modules(hopecare.web.listings.__path__, "hopecare.web.listings."):
    importlib.import_module(_module.name)
TRIES = 2
MOSTLY_OPEN = 0.6
TYPED = ("김", "district", "city", "010", "medical", "%")
A_MOMENT = timedelta(milliseconds=1)
"""Between two pages, so that what the access log notes of the first lies before both."""
DAYS = ("2026-11-23", "2026-11-22")
CLOCKS = ("10:00", "23:00")
MOMENTS = ("2026-11-23T02:00:00+00:00", "2026-11-22T23:00:00+00:00")


@pytest.fixture
def full_town(database, town_scope, town):
    """Rows for every list, in two districts."""
    with database.writing(town_scope) as session:
        return a_full_town(session)


@pytest.fixture
def app(plain_app):
    return plain_app


@pytest.fixture
def everybody(app, full_town):
    """Somebody who may open every list."""
    return Visitor(app).sign_in(full_town.account)


def offered(listing, town) -> dict[str, list[str]]:
    """What each filter may say in this town."""
    return {name: values_of(name, field, town) for name, field in listing.filters().fields.items()}


def values_of(name, field, town) -> list[str]:
    if isinstance(field, Code):
        return [str(member.value) for member in field.kind]
    if isinstance(field, Id):
        return [str(each) for each in town.ids[name]]
    if name == "code":
        return [*TYPED, *town.codes]
    kinds = {
        Ticked: ("yes",), Day: DAYS, DayOfMoments: DAYS, TimeOfDay: CLOCKS, Words: TYPED,
        Moment: MOMENTS, WholeNumber: ("0", "1"),
    }  # fmt: skip
    return list(kinds[type(field)])


def some_filters(listing, town, chance) -> dict[str, str]:
    """Filters as a reader might choose them; most are left open."""
    return {
        name: chance.choice(values)
        for name, values in offered(listing, town).items()
        if chance.random() > MOSTLY_OPEN
    }


def path_of(visitor, listing) -> str:
    with visitor.app.test_request_context():
        return url_for(listing.endpoint)


def shown(visitor, path):
    """The rows of every page, and how many pages there were."""
    rows, page, pages = [], visitor.get(path), 1
    while True:
        table = page.find("table", class_="rows")
        body = [] if table is None else list(table.iter("tr"))[1:]
        rows += [[said_by(cell) for cell in row.iter("td")] for row in body]
        following = [link for link in page.links if "after" in query_of(link)]
        if not following:
            return rows, pages
        visitor.clock.advance(A_MOMENT)
        page, pages = visitor.get(following[0]), pages + 1


def exported(visitor, path, filters):
    answer = visitor.fetch(f"{path}?{urlencode({**filters, 'format': 'csv'})}")
    assert answer.mimetype == "text/csv", path
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))[1:]
    return [[" ".join(cell.removeprefix("'").split()) for cell in row] for row in rows]


def as_on_the_page(listing, row):
    """What stands beneath another column on the page is put there."""
    cells = {each.name: cell for each, cell in zip(listing.columns, row, strict=True)}
    below = [each for each in listing.columns if each.beneath]
    return [
        " ".join(
            filter(
                None,
                [cells[each.name], *(cells[one.name] for one in below if one.beneath == each.name)],
            )
        )
        for each in listing.across
    ]


def without_own(rows):
    """Reading the access log is itself noted, so it grows while it is read: leave that out."""
    return [row for row in rows if not any("(access_log.read)" in cell for cell in row)]


def differences(visitor, listing, filters, *, size=0):
    """How the exported rows differ from those on the pages; and how many rows and pages.

    Where no size of the pages is said, there are about three.
    """
    path = path_of(visitor, listing)
    rows = without_own(as_on_the_page(listing, row) for row in exported(visitor, path, filters))
    size = size or max(1, len(rows) // 3)
    page, pages = shown(visitor, f"{path}?{urlencode({**filters, 'size': size})}")
    fault = None if without_own(page) == rows else f"{listing.name} {filters}: {page} / {rows}"
    return fault, len(rows), pages


def test_what_stands_beneath_stands_beneath_a_column_of_the_page():
    for listing in LISTINGS.values():
        across = {each.name for each in listing.across}
        assert {each.beneath for each in listing.columns if each.beneath} <= across, listing.name


@pytest.mark.both_databases  # each sorts in its own way, and goes on where a page ended
def test_every_list_has_rows_on_several_pages_and_exports_them_all(everybody, everyday):
    faults = []
    for listing in LISTINGS.values():
        fault, rows, pages = differences(everybody, listing, {}, size=0 if everyday else 1)
        few = f"{listing.name}: {rows} rows on {pages} pages; tell the full town"
        faults += [fault, few if min(rows, pages) < 2 else None]
    assert [each for each in faults if each] == []


def test_what_is_exported_is_what_is_shown_whatever_the_filters(everybody, full_town):
    chance, faults = random.Random("every list"), []  # noqa: S311  no secret
    for listing in LISTINGS.values():
        for _ in range(TRIES):
            filters = some_filters(listing, full_town, chance)
            faults.append(differences(everybody, listing, filters, size=3)[0])
    assert [each for each in faults if each] == []


def test_every_filter_leaves_some_rows_and_takes_some_away(everybody, full_town):
    idle = []
    for listing in LISTINGS.values():
        path, filters = path_of(everybody, listing), offered(listing, full_town)
        whole = without_own(exported(everybody, path, {})) if filters else []
        idle += [
            f"{listing.name}?{name}="
            for name, values in filters.items()
            if not works(everybody, path, name, values, whole)
        ]
    assert idle == []


def works(visitor, path, name, values, whole):
    """Whether some value of the filter shows other rows than no filter, and not none."""
    narrowed = (without_own(exported(visitor, path, {name: value})) for value in values)
    return any(rows not in ([], whole) for rows in narrowed)
