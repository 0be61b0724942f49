"""Every list of the platform: whatever the filters, what is exported is what is shown."""

from __future__ import annotations

import csv
import importlib
import io
import pkgutil
import random
from urllib.parse import urlencode

import pytest
from flask import url_for
from sqlalchemy import select

import hopecare.web.listings
from hopecare.domain.needs import NeedKind
from hopecare.domain.roles import Role
from hopecare.domain.urgency import Urgency
from hopecare.web.fields import Code, Day, Id, Ticked, Words
from hopecare.web.listing import LISTINGS
from models import Need
from tests.factories import towns
from tests.factories.cases import a_case, a_wish
from tests.factories.offers import an_offer
from tests.factories.people import a_resident, a_staff_account
from tests.factories.referrals import a_referral
from tests.factories.reports import a_report
from tests.factories.volunteers import neighbours
from tests.plugins.pages import Visitor, query_of, said_by

for _module in pkgutil.iter_modules(hopecare.web.listings.__path__, "hopecare.web.listings."):
    importlib.import_module(_module.name)
FILLED = {"reports", "residents", "cases", "needs", "volunteers", "referrals", "areas", "accounts"}
TRIES = 4
MOSTLY_OPEN = 0.6


@pytest.fixture
def app(plain_app):
    return plain_app


@pytest.fixture
def full_town(database, town_scope, town):
    """A little of everything, in two districts."""
    with database.writing(town_scope) as session:
        centre = towns.a_centre(session)
        places = [
            towns.an_area(session, name=name, covered_by=centre) for name in ("화도읍", "진접읍")
        ]
        helpers = neighbours(session, 3, centre=centre, area=places[0])
        for count, place in enumerate([*places, places[0]]):
            a_report(session, area=place, centre=centre, urgency=list(Urgency)[count % 3])
            resident = a_resident(session, name=f"=김{count}", centre=centre, area=place)
            wishes = (a_wish(list(NeedKind)[count]), a_wish())
            case = a_case(session, resident=resident, centre=centre, area=place, needs=wishes)
            a_referral(session, case=case)
            need = next(iter(needs_of(session, case)))
            an_offer(session, need, helpers[count])
    return places


def needs_of(session, case):

    return session.scalars(select(Need).where(Need.case_id == case.id).order_by(Need.id))


@pytest.fixture
def everybody(app, database, town_scope, full_town):
    """Somebody who may open every list."""
    roles = (Role.COORDINATOR, Role.SOCIAL_WORKER, Role.ADMINISTRATOR)
    with database.writing(town_scope) as session:
        account = a_staff_account(session, roles=roles)
    return Visitor(app).sign_in(account)


def some_filters(listing, places, chance):
    """Filters as a reader might choose them; most are left open."""
    offered = {
        name: what_is_offered(field, places) for name, field in listing.filters().fields.items()
    }
    return {
        name: chance.choice(values)
        for name, values in offered.items()
        if values and chance.random() > MOSTLY_OPEN
    }


def what_is_offered(field, places) -> list[str]:
    if isinstance(field, Code):
        return [str(member.value) for member in field.kind]
    if isinstance(field, Id):
        return [str(place.id) for place in places]
    by_kind = {Ticked: ["yes"], Day: ["2026-11-23"], Words: ["김", "district", "010", "%"]}
    return by_kind.get(type(field), [])


def shown(visitor, path):
    rows, page = [], visitor.get(path)
    while True:
        table = page.find("table", class_="rows")
        body = [] if table is None else list(table.iter("tr"))[1:]
        rows += [[said_by(cell) for cell in row.iter("td")] for row in body]
        following = [link for link in page.links if "after" in query_of(link)]
        if not following:
            return rows
        page = visitor.get(following[0])


def exported(visitor, path):
    answer = visitor.fetch(path)
    assert answer.mimetype == "text/csv", path
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))[1:]
    return [[" ".join(cell.removeprefix("'").split()) for cell in row] for row in rows]


@pytest.mark.parametrize("name", sorted(LISTINGS))
def test_what_is_exported_is_what_is_shown_whatever_the_filters(everybody, full_town, name):
    listing, chance = LISTINGS[name], random.Random(name)  # noqa: S311
    with everybody.app.test_request_context():
        path = url_for(listing.endpoint)
    for count in range(TRIES):
        filters = some_filters(listing, full_town, chance) if count else {}
        rows = exported(everybody, f"{path}?{urlencode({**filters, 'format': 'csv'})}")
        page = shown(everybody, f"{path}?{urlencode({**filters, 'size': 1})}")
        if name == "access_log":
            # Reading the list is itself noted, so it grows while it is read.
            assert page[len(page) - len(rows) :] == rows
        else:
            assert page == rows, filters
        assert count or rows or name not in FILLED, "this town has some of it"
