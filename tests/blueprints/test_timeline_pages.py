"""A long timeline is read to its first day, page by page, and a page asks no more further down."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.identity import SystemActor
from hopecare.domain.timeline import EntryKind
from hopecare.queries.timelines import MOST_SHOWN, timeline_of_person
from hopecare.services.note_timeline import note_timeline
from models import Case, TimelineEntry
from tests.factories.cases import a_case
from tests.factories.people import a_resident, a_staff_account
from tests.factories.reports import a_report
from tests.factories.towns import NOW, a_centre, a_town, an_area
from tests.plugins.pages import count_queries, said_by

BY = SystemActor(name="test")
DAYS = MOST_SHOWN + 20
"""Check-ins after everything else, so that the beginning lies on the last page."""


@pytest.fixture
def doors(database, town_scope, visitor):
    """The three pages with a timeline; each has more than one page of it."""
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        resident = a_resident(session, centre=centre, area=an_area(session, covered_by=centre))
        case = a_case(session, resident=resident)
        report = a_report(session, centre=centre)
        account = a_staff_account(session, centre=centre)
        for of in ({"person_id": resident.id, "case_id": case.id}, {"report_id": report.id}):
            for day in range(DAYS):
                daily(session, resident.town_id, at=NOW + timedelta(days=day // 7), **of)
    visitor.sign_in(account)
    return {
        "person_id": f"/residents/{resident.id}",
        "case_id": f"/cases/{case.id}",
        "report_id": f"/reports/{report.id}",
    }


def daily(session, town_id, *, at, **of):
    note_timeline(session, town_id=town_id, kind=EntryKind.SLOT_ASKED, at=at, by=BY, **of)


def pages_of(visitor, path):
    """Every page of a timeline, reached by its links alone."""
    while path is not None:
        page = visitor.get(path)
        yield page
        links = page.find_all("a")
        older = (each.attrib["href"] for each in links if "Older entries" in said_by(each))
        path = next(older, None)


def asked_on(page):
    """How many check-ins the page tells of, in its folded lines."""
    return sum(int(each) for each in re.findall(r"asked (\d+) times", page.main))


@pytest.mark.parametrize("of", ["person_id", "case_id", "report_id"])
def test_links_lead_to_the_first_day_and_tell_of_every_check_in_once(doors, visitor, of):
    pages = list(pages_of(visitor, doors[of]))
    assert len(pages) > 1
    assert sum(map(asked_on, pages)) == DAYS
    newest = ["To the newest" in page.main for page in pages]
    assert newest == [False] + [True] * (len(pages) - 1)


def test_what_happened_first_stands_on_the_last_page(doors, visitor):
    first, *_, last = pages_of(visitor, doors["case_id"])
    assert "The case was opened" not in first.main
    assert "The case was opened" in last.main


def test_entries_of_one_moment_are_divided_between_pages_and_none_is_lost(
    doors, database, town_scope
):
    with database.reading(town_scope) as session:
        resident_id = session.scalars(select(Case.resident_id)).one()
        mine = select(TimelineEntry.id).where(TimelineEntry.person_id == resident_id)
        written = session.scalars(mine).all()
        read, before = [], None
        while True:
            stretch = timeline_of_person(session, resident_id, before=before)
            read += [line.entry.id for line in stretch]
            before = stretch.older
            if before is None:
                break
    assert sorted(read) == sorted(written)


def test_an_older_page_asks_no_more_than_the_newest(doors, visitor, database):
    first, second, *_ = [page.path for page in pages_of(visitor, doors["person_id"])]
    with count_queries(database) as newest:
        visitor.get(first)
    with count_queries(database) as older:
        visitor.get(second)
    assert older.total == newest.total


@pytest.mark.parametrize("cursor", ["x", "W10", "W1siaW50IiwiMSJdLFsiaW50IiwiMSJdXQ"])
def test_an_address_that_names_no_entry_shows_the_newest(doors, visitor, cursor):
    page = visitor.get(f"{doors['person_id']}?before={cursor}")
    assert "To the newest" not in page.main
