"""Spreadsheets as offices have them: every encoding, heading and oddity that we know of."""

from __future__ import annotations

import io
import unicodedata
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hopecare.errors import FileNotAcceptedError
from hopecare.reading.people_columns import RESIDENT_COLUMNS, VOLUNTEER_COLUMNS
from hopecare.reading.tables import Column, plain_cell, read_table
from tests.reading.sheets_for_tests import csv_file, workbook

HEADINGS = ("이름", "연락처", "생년월일", "읍면동")
KIM = ("김다래", "010-0000-0001", "1958-03-04", "진접읍")
# A spreadsheet knows no zones.
NAIVE = datetime(2026, 1, 2, 9, 30)  # noqa: DTZ001
CELLS = {
    "name": "김다래",
    "phone": "010-0000-0001",
    "birth_on": "1958-03-04",
    "area": "진접읍",
}


def problem_of(content: bytes) -> FileNotAcceptedError:
    with pytest.raises(FileNotAcceptedError) as refusal:
        read_table(content, RESIDENT_COLUMNS)
    return refusal.value


@pytest.mark.parametrize("mark", [",", "\t", ";"], ids=["comma", "tab", "semicolon"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp949", "euc-kr", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_a_list_is_read_alike_in_every_encoding_and_with_every_mark(encoding, mark):
    table = read_table(csv_file([HEADINGS, KIM], encoding=encoding, mark=mark), RESIDENT_COLUMNS)
    assert [dict(row.cells) for row in table.rows] == [CELLS]


def test_a_workbook_is_read_like_a_csv():
    table = read_table(workbook([HEADINGS, KIM]), RESIDENT_COLUMNS)
    assert [dict(row.cells) for row in table.rows] == [CELLS]


def test_bytes_that_are_no_text_are_refused_with_their_line():
    refusal = problem_of("이름,연락처\n김".encode() + b"\n\xff\xfe\xfd,1\n")
    assert refusal.facts == {"problem": "encoding_unknown", "line": 3}


@pytest.mark.parametrize(
    "headings",
    [
        ("성명", "휴대폰", "생일", "행정동"),
        (" 이 름 ", "휴대폰번호", "생년월일(양력)", "읍.면.동"),
        ("Name", "PHONE", "Birth Date", "Area"),
        ("full_name", "Phone No.", "D.O.B.", "District"),
        ("이름*", "연락처 (휴대폰)", "생년월일 *", "읍면동"),
        tuple(unicodedata.normalize("NFD", word) for word in HEADINGS),
    ],
    ids=["other-words", "spaces-and-dots", "english", "english-signs", "stars", "decomposed"],
)
def test_headings_are_known_by_the_words_people_use(headings):
    table = read_table(csv_file([headings, KIM]), RESIDENT_COLUMNS)
    assert dict(table.rows[0].cells) == CELLS
    assert table.ignored == ()


def test_columns_nobody_knows_are_listed_and_left_alone():
    table = read_table(csv_file([(*HEADINGS, "혈액형"), (*KIM, "A")]), RESIDENT_COLUMNS)
    assert table.ignored == ("혈액형",)
    assert dict(table.rows[0].cells) == CELLS


def test_missing_columns_are_all_named():
    with pytest.raises(FileNotAcceptedError) as refusal:
        read_table(csv_file([("이름", "비고"), ("김다래", "")]), VOLUNTEER_COLUMNS)
    assert refusal.value.facts == {"problem": "columns_missing", "columns": "연락처, 활동 가능"}


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([], "file_empty"),
        ([("", "")], "file_empty"),
        ([("2026년 주민 명단", "", ""), HEADINGS, KIM], "headings_not_found"),
        ([("이름", "연락처", "", "읍면동"), KIM], "heading_blank"),
        ([("이름", "연락처", "이 름", "읍면동"), KIM], "heading_twice"),
        ([("이름", "성명", "생일", "읍면동"), KIM], "heading_same_meaning"),
    ],
    ids=["nothing", "blank", "title-above", "blank-heading", "twice", "two-words-for-one"],
)
@pytest.mark.parametrize("make", [csv_file, workbook], ids=["csv", "xlsx"])
def test_headings_that_leave_doubt_refuse_the_file(make, rows, problem):
    assert problem_of(make(rows)).facts["problem"] == problem


