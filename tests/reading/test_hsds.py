"""Directories of HSDS 3.0 are read and written whole, or refused by the name of what is wrong."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
import zipfile
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hopecare.domain.service_facts import OpenWindow
from hopecare.errors import FileNotAcceptedError
from hopecare.reading.hsds_entries import Directory, Entry
from hopecare.reading.hsds_faults import WORDS, EntryFault, EntryFaultCode, entry_fault_sentence
from hopecare.reading.hsds_files import LARGEST, read_directory, read_directory_file
from hopecare.reading.hsds_format import ANYTHING, TABLES, Value
from hopecare.reading.hsds_services import ServiceReader
from hopecare.reading.hsds_to_csv import package_of
from hopecare.reading.hsds_to_json import organizations_of, page_of, services_of, tables_of
from tests.factories.hsds import (
    a_hall,
    a_kitchen,
    a_plain_service,
    an_office,
    id_of,
    packed,
    written,
)
from tests.reading.sheets_for_tests import csv_file

CODE = EntryFaultCode


def read(document, name="directory.json"):
    content = document if isinstance(document, bytes) else written(document)
    return read_directory_file(name, content)


def said(directory):
    return {key: entry.content for key, entry in directory.entries.items()}


def faults(directory):
    return [(each.where, each.field, each.code) for each in directory.faults]


def the_service(directory):
    return next(ServiceReader(directory).services())


def test_everything_about_a_service_is_gathered_from_its_document():
    service = the_service(read(an_office(a_kitchen())))
    assert service.organisation_id == id_of("별빛재단")
    assert service.columns["qualifies"] == "65세가 넘고 혼자 사는 분"
    assert (service.columns["least_age"], service.columns["most_age"]) == (65, None)
    assert service.columns["papers"] == "신분증"
    assert service.columns["checked_on"] == date(2026, 10, 1)
    assert service.hours == tuple(
        OpenWindow(weekday=day, opens=time(9, 30), closes=time(17), valid_from=date(2026, 1, 1))
        for day in (0, 2, 4)
    )
    assert service.languages == ("ko", "vi")
    assert service.areas == (("진접읍",), ("구리시 갈매동 일부",))
    assert service.terms == {id_of("term meals"), "m-10", "meals"}
    place = service.places[0]
    assert (place.lat, place.lon) == (37.7212, 127.1934)
    assert place.address == "경기도 남양주시 별빛로 12"
    assert place.accessibility == "승강기가 있습니다."
    assert [(each.name, each.phone) for each in service.contacts] == [
        ("나주방", "031-555-0103"),
        (None, "031-555-0102 #7"),
    ]


@pytest.mark.parametrize(
    "document",
    [
        an_office(a_kitchen()),
        page_of([an_office(a_kitchen())]),
        [an_office(a_kitchen())],
        page_of([a_kitchen(organization=an_office())]),
        a_kitchen(organization=an_office()),
        {
            "id": id_of("kitchen at hall"),
            "service": a_kitchen(organization=an_office()),
            "location": a_hall(),
        },
    ],
    ids=["office", "page of offices", "list", "page of services", "service", "at a location"],
)
def test_every_shape_of_a_document_says_the_same(document):
    found = read(document)
    assert found.faults == []
    assert the_service(found).columns["name"] == "별빛 반찬 나눔"
    # An office that stands inside its service still has its own telephone.
    assert ("phones", id_of("별빛재단 phone")) in found.entries


def test_documents_and_tables_go_out_and_come_in_again_unchanged():
    first = read(an_office(a_kitchen(), a_plain_service("말벗")))
    as_document = read(page_of(list(organizations_of(first))))
    as_tables = read({f"{name}.csv": each for name, each in tables_of(first).items()})
    as_package = read(packed(package_of(first)), "package.zip")
    assert said(as_document) == said(as_tables) == said(as_package) == said(first)


def test_a_service_goes_out_with_its_organisation_inside():
    first = read(an_office(a_kitchen()))
    document = next(services_of(first))
    assert document["organization"]["name"] == "별빛재단"
    assert said(read(document)) == said(first)


def test_what_we_do_not_know_is_kept_and_goes_out_again():
    strange = {"x-colour": "blue", "x-deep": {"a": [1, "=2"]}, "x-sign": "=SUM(A1)"}
    first = read(an_office(a_kitchen(**strange)))
    assert first.entries["services", id_of("kitchen")].extra == strange
    assert next(services_of(first))["x-deep"] == strange["x-deep"]
    assert said(read(packed(package_of(first)), "p.zip")) == said(first)


@pytest.mark.parametrize(
    "words",
    [
        "=1+1",
        "+82 31-555-0100",
        "-5",
        "@you",
        "'=x",
        "''+x",
        "'plain",
        "＝1+1",
        "＋82",
        "－5",
        "＠you",
        "'＝x",
    ],
)
def test_formula_cells_are_words_and_no_sheet_calculates_them(words):
    first = read(an_office(a_plain_service("말벗", description=words)))
    content = package_of(first)["services.csv"].decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(content)))
    assert not lines[0]["description"].startswith(tuple("=+-@＝＋－＠"))
    again = read(packed(package_of(first)), "p.zip")
    assert again.entries["services", id_of("말벗")].fields["description"] == words


def test_a_formula_cell_of_a_sheet_is_taken_as_words():
    content = csv_file(
        [["id", "name", "description"], [id_of("one"), "=HYPERLINK(1)", "+cmd|' /C calc'!A0"]]
    )
    entry = read(content, "organizations.csv").entries["organizations", id_of("one")]
    assert entry.fields == {"name": "=HYPERLINK(1)", "description": "+cmd|' /C calc'!A0"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_tables_are_read_in_the_encodings_offices_write(encoding):
    content = csv_file(
        [["id", "name", "description"], [id_of("one"), "별빛재단", "돕는 재단"]], encoding=encoding
    )
    entry = read(content, "organizations.csv").entries["organizations", id_of("one")]
    assert entry.fields["name"] == "별빛재단"


def test_a_document_in_another_encoding_is_refused_with_its_line():
    with pytest.raises(FileNotAcceptedError) as refused:
        read(json.dumps(an_office(), ensure_ascii=False).encode("cp949"))
    assert refused.value.facts == {"problem": "not_utf8", "line": 1}


@pytest.mark.parametrize(
    ("change", "where", "field", "code"),
    [
        ({"id": "seven"}, "/services/0", "id", CODE.NOT_AN_ID),
        ({"id": None}, "/services/0", "id", CODE.MISSING),
        ({"name": ""}, "/services/0", "name", CODE.MISSING),
        ({"status": "open"}, "/services/0", "status", CODE.NOT_A_CHOICE),
        ({"status": ["active"]}, "/services/0", "status", CODE.NOT_TEXT),
        ({"email": "kitchen"}, "/services/0", "email", CODE.NOT_AN_EMAIL),
        ({"url": "www.example.org"}, "/services/0", "url", CODE.NOT_A_WEB_ADDRESS),
        ({"minimum_age": "old"}, "/services/0", "minimum_age", CODE.NOT_A_NUMBER),
        ({"minimum_age": True}, "/services/0", "minimum_age", CODE.NOT_A_NUMBER),
        ({"assured_date": "1 May"}, "/services/0", "assured_date", CODE.NOT_A_DAY),
        ({"description": "a\x00b"}, "/services/0", "description", CODE.CONTROL_CHARACTER),
        ({"description": "\ud800"}, "/services/0", "description", CODE.CONTROL_CHARACTER),
        ({"x": {"deep": ["a\x00"]}}, "/services/0", "x", CODE.CONTROL_CHARACTER),
        ({"description": "a" * 20_001}, "/services/0", "description", CODE.TOO_LONG),
        ({"phones": {}}, "/services/0/phones", "", CODE.NOT_A_LIST),
        ({"phones": ["1"]}, "/services/0/phones/0", "", CODE.NOT_AN_ENTRY),
        ({"phones": [{"id": id_of("p")}]}, "/services/0/phones/0", "number", CODE.MISSING),
        (
            {"schedules": [{"id": id_of("s"), "opens_at": "nine"}]},
            "/services/0/schedules/0",
            "opens_at",
            CODE.NOT_A_TIME,
        ),
        ({"program_id": id_of("nothing")}, "/services/0", "program_id", CODE.LEADS_NOWHERE),
    ],
)
def test_a_wrong_entry_is_refused_by_its_place_and_field(change, where, field, code):
    document = an_office(a_kitchen(**change))
    content = json.dumps(document).encode()
    assert (where, field, code) in faults(read(content))


def test_two_entries_of_one_id_that_differ_are_refused():
    document = page_of([an_office(name="별빛재단"), an_office(name="별빛재단", description="다른")])
    found = read(document)
    assert faults(found) == [("/contents/1", "description", CODE.SAYS_TWO_THINGS)]
    assert found.faults[0].about == "/contents/0"


def test_an_id_that_stands_twice_in_a_table_is_refused_with_both_lines():
    row = [id_of("one"), "하나", "돕는 곳"]
    content = csv_file([["id", "name", "description"], row, row])
    found = read(content, "organizations.csv")
    assert faults(found) == [("3", "id", CODE.ID_TWICE)]
    assert found.faults[0].about == "organizations.csv 2"


def test_a_service_of_nobody_and_links_without_an_end_are_refused():
    files = {
        "services.csv": csv_file(
            [
                ["id", "organization_id", "name", "status"],
                [id_of("a"), "", "하나", "active"],
                [id_of("b"), id_of("nobody"), "둘", "active"],
            ]
        ),
        "phones.csv": csv_file(
            [["id", "service_id", "contact_id", "number"], [id_of("p"), id_of("c"), "", "1"]]
        ),
    }
    assert faults(read(packed(files), "p.zip")) == [
        ("2", "", CODE.BELONGS_NOWHERE),
        ("3", "organization_id", CODE.LEADS_NOWHERE),
        ("2", "service_id", CODE.LEADS_NOWHERE),
    ]


def test_a_second_link_without_an_end_is_kept_and_told():
    files = {
        "organizations.csv": csv_file(
            [["id", "name", "description"], [id_of("one"), "하나", "돕는 곳"]]
        ),
        "phones.csv": csv_file(
            [
                ["id", "organization_id", "contact_id", "number"],
                [id_of("p"), id_of("one"), id_of("nobody"), "119"],
            ]
        ),
    }
    found = read(packed(files), "p.zip")
    assert found.faults == []
    assert [(each.file, each.field, each.code) for each in found.notes] == [
        ("phones.csv", "contact_id", CODE.KEPT_LEADS_NOWHERE)
    ]
    assert found.entries["phones", id_of("p")].links["contact_id"] == [id_of("nobody")]


@pytest.mark.parametrize(
    ("code", "name", "is_known"),
    [
        ("vi", "", True),
        ("vie", "", True),
        ("zh-Hans", "", True),
        ("", "베트남어", True),
        ("", "Vietnamese", True),
        ("klingonish", "", False),
        ("xq", "", False),
        ("", "우리 동네 말", False),
    ],
)
def test_a_language_nobody_is_found_by_is_told(code, name, is_known):
    said = {
        "id": id_of("l"),
        **({"code": code} if code else {}),
        **({"name": name} if name else {}),
    }
    found = read(an_office(a_plain_service("통역", languages=[said])))
    assert found.faults == []
    told = [each.code for each in found.notes]
    assert told == ([] if is_known else [CODE.LANGUAGE_NOT_KNOWN])
    assert bool(the_service(found).languages) is is_known


@pytest.mark.parametrize(
    ("number", "is_one"),
    [
        ("119", True),
        ("031-590-0000", True),
        ("+82 31 590 0000", True),
        ("ask at the desk", False),
        ("12", False),
        ("9" * 21, False),
    ],
)
def test_what_can_hardly_be_dialled_is_told_and_kept(number, is_one):
    phones = [{"id": id_of("p"), "number": number}]
    found = read(an_office(a_plain_service("통역", phones=phones)))
    assert found.faults == []
    assert [each.code for each in found.notes] == ([] if is_one else [CODE.NOT_A_TELEPHONE])
    assert found.entries["phones", id_of("p")].fields["number"] == number


def test_a_point_off_the_globe_or_at_nought_is_kept_and_is_no_point():
    for lat, lon in ((137.7, 127.2), (0, 0)):
        hall = a_hall(latitude=lat, longitude=lon)
        found = read(
            an_office(a_kitchen(service_at_locations=[{"id": id_of("at"), "location": hall}]))
        )
        assert found.faults == []
        assert the_service(found).places[0].lat is None
        assert found.entries["locations", id_of("hall")].fields["latitude"] == lat


@pytest.mark.parametrize(
    ("schedule", "windows"),
    [
        (
            {"byday": "SA", "opens_at": "22:00", "closes_at": "02:00"},
            [(5, time(22), time.max), (6, time(0), time(2))],
        ),
        ({"byday": "SU", "opens_at": "09:00", "closes_at": "24:00"}, [(6, time(9), time.max)]),
        (
            {"byday": "SU", "opens_at": "09:00:00+09:00", "closes_at": "18:00"},
            [(6, time(9), time(18))],
        ),
        ({"byday": "1MO", "opens_at": "09:00", "closes_at": "18:00"}, []),
        ({"byday": "MO", "interval": 2, "opens_at": "09:00", "closes_at": "18:00"}, []),
        ({"freq": "MONTHLY", "bymonthday": "3", "opens_at": "09:00", "closes_at": "18:00"}, []),
        ({"byday": "MO"}, []),
    ],
)
def test_only_a_plain_week_becomes_windows_and_the_rest_stays_words(schedule, windows):
    schedule = {"id": id_of("s"), "description": "첫째 주에만", **schedule}
    service = the_service(read(an_office(a_plain_service("말벗", schedules=[schedule]))))
    assert [(each.weekday, each.opens, each.closes) for each in service.hours] == windows
    assert service.columns["hours_words"] == (None if windows else "첫째 주에만")


def test_a_table_that_nobody_knows_is_told_and_not_read():
    found = read(packed({"organizations.csv": b"id,name\n", "notes.csv": b"a,b\n1,2\n"}), "p.zip")
    assert [(each.file, each.code) for each in found.notes] == [("notes.csv", CODE.FILE_NOT_KNOWN)]


def test_a_package_says_itself_which_file_is_which_table():
    table = csv_file([["id", "name", "description"], [id_of("one"), "하나", "돕는 곳"]])
    package = {"resources": [{"name": "organizations", "path": "a.csv"}]}
    found = read(packed({"a.csv": table, "datapackage.json": written(package)}), "p.zip")
    assert ("organizations", id_of("one")) in found.entries


def test_a_folder_is_read_as_a_package(tmp_path):
    for name, content in package_of(read(an_office(a_kitchen()))).items():
        (tmp_path / name).write_bytes(content)
    assert said(read_directory(tmp_path)) == said(read(an_office(a_kitchen())))


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.json", b"", "file_empty"),
        ("a.json", b"{", "not_json"),
        ("a.json", b'{"id": 1, "id": 2}', "json_key_twice"),
        ("a.json", b"[" * 100_000, "not_json"),
        ("a.json", b'{"name": "no directory"}', "no_directory"),
        ("a.json", b'"words"', "not_a_json_object"),
        ("a.zip", packed({"a.txt": b"words"}), "no_tables"),
        ("a.zip", b"PK\x03\x04broken", "package_broken"),
        ("a.zip", packed({f"{each}.csv": b"id" for each in range(101)}), "package_too_many"),
    ],
)
def test_what_is_no_directory_is_refused_as_a_whole(name, content, problem):
    with pytest.raises(FileNotAcceptedError) as refused:
        read_directory_file(name, content)
    assert refused.value.facts["problem"] == problem


def test_a_file_of_fifty_megabytes_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    tracemalloc.start()
    with pytest.raises(FileNotAcceptedError) as refused:
        read_directory(path)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert refused.value.facts == {"problem": "directory_too_large", "megabytes": LARGEST >> 20}
    assert most < 1024 * 1024


def test_a_package_made_to_explode_is_refused_before_it_is_unpacked():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("organizations.csv", b"0" * (LARGEST + 1))
    assert len(content.getvalue()) < 100_000
    with pytest.raises(FileNotAcceptedError) as refused:
        read(content.getvalue(), "bomb.zip")
    assert refused.value.facts["problem"] == "directory_too_large"


def test_a_document_that_stands_inside_itself_too_deeply_is_refused():
    document = a_plain_service("속")
    for depth in range(40):
        office = {"id": id_of(f"o{depth}"), "name": "n", "description": "d", "services": [document]}
        document = a_plain_service(f"s{depth}", organization=office)
    assert CODE.TOO_DEEP in {each.code for each in read(document).faults}


@pytest.mark.parametrize("code", list(EntryFaultCode))
def test_every_fault_is_said_in_both_languages_with_its_place(code):
    fault = EntryFault(file="a.csv", where="7", field="name", code=code, about="<x>")
    english, korean = (entry_fault_sentence(fault, language=each) for each in ("en", "ko"))
    assert english.startswith("a.csv 7 name: ")
    assert korean.startswith("a.csv 7 name: ")
    assert english != korean
    assert ("%(about)s" in WORDS[code]) == ("<x>" in korean)


TEXT = st.text(
    st.characters(
        codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"
    ),
    min_size=1,
    max_size=30,
)
SHAPES = {
    Value.TEXT: TEXT,
    Value.ID: st.uuids().map(str),
    Value.NUMBER: st.one_of(
        st.integers(-(10**6), 10**6), st.floats(-1e6, 1e6).map(lambda n: n or 0)
    ),
    Value.DAY: st.dates().map(str),
    Value.CLOCK: st.times().map(lambda at: at.isoformat("minutes")),
    Value.MOMENT: st.datetimes().map(lambda at: f"{at.isoformat()}Z"),
    Value.WEB: st.just("https://example.org/a"),
    Value.EMAIL: st.just("a@example.org"),
}


@st.composite
def directories(draw):
    """Entries of every table, each pointing at others that are there, in no particular order."""
    counts = {name: draw(st.integers(1 if name in BASE else 0, 2)) for name in TABLES}
    ids = {name: [id_of(f"{name} {n}") for n in range(count)] for name, count in counts.items()}
    found = Directory()
    for name, table in TABLES.items():
        for each in ids[name]:
            entry = Entry(table=name, id=each)
            for field, kind in table.fields.items():
                if field in table.needed or draw(st.booleans()):
                    choices = table.choices.get(field)
                    entry.fields[field] = draw(
                        st.sampled_from(choices) if choices else SHAPES[kind]
                    )
            for link, led_to in table.links.items():
                there = ids["services" if led_to == ANYTHING else led_to]
                if there:
                    entry.links[link] = [draw(st.sampled_from(there))]
            found.entries[entry.key] = entry
    return found


BASE = ("organizations", "services", "locations", "contacts", "phones", "service_at_location")


@given(first=directories())
def test_whatever_a_directory_holds_its_tables_come_in_again_unchanged(first):
    normal = read(packed(package_of(first)), "p.zip")
    assert normal.faults == []
    again = read(packed(package_of(normal)), "p.zip")
    assert said(again) == said(normal)
    assert said(normal).keys() == said(first).keys()


@given(first=directories())
def test_whatever_a_document_holds_comes_in_again_unchanged(first):
    normal = read(page_of(list(organizations_of(first))))
    assert normal.faults == []
    assert said(read(page_of(list(organizations_of(normal))))) == said(normal)
