"""Packages that are damaged, deep or doubled are refused by name; nothing is lost in silence."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from hopecare.errors import FileNotAcceptedError
from hopecare.reading.hsds_faults import EntryFaultCode
from hopecare.reading.hsds_files import read_directory_file
from hopecare.reading.hsds_to_json import organizations_of, page_of
from tests.factories.hsds import an_office, id_of, packed, written
from tests.reading.sheets_for_tests import csv_file

WAYS = {"deflate": zipfile.ZIP_DEFLATED, "bzip2": zipfile.ZIP_BZIP2, "lzma": zipfile.ZIP_LZMA}
DEEP = 900


def an_office_of(name):
    return csv_file([["id", "name", "description"], [id_of(name), name, "반찬"]])


def faults(directory):
    return [(each.field, each.code) for each in directory.faults]


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_package_that_was_damaged_on_its_way_is_refused_by_name(way):
    packing = io.BytesIO()
    with zipfile.ZipFile(packing, "w", way) as package:
        package.writestr("organizations.csv", b"id,name\n" + b"a,%d\n" * 3000)
    content = bytearray(packing.getvalue())
    for place in range(60, 100):
        content[place] ^= 0xFF
    with pytest.raises(FileNotAcceptedError) as refused:
        read_directory_file("town.zip", bytes(content))
    assert refused.value.facts["problem"] == "package_broken"


def test_two_tables_of_one_name_are_refused_instead_of_one_lost():
    files = {f"{each}/organizations.csv": an_office_of(each) for each in ("north", "south")}
    with pytest.raises(FileNotAcceptedError) as refused:
        read_directory_file("town.zip", packed(files))
    assert refused.value.facts == {"problem": "package_name_twice", "name": "organizations.csv"}


def test_a_table_the_package_names_in_a_folder_is_read():
    resources = [{"name": "organizations", "path": "data/offices.csv"}]
    files = {
        "datapackage.json": json.dumps({"resources": resources}).encode(),
        "data/offices.csv": an_office_of("별빛재단"),
    }
    found = read_directory_file("town.zip", packed(files))
    assert list(found.entries) == [("organizations", id_of("별빛재단"))]
    assert found.notes == []


@pytest.mark.parametrize("deep", ["[" * DEEP + "]" * DEEP, '{"a":' * DEEP + "1" + "}" * DEEP])
def test_what_is_unknown_may_not_lie_too_deep(deep):
    text = json.dumps(an_office(name="별빛재단"))[:-1] + f', "unknown": {deep}}}'
    found = read_directory_file("town.json", text.encode())
    assert ("unknown", EntryFaultCode.TOO_DEEP) in faults(found)
    table = csv_file(
        [["id", "name", "description", "unknown"], [id_of("별빛재단"), "별빛재단", "반찬", deep]]
    )
    found = read_directory_file("organizations.csv", table)
    assert faults(found) == [("unknown", EntryFaultCode.TOO_DEEP)]


@pytest.mark.parametrize("number", ["1e999", "[-1e999]", '{"a": [1e999]}'])
def test_a_number_beyond_all_numbers_is_named_wherever_it_stands(number):
    text = json.dumps(an_office(name="별빛재단"))[:-1] + f', "unknown": {number}}}'
    found = read_directory_file("town.json", text.encode())
    assert faults(found) == [("unknown", EntryFaultCode.NOT_A_NUMBER)]


def test_a_cell_that_only_looks_like_json_is_words_and_goes_out_as_json():
    cell = "[NaN, Infinity]"
    table = csv_file(
        [["id", "name", "description", "unknown"], [id_of("별빛재단"), "별빛재단", "반찬", cell]]
    )
    found = read_directory_file("organizations.csv", table)
    (entry,) = found.entries.values()
    assert entry.extra == {"unknown": cell}
    again = read_directory_file("town.json", written(page_of(list(organizations_of(found)))))
    assert again.faults == []
