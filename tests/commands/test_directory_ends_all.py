"""A complete file that names no service ends none by an oversight, and many that end are named."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hopecare.commands.directory import directory
from models import Run, Service
from tests.factories.hsds import a_plain_service, an_office, id_of, written
from tests.reading.sheets_for_tests import csv_file

NAMES = ("말벗", "나들이", "산책")
REFUSED = "This names no service: all that stand here from its source, 3, would end."


@pytest.fixture
def take_in(run, tmp_path):
    def take_in(*documents, words=(), code=0):
        path = tmp_path / "directory.json"
        path.write_bytes(written(list(documents)))
        return run(directory, "import", path, "--language", "en", *words, code=code).output

    return take_in


@pytest.fixture
def standing(database, town_scope):
    def standing():
        with database.reading(town_scope) as session:
            return sorted(session.scalars(select(Service.name).where(Service.ended_on.is_(None))))

    return standing


@pytest.fixture
def three(take_in):
    take_in(an_office(*(a_plain_service(name) for name in NAMES)))


@pytest.mark.usefixtures("three")
def test_a_complete_file_that_names_no_service_is_refused_before_anything_is_begun(
    take_in, run, tmp_path, standing, database, town_scope
):
    assert REFUSED in take_in(an_office(), code=1)
    alone = tmp_path / "organizations.csv"
    alone.write_bytes(
        csv_file(
            [["id", "name", "description"], [id_of("별빛재단"), "별빛재단", "이웃을 돕는 재단"]]
        )
    )
    said = run(directory, "import", alone, "--language", "en", code=1).output
    assert f"organizations.csv: {REFUSED}" in said
    assert "--part" in said
    assert "--ends-all" in said
    assert "Nothing was taken in." in said
    assert standing() == sorted(NAMES)
    with database.reading(town_scope) as session:
        assert len(session.scalars(select(Run)).all()) == 1


@pytest.mark.usefixtures("three")
def test_it_is_taken_in_as_a_part_or_where_it_says_that_all_end(take_in, standing):
    take_in(an_office(description="다르게"), words=["--part"])
    assert standing() == sorted(NAMES)
    said = take_in(an_office(), words=["--ends-all"])
    assert "Of 3 services that stand here from this source, 3 end with this file." in said
    assert standing() == []
    # Nothing stands that could end: the same file is taken in as it is, and names nothing again.
    assert "has ended" not in take_in(an_office(description="또 다르게"))


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("words", [[], ["--dry-run"]])
def test_more_than_half_that_end_are_said_before_the_rest(take_in, words):
    said = take_in(an_office(a_plain_service("말벗")), words=words)
    many = "Of 3 services that stand here from this source, 2 end with this file."
    assert many in said
    assert words or said.index(many) < said.index("Entries: ")


@pytest.mark.usefixtures("three")
def test_few_that_end_are_named_as_ever(take_in):
    said = take_in(an_office(*(a_plain_service(name) for name in NAMES[:2])))
    assert "so it has ended: 산책" in said
    assert "end with this file" not in said


def test_the_first_file_of_a_source_may_name_offices_alone(take_in):
    assert "2 new" in take_in(an_office())
