"""The districts with their numbers and shapes, and the page of long work, as each reader may."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from hopecare.domain.roles import Role
from hopecare.domain.runs import RunKind
from hopecare.reading.faults import Fault, FaultCode
from hopecare.reading.geojson import read_areas
from hopecare.services.finish_run import finish_run
from hopecare.services.start_run import start_run
from tests.factories.cases import BY, a_case
from tests.factories.people import a_resident, a_staff_account, a_volunteer
from tests.factories.towns import NOW, a_centre, a_town, an_area

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[127, 37], [128, 37], [128, 38], [127, 38], [127, 37]]],
}
FAULT = Fault(line=7, column="전화번호", code=FaultCode.PHONE_UNREADABLE)
REFUSED = {"rows": [asdict(FAULT)]}
"""As an import keeps them."""
WHY = "전화번호 This is not a telephone number we can use."
THANKS = "Shapes invented for this test"


@pytest.fixture
def town(database, town_scope):
    """Two centres with a district each, and who works there."""
    with database.writing(town_scope) as session:
        a_town(session)
        here, there = a_centre(session), a_centre(session, name="서부희망케어센터")
        mine = an_area(session, name="진접읍", covered_by=here, code="jinjeop")
        other = an_area(session, name="화도읍", covered_by=there, code="hwado")
        mine.shape, mine.attribution, mine.population = SQUARE, THANKS, 93142
        a_case(session, resident=a_resident(session, centre=here, area=mine))
        a_resident(session, centre=there, area=other)
        a_volunteer(session, centre=here, area=mine)
        run = start_run(
            session, town_id=mine.town_id, kind=RunKind.IMPORT_RESIDENTS, total=2, by=BY, now=NOW
        )
        return {
            "run_id": run.id,
            "area_id": mine.id,
            **{
                role: a_staff_account(session, roles=(role,), centre=here)
                for role in (Role.COORDINATOR, Role.SOCIAL_WORKER)
            },
        }


@pytest.fixture
def desk(visitor, town):
    return visitor.sign_in(town[Role.COORDINATOR])


def test_the_districts_are_listed_with_numbers_that_lead_to_their_rows(desk, town):
    page = desk.get("/areas")
    assert "진접읍" in page.main or "Jinjeop-eup" in page.main
    assert "93,142" in page.main
    assert THANKS in page.main
    cases = f"/cases?area_id={town['area_id']}"
    assert cases in page.links
    assert "김다래" in desk.get(cases).main


def test_shapes_and_numbers_are_read_again_and_count_what_the_reader_may_see(desk):
    answer = desk.fetch("/areas.geojson")
    assert answer.mimetype == "application/geo+json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert {each.code for each in read_areas(answer.data).areas} == {"jinjeop", "hwado"}
    document = json.loads(answer.data)
    assert document["attribution"] == THANKS
    by_code = {each["id"]: each for each in document["features"]}
    assert by_code["jinjeop"]["geometry"] == SQUARE
    numbers = {
        code: [each["properties"][name] for name in ("residents", "open_cases", "volunteers")]
        for code, each in by_code.items()
    }
    # Somebody of another centre is not in this reader's lists, so they are in no number either.
    assert numbers == {"jinjeop": [1, 1, 1], "hwado": [0, 0, 0]}


def test_a_run_looks_again_while_it_lasts_and_then_names_its_refused_rows(
    database, town_scope, desk, town
):
    path = f"/runs/{town['run_id']}"
    assert path in desk.get("/runs").links
    running = desk.get(path)
    assert running.find("meta", http_equiv="refresh") is not None
    assert "0 of 2" in running.main
    with database.writing(town_scope) as session:
        finish_run(session, run_id=town["run_id"], result={"new": 1}, now=NOW, details=REFUSED)
    done = desk.get(path)
    assert done.find("meta", http_equiv="refresh") is None
    assert WHY in done.main


def test_refused_rows_are_shown_only_to_who_may_import(database, town_scope, visitor, town):
    with database.writing(town_scope) as session:
        finish_run(session, run_id=town["run_id"], result={}, now=NOW, details=REFUSED)
    path = f"/runs/{town['run_id']}"
    assert WHY in visitor.sign_in(town[Role.COORDINATOR]).get(path).main
    assert WHY not in visitor.sign_in(town[Role.SOCIAL_WORKER]).get(path).main