def test_a_merged_heading_is_refused_and_its_column_named():
    book = openpyxl.Workbook()
    sheet = book.create_sheet("명단", 0)
    for row in (("이름", "연락처", "생년월일"), ("김다래", "010-0000-0001", "1958-03-04")):
        sheet.append(row)
    sheet.merge_cells("B1:C1")
    out = io.BytesIO()
    book.save(out)
    assert problem_of(out.getvalue()).facts == {
        "problem": "heading_blank",
        "column": "C",
        "line": 2,
    }


def test_a_line_break_in_quotes_does_not_shift_the_line_numbers():
    rows = [("이름", "비고"), ("김다래", "첫 줄\n둘째 줄\n셋째 줄"), ("", ""), ("박여울", "")]
    table = read_table(csv_file(rows), RESIDENT_COLUMNS)
    assert [row.line for row in table.rows] == [2, 6]


def test_empty_rows_of_a_workbook_keep_their_place():
    table = read_table(workbook([HEADINGS, (), KIM, (None, " "), KIM]), RESIDENT_COLUMNS)
    assert [row.line for row in table.rows] == [3, 5]


def test_a_workbook_gives_dates_numbers_and_formulas_as_they_are_read_by_people():
    rows = [
        ("이름", "연락처", "생년월일", "비고", "주소"),
        ("김다래", 1000000001, date(1958, 3, 4), NAIVE, "=A1&B1"),
    ]
    cells = read_table(workbook(rows), RESIDENT_COLUMNS).rows[0].cells
    assert cells["phone"] == "1000000001"
    assert cells["birth_on"] == "1958-03-04"
    assert cells["note"] == "2026-01-02 09:30:00"
    # A program that never calculated leaves no value behind: the formula itself is shown.
    assert cells["address"] == "=A1&B1"


def test_what_a_spreadsheet_puts_around_a_cell_is_taken_off():
    rows = [("이름", "연락처", "비고"), ("김다래", '="01000000001"', "'+82 seen"), ("'박", "1", "")]
    table = read_table(csv_file(rows), RESIDENT_COLUMNS)
    assert table.rows[0].cells["phone"] == "01000000001"
    assert table.rows[0].cells["note"] == "+82 seen"
    assert table.rows[1].cells["name"] == "'박"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_or_locked_workbook"),
        (b"PK\x03\x04 torn", "workbook_broken"),
    ],
    ids=["xls-or-locked", "torn"],
)
def test_a_workbook_we_cannot_open_is_refused_with_advice(content, problem):
    assert problem_of(content).facts["problem"] == problem


def test_a_cell_of_a_million_letters_does_not_stop_the_file():
    rows = [("이름", "비고"), ("김다래", "가" * 1_000_000), ("박여울", "")]
    assert len(read_table(csv_file(rows), RESIDENT_COLUMNS).rows) == 2


WORDS = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="￾￿"), max_size=12
)


@given(st.lists(st.tuples(WORDS, WORDS, WORDS), max_size=8), st.sampled_from([",", "\t", ";"]))
def test_whatever_a_csv_holds_comes_back_as_it_was_written(rows, mark):
    columns = tuple(Column(name=name, words=(name,)) for name in ("one", "two", "three"))
    header = tuple(column.name for column in columns)
    table = read_table(csv_file([header, *rows], mark=mark), columns)
    plain = [
        tuple(plain_cell(unicodedata.normalize("NFC", cell).strip()) for cell in row)
        for row in rows
        if any(unicodedata.normalize("NFC", cell).strip() for cell in row)
    ]
    assert [tuple(row.cells.get(name, "") for name in header) for row in table.rows] == plain
