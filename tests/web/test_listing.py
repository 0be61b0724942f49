"""Listings: shown as exported, paged by the last row, never a formula in disguise."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from hopecare.database import AllTowns
from hopecare.web.exports import FORMULA_STARTS, harmless
from hopecare.web.keyset import cursor_of, read_cursor
from tests.factories import towns
from tests.plugins.pages import count_queries, query_of, said_by
from tests.web.sample import AREAS

pytestmark = pytest.mark.both_databases

LIST = "/sample/areas"

KEPT = st.characters(codec="utf-8", exclude_characters="\x00")
"""What a database holds."""


@pytest.fixture
def areas(database, town_scope, town):
    with database.writing(town_scope) as session:
        for count in range(120):
            area = towns.an_area(session, name=f"지역{count:03d}", code=f"{count * 7 % 120:04d}")
            area.kind = "district" if count % 2 else "city"
            area.population = count
        towns.an_area(session, name="=1+1", code="formula").kind = "odd"


def shown(visitor, path):
    """Every row of every page."""
    rows, page = [], visitor.get(path)
    while True:
        rows += [[said_by(cell) for cell in row.iter("td")] for row in page.find_all("tr")][1:]
        nexts = [link for link in page.links if "after" in query_of(link)]
        if not nexts:
            return rows
        page = visitor.get(nexts[0])


def exported(visitor, path, kind):
    answer = visitor.fetch(f"{path}{'&' if '?' in path else '?'}format={kind}")
    assert answer.status_code == 200
    if kind == "csv":
        assert answer.data.startswith(b"\xef\xbb\xbf")
        return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))[1:]
    sheet = load_workbook(io.BytesIO(answer.data)).worksheets[0]
    return [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)][1:]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize(
    "query", ["", "?kind=city", "?begins=지역05", "?kind=city&begins=지역1", "?kind=none"]
)
def test_what_is_exported_is_what_is_shown(staff, areas, kind, query):
    rows = shown(staff, LIST + query)
    plain = [
        [cell.removeprefix("'") for cell in row] for row in exported(staff, LIST + query, kind)
    ]
    assert plain == rows


def test_no_row_is_shown_twice_and_none_is_left_out(staff, areas):
    codes = [row[0] for row in shown(staff, LIST)]
    assert len(codes) == len(set(codes)) == 121


def test_rows_of_another_town_are_neither_shown_nor_counted(staff, areas, database):
    with database.writing(AllTowns()) as session:
        other = towns.a_town(session)
        towns.an_area(session, name="남의 지역", town_id=other.id)
    page = staff.get(LIST)
    assert "121 rows" in page.text
    assert "남의 지역" not in str(shown(staff, LIST))


def test_a_page_asks_no_more_for_many_rows_than_for_few(staff, areas, database):
    with count_queries(database) as few:
        staff.get(f"{LIST}?begins=지역001")
    with count_queries(database) as many:
        staff.get(LIST)
    assert few.total == many.total


def test_a_broken_place_in_the_list_begins_at_the_start(staff, areas):
    assert "121 rows" in staff.get(f"{LIST}?after=nonsense").text


def test_an_empty_list_says_so(staff):
    assert "Nothing here" in staff.get(LIST).text


def test_a_list_that_was_narrowed_to_nothing_says_so_and_leads_back_to_the_whole(staff, areas):
    page = staff.get(f"{LIST}?kind=nowhere")
    assert "Nothing fits what this list was narrowed to." in page.main
    assert "Nothing here" not in page.main
    assert LIST in page.links
    assert "Nothing fits" not in staff.get(f"{LIST}?kind=").main


def test_a_formula_is_words_in_every_file(staff, areas):
    assert "'=1+1" in str(exported(staff, f"{LIST}?kind=odd", "csv"))


@pytest.mark.parametrize("sign", "=+-@\t\r＝＋－＠")
def test_signs_of_full_width_begin_a_formula_too(sign):
    assert harmless(f"{sign}HYPERLINK(1)") == f"'{sign}HYPERLINK(1)"


@given(st.text())
def test_no_cell_begins_like_a_formula(text):
    assert not harmless(text).startswith(FORMULA_STARTS)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.tuples(*(st.text(KEPT, max_size=20) for _ in range(2))))
def test_a_place_in_a_list_survives_the_address(keys):
    assert read_cursor(cursor_of(list(keys)), AREAS.order) == list(keys)


@given(st.text(max_size=60))
def test_no_address_breaks_a_list(cursor):
    found = read_cursor(cursor, AREAS.order)
    assert found is None or len(found) == 2
