"""Rows of people: whole, or with everything that must be corrected."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hopecare.domain.consent import ConsentForm, ConsentPurpose
from hopecare.domain.people import ContactKind, Sex
from hopecare.reading.area_words import AreaWords, KnownArea
from hopecare.reading.errors_file import errors_file
from hopecare.reading.faults import FaultCode
from hopecare.reading.people_columns import RESIDENT_COLUMNS, VOLUNTEER_COLUMNS
from hopecare.reading.people_rows import Ground, ResidentRow, read_residents, read_volunteers
from hopecare.reading.tables import read_table
from tests.reading.sheets_for_tests import csv_file

HWADO, DASAN_1, DASAN_2 = (UUID(int=number) for number in (1, 2, 3))
AREAS = AreaWords.of(
    [
        KnownArea(area_id=HWADO, code="4136025600", names=("화도읍", "Hwado-eup")),
        KnownArea(area_id=DASAN_1, code="4136054500", names=("다산1동", "Dasan 1-dong")),
        KnownArea(area_id=DASAN_2, code="4136056500", names=("다산2동", "Dasan 2-dong")),
    ]
)
TODAY = date(2026, 11, 23)
GROUND = Ground(today=TODAY, country="KR", areas=AREAS, allow_invented=True)


def resident(**cells):
    return next(residents_of(list(cells), list(cells.values())))


def residents_of(*rows):
    return read_residents(read_table(csv_file(rows), RESIDENT_COLUMNS), GROUND)


def volunteer(**cells):
    table = read_table(csv_file([list(cells), list(cells.values())]), VOLUNTEER_COLUMNS)
    return next(read_volunteers(table, GROUND))


def codes_of(row):
    return [fault.code for fault in row]


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("010-0000-0001", ["+821000000001"]),
        ("01000000001", ["+821000000001"]),
        ("1000000001", ["+821000000001"]),
        ("1000000001.0", ["+821000000001"]),
        ("+82 10 0000 0001", ["+821000000001"]),
        ("010.0000.0001", ["+821000000001"]),
        ("010-0000-0001 / 031-000-1234", ["+821000000001", "+82310001234"]),
        ("010-0000-0001, 010-0000-0001", ["+821000000001"]),
    ],
)
def test_telephone_numbers_are_read_as_people_and_spreadsheets_write_them(written, numbers):
    row = resident(name="김다래", phone=written)
    assert [phone.number for phone in row.person.phones] == numbers
    assert row.person.phones[0].kind is ContactKind.MOBILE


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("1.00E+09", FaultCode.PHONE_ROUNDED),
        ("010-12", FaultCode.PHONE_UNREADABLE),
        ("없음", FaultCode.PHONE_UNREADABLE),
    ],
)
def test_a_number_that_cannot_be_rung_is_a_fault(written, code):
    assert codes_of(resident(name="김다래", phone=written)) == [code]


@pytest.mark.parametrize(
    ("written", "area_id"),
    [
        ("화도읍", HWADO),
        ("화도", HWADO),
        (" 화 도 읍 ", HWADO),
        ("hwado-eup", HWADO),
        ("Hwado", HWADO),
        ("4136025600", HWADO),
        ("남양주시 화도읍", HWADO),
        ("다산1동", DASAN_1),
        ("Dasan 2-dong", DASAN_2),
    ],
)
def test_an_area_is_known_by_code_and_by_name(written, area_id):
    assert resident(name="김", phone="01000000001", area=written).person.area_id == area_id


def test_an_area_outside_the_town_is_a_fault_and_an_address_may_name_the_area():
    outside = resident(name="김", phone="01000000001", area="종로구")
    assert codes_of(outside) == [FaultCode.AREA_UNKNOWN]
    at_home = resident(name="김", address="경기도 남양주시 화도읍 별길 1 (화도읍)")
    assert at_home.person.area_id == HWADO
    unclear = resident(name="김", address="별길 1")
    assert unclear.person.area_id is None


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"name": ""}, FaultCode.MISSING),
        ({"name": "가" * 101}, FaultCode.TOO_LONG),
        ({"name": "김\x00다래"}, FaultCode.CONTROL_CHARACTER),
        ({"note": "가" * 4001}, FaultCode.TOO_LONG),
        ({"note": "#REF!"}, FaultCode.SPREADSHEET_ERROR),
        ({"note": "########"}, FaultCode.SPREADSHEET_ERROR),
        ({"note": "=A1"}, FaultCode.FORMULA_WITHOUT_VALUE),
        ({"sex": "?"}, FaultCode.WORD_UNKNOWN),
        ({"consent date": "2026-01-02"}, FaultCode.CONSENT_INCOMPLETE),
        ({"consent form": "서면"}, FaultCode.CONSENT_INCOMPLETE),
        ({"phone": ""}, FaultCode.NOT_TOLD_APART),
    ],
)
def test_each_kind_of_mistake_has_its_own_reason(cells, code):
    row = resident(**{"name": "김다래", "phone": "01000000001", **cells})
    assert codes_of(row) == [code]


def test_an_emoji_and_a_line_break_in_a_note_are_words_like_others():
    row = resident(name="김다래", phone="01000000001", note="고양이 🐈\n두 마리")
    assert row.person.note == "고양이 🐈\n두 마리"


def test_a_line_with_more_cells_than_headings_is_named_and_nothing_of_it_is_lost():
    rows = [("이름", "연락처"), ("김", "01000000001", "넘침"), ("박", "01000000002"), ("이", "1")]
    table = read_table(csv_file(rows), RESIDENT_COLUMNS)
    found = list(read_residents(table, GROUND))
    faults = [fault for row in found if isinstance(row, tuple) for fault in row]
    assert codes_of(faults) == [FaultCode.TOO_MANY_CELLS, FaultCode.PHONE_UNREADABLE]
    errors = errors_file(table, faults, language="ko").decode("utf-8-sig")
    assert "01000000001 넘침" in errors


def test_consent_with_day_and_form_is_read_with_its_purposes():
    row = resident(
        **{
            "name": "김다래",
            "phone": "01000000001",
            "동의일": "2026.1.2",
            "동의 방법": "구두",
            "동의 범위": "안부 묻기 / 이웃 도움",
        }
    )
    assert row.consent.given_on == date(2026, 1, 2)
    assert row.consent.form is ConsentForm.VOICE
    assert row.consent.purposes == (
        ConsentPurpose.KEEP_RECORD,
        ConsentPurpose.CHECK_INS,
        ConsentPurpose.PEER_HELP,
    )


@pytest.mark.parametrize(
    ("written", "metres"),
    [("1.5", 1500), ("1,5 km", 1500), ("800m", 800), ("800", 800), ("2킬로", 2000), ("", None)],
)
def test_a_radius_is_read_with_or_without_its_unit(written, metres):
    row = volunteer(name="공숲", phone="01000000001", skills="반찬", radius=written)
    assert row.radius_m == metres


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("75", FaultCode.NUMBER_UNREADABLE),
        ("far", FaultCode.NUMBER_UNREADABLE),
        ("80 km", FaultCode.NUMBER_OUT_OF_RANGE),
        ("0", FaultCode.NUMBER_OUT_OF_RANGE),
        ("0 km", FaultCode.NUMBER_OUT_OF_RANGE),
        ("50m", FaultCode.NUMBER_OUT_OF_RANGE),
    ],
)
def test_a_radius_that_is_none_is_a_fault(written, code):
    row = volunteer(name="공숲", phone="01000000001", skills="반찬", radius=written)
    assert codes_of(row) == [code]


@pytest.mark.parametrize(
    ("written", "codes"),
    [(TODAY - timedelta(days=1), [FaultCode.CHECK_RUN_OUT]), (TODAY, []), (None, [])],
)
def test_a_check_that_has_run_out_is_a_fault_of_its_cell(written, codes):
    said = written.isoformat() if written else ""
    row = volunteer(
        name="공숲", phone="01000000001", skills="반찬", check_level="기본", checked_until=said
    )
    faults = row if isinstance(row, tuple) else ()
    assert codes_of(faults) == codes
    assert not codes or [fault.column for fault in row] == ["checked_until"]


def test_a_volunteer_needs_a_telephone_and_something_they_can_do():
    row = volunteer(name="공숲", phone="", skills="", area="화도")
    assert set(codes_of(row)) == {FaultCode.MISSING}
    assert {fault.column for fault in row} == {"phone", "skills"}


NAMES = st.text(st.sampled_from("가나다라마김이박 -ABCé"), min_size=1, max_size=8).filter(
    lambda name: name.strip(" -") != ""
)
PEOPLE = st.tuples(
    NAMES.map(lambda name: " ".join(name.split())).filter(lambda name: name[0] != "-"),
    st.integers(min_value=0, max_value=9_999).map(lambda number: f"010-0000-{number:04d}"),
    st.dates(min_value=date(1920, 1, 1), max_value=date(2020, 1, 1)),
    st.sampled_from(list(Sex)),
    st.text(max_size=30).map(lambda note: " ".join(note.split())),
)


@given(st.lists(PEOPLE, max_size=5))
def test_every_written_person_comes_back_equal_or_is_named(people):
    header = ("name", "phone", "birth date", "sex", "note")
    rows = [(name, phone, str(born), sex.value, note) for name, phone, born, sex, note in people]
    for (name, phone, born, sex, _note), read in zip(
        people, residents_of(header, *rows), strict=True
    ):
        if isinstance(read, ResidentRow):
            person = read.person
            assert (person.full_name, person.birth_on, person.sex) == (name, born, sex)
            assert person.phones[0].number == "+82" + phone[1:].replace("-", "")
        else:
            assert {fault.column for fault in read} == {"note"}


@given(st.lists(st.text(max_size=12), min_size=4, max_size=4))
def test_no_line_breaks_the_reader_and_every_bad_one_can_be_written_out(cells):
    rows = [("이름", "연락처", "생년월일", "비고"), cells, ("김", "01000000001", "", "")]
    try:
        encoded = csv_file(rows)
    except UnicodeEncodeError:
        return
    table = read_table(encoded, RESIDENT_COLUMNS)
    faults = [
        fault for row in read_residents(table, GROUND) if isinstance(row, tuple) for fault in row
    ]
    errors = errors_file(table, faults, language="en")
    again = read_table(errors, RESIDENT_COLUMNS)
    assert len(again.rows) == len({fault.line for fault in faults})
    assert again.ignored == ()
