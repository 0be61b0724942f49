"""Two towns on one machine: what is told to one never lands in the other."""

import pytest
from sqlalchemy import select

from hopecare.database import AllTowns
from models import Report, Town
from tests.factories.towns import a_centre, a_town, an_area


@pytest.fixture
def towns(database):
    with database.writing(AllTowns()) as session:
        for slug in ("first", "second"):
            town = a_town(session, slug=slug)
            centre = a_centre(session, town_id=town.id)
            an_area(session, town_id=town.id, covered_by=centre)


def filed_in(database):
    with database.reading(AllTowns()) as session:
        return session.scalars(
            select(Town.slug).join(Report, Report.town_id == Town.id).order_by(Report.received_at)
        ).all()


TOLD = {"words": "Nobody has opened the shutters for days", "address": "the blue gate"}


def test_a_report_goes_to_the_town_whose_page_was_open(visitor, database, towns):
    visitor.post("/report", TOLD, on="/report?town=second")
    assert filed_in(database) == ["second"]


def test_the_code_leads_to_that_towns_answer(visitor, towns):
    sent = visitor.post("/report", TOLD, on="/report?town=second")
    assert visitor.follow(sent).status == 200


def test_each_of_two_open_forms_goes_to_its_own_town(visitor, database, towns):
    second = visitor.get("/report?town=second").fields("/report")
    visitor.get("/report?town=first")
    for name, value in TOLD.items():
        second[name] = value
    visitor.send("/report", second)
    assert filed_in(database) == ["second"]


def test_a_town_that_is_not_here_takes_no_report(visitor, database, towns):
    form = visitor.get("/report?town=second").fields("/report")
    for name, value in {**TOLD, "town": "third"}.items():
        form[name] = value
    visitor.send("/report", form, status=404)
    assert filed_in(database) == []


def test_the_first_page_names_the_other_towns(visitor, towns):
    assert "/?town=second" in visitor.get("/?town=first").links


@pytest.mark.parametrize(
    ("language", "said"), [("ko", "남양주시"), ("en", "Namyangju")], ids=["ko", "en"]
)
def test_a_town_is_named_in_the_readers_language_whatever_it_speaks(
    visitor, database, language, said
):
    with database.writing(AllTowns()) as session:
        a_town(session, slug="first")
        a_town(session, slug="abroad", language="en", country="GB", zone="Europe/London")
    visitor.read_in(language)
    here, abroad = visitor.get("/?town=first"), visitor.get("/?town=abroad")
    assert said in [link.text for link in here.find_all("a")]
    assert said in [words.text for words in abroad.find_all("span", **{"class": "brand-town"})]
