"""One mistake of each kind is planted in a copy of the Korean pack and found with file and line.

The plants stand side by side, so that a copy is read once: one with what only an author can tell
(warnings), one with what makes a pack unusable, and one for each mistake that ends the reading.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from hopecare.reading.packs import SHIPPED, check_pack, load_pack
from hopecare.reading.yaml_marks import Problem
from tests.packs.plants import ENDINGS, FOUND_IN, MISTAKES, WARNINGS, Plant

KOREA = SHIPPED / "kr"
NOT_A_PLANT = {"example_disagrees"}
"""The pack's own examples see many plants as well, each on the line of the example."""
EXAMPLE = Plant(
    "examples-households.yaml", '"margin:income": 37348', '"margin:income": 37349',
    "example_disagrees", "37349",
)  # fmt: skip


def planted(folder: Path, *plants: Plant) -> list[Problem]:
    """Copy the pack, plant the mistakes, and give what the checker finds."""
    shutil.copytree(KOREA, folder)
    for plant in plants:
        path = folder / plant.file
        text = path.read_text("utf-8")
        assert plant.before in text, plant
        path.write_text(text.replace(plant.before, plant.after, 1), "utf-8")
    return check_pack(folder)


@pytest.fixture(scope="module")
def warned(tmp_path_factory):
    folder = tmp_path_factory.mktemp("packs") / "warned"
    return folder, planted(folder, *WARNINGS.values(), EXAMPLE)


@pytest.fixture(scope="module")
def refused(tmp_path_factory):
    folder = tmp_path_factory.mktemp("packs") / "refused"
    return folder, planted(folder, *MISTAKES.values())


def places(folder: Path, found: list[Problem], code: str) -> set[tuple[str, int]]:
    return {(Path(item.file).name, item.line) for item in found if item.code == code}


@pytest.mark.parametrize("name", WARNINGS)
def test_a_likely_mistake_is_found_on_its_line(warned, name):
    folder, found = warned
    plant = WARNINGS[name]
    shown_in = FOUND_IN.get(name, plant.file)
    line = Plant(shown_in, "", "", "", plant.shown).line_in(folder)
    assert (shown_in, line) in places(folder, found, plant.code)
    assert all(item.is_warning for item in found if item.code == plant.code)


def test_nothing_else_is_suspected_than_what_was_planted(warned):
    folder, found = warned
    expected = {
        (
            name := FOUND_IN.get(key, plant.file),
            Plant(name, "", "", "", plant.shown).line_in(folder),
        )
        for key, plant in WARNINGS.items()
    }
    suspected = {
        (Path(item.file).name, item.line) for item in found if item.code not in NOT_A_PLANT
    }
    assert suspected == expected


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_found_on_its_line(refused, name):
    folder, found = refused
    plant = MISTAKES[name]
    assert (plant.file, plant.line_in(folder)) in places(folder, found, plant.code)
    assert not any(item.is_warning for item in found)


def test_nothing_is_said_against_what_was_left_alone(refused):
    folder, found = refused
    expected = {(plant.file, plant.line_in(folder)) for plant in MISTAKES.values()}
    assert {(Path(item.file).name, item.line) for item in found} == expected


@pytest.mark.parametrize("name", ENDINGS)
def test_what_ends_the_reading_is_named_alone(tmp_path, name):
    plant = ENDINGS[name]
    folder = tmp_path / "kr"
    (found,) = planted(folder, plant)
    named = folder / ("source.yaml" if plant.code == "file_not_readable" else plant.file)
    line = 1 if plant.code == "file_not_readable" else plant.line_in(folder)
    assert (found.file, found.line, found.code) == (str(named), line, plant.code)


def test_an_example_that_fails_is_named_on_its_line(warned):
    folder, found = warned
    text = (folder / EXAMPLE.file).read_text("utf-8")
    case = text[: text.index(EXAMPLE.shown)].rindex("- name: the same household on 1 January")
    line = text[:case].count("\n") + 1
    about = {
        item.about for item in found
        if (Path(item.file).name, item.line, item.code) == (EXAMPLE.file, line, EXAMPLE.code)
    }  # fmt: skip
    assert any("livelihood margin:income expected 37349, found 37348" in said for said in about)


def test_likely_mistakes_do_not_keep_the_pack_from_being_used(warned):
    folder, _ = warned
    assert load_pack(folder).key == "kr"
