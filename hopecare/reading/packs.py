"""Reads rule packs from their folders; a pack with a mistake is refused whole, each place named."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hopecare.domain.eligibility.checker import suspicions
from hopecare.domain.eligibility.examples import disagreements
from hopecare.domain.eligibility.pack import Pack
from hopecare.errors import PackRefusedError
from hopecare.reading.pack_examples import read_examples
from hopecare.reading.pack_fields import Fields, Notes
from hopecare.reading.pack_places import place_in
from hopecare.reading.pack_rules import read_derived, read_programmes
from hopecare.reading.pack_words import read_words
from hopecare.reading.yaml_marks import Marked, MarksError, Problem, read_marked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SHIPPED: Final = Path(__file__).resolve().parent.parent / "packs"
ROOT_FILE: Final = "pack.yaml"
MAPS: Final = (
    "sources",
    "choices",
    "lists",
    "facts",
    "parameters",
    "derived",
    "criteria",
    "sayings",
    "programmes",
    "bases",
)
LISTS: Final = ("cases", "boundaries")
HEADER: Final = ("pack", "version", "country", "currency", "languages", "name", "include")


def load_packs(folder: Path = SHIPPED, *, one_a_country: bool = False) -> dict[str, Pack]:
    """Read every pack in a folder and right below it, by its key; the shipped ones by default.

    Two packs of one key are refused with both places, and so are two of one country where only one
    may decide. The examples of the shipped packs are held by the tests; those of anybody else's are
    run here.
    """
    roots = [*folder.glob(ROOT_FILE), *sorted(folder.glob(f"*/{ROOT_FILE}"))]
    read = [_read_good(path) for path in roots]
    problems = [*_twice(read, "pack"), *(_twice(read, "country") if one_a_country else ())]
    if folder != SHIPPED:
        problems += [item for _, pack in read for item in _disagreeing(pack)]
    if problems:
        raise PackRefusedError(problems)
    return {pack.key: pack for _, pack in read}


def load_pack(path: Path) -> Pack:
    """Read one pack (its `pack.yaml`, or the folder of it), or refuse it with every mistake."""
    return _read_good(path)[1]


def check_pack(path: Path) -> list[Problem]:
    """Name every mistake of a pack: its form, its rules, its own examples; then every warning.

    Nothing is computed by a pack whose form is wrong; warnings need a pack that can be used.
    """
    root, pack, problems = _read(path)
    if pack is None or problems:
        return problems
    return [*_disagreeing(pack), *_warnings(root, pack)]


def _read_good(path: Path) -> tuple[Marked, Pack]:
    root, pack, problems = _read(path)
    if pack is None or problems:
        raise PackRefusedError(problems)
    return root, pack


def _twice(read: Sequence[tuple[Marked, Pack]], entry: str) -> Iterator[Problem]:
    """Name each pack that says of itself what another one says already, and that one's place."""
    first: dict[str, Marked] = {}
    for root, _ in read:
        said = (root.map or {})[entry]
        word = str(said.value).strip().casefold()
        if word in first:
            other = first[word]
            yield said.problem(f"{entry}_twice", f"{said.value}, also {other.file}:{other.line}")
        else:
            first[word] = said


def _disagreeing(pack: Pack) -> list[Problem]:
    return sorted(
        (
            Problem(
                *_place(found.case.place),
                "example_disagrees",
                f"{found.case.name}: {found.about} expected {found.expected}, found {found.found}",
            )
            for found in disagreements(pack)
        ),
        key=lambda item: (item.file, item.line),
    )


def _warnings(root: Marked, pack: Pack) -> list[Problem]:
    places = ((place_in(root, found.path), found) for found in suspicions(pack))
    return sorted(
        (Problem(at.file, at.line, item.code, item.about, is_warning=True) for at, item in places),
        key=lambda item: (item.file, item.line, item.code),
    )


def _read(path: Path) -> tuple[Marked, Pack | None, list[Problem]]:
    """Read one pack and give it with the mistakes found; with mistakes it must not be used."""
    try:
        root = _merged(path / ROOT_FILE if path.is_dir() else path)
    except MarksError as error:
        return Marked({}, error.problem.file, 1), None, [error.problem]
    notes = Notes()
    fields = Fields(root, notes)
    notes.languages = _languages(fields)
    fields.only(*HEADER, *MAPS, *LISTS)
    pack = _pack(fields)
    if not notes.problems:
        pack = dataclasses.replace(pack, cases=read_examples(fields, pack))
    return root, pack, sorted(notes.problems, key=lambda item: (item.file, item.line))


def _languages(fields: Fields) -> tuple[str, ...]:
    """Read the languages every text must have; a pack without any would say nothing."""
    said = fields.items("languages")
    if not said:
        fields.notes.note(fields.entry("languages") or fields.at, "entry_missing", "languages")
    for item in said:
        if not isinstance(item.value, str):
            fields.notes.note(item, "text_expected", "languages")
    return tuple(item.value for item in said if isinstance(item.value, str))


def _pack(fields: Fields) -> Pack:
    words = read_words(fields)
    return Pack(
        key=fields.text("pack"),
        version=fields.text("version"),
        country=fields.text("country"),
        currency=fields.text("currency"),
        languages=fields.notes.languages,
        name=fields.texts("name"),
        sources=words.sources,
        lists=words.lists,
        facts=words.facts,
        parameters=words.parameters,
        derived=read_derived(fields, words),
        programmes=read_programmes(fields, words),
    )


def _merged(path: Path) -> Marked:
    """Join the files of a pack into one map; a name declared twice is refused."""
    root = read_marked(path)
    if root.map is None:
        raise MarksError(root.problem("map_expected"))
    joined = dict(root.map)
    included = joined.get("include")
    for item in [] if included is None else included.list or []:
        for key, value in _part(path, item).items():
            joined[key] = value if key not in joined else _joined(joined[key], value, key)
    return Marked(joined, root.file, root.line)


def _part(path: Path, item: Marked) -> dict[str, Marked]:
    name = str(item.value)
    if Path(name).name != name:
        raise MarksError(item.problem("include_outside_folder", name))
    part = read_marked(path.parent / name)
    if part.map is None:
        raise MarksError(part.problem("map_expected"))
    for key, value in part.map.items():
        if key not in (*MAPS, *LISTS):
            raise MarksError(value.problem("key_unknown", key))
    return part.map


def _joined(first: Marked, second: Marked, key: str) -> Marked:
    if first.map is not None and second.map is not None:
        for name, value in second.map.items():
            if name in first.map:
                raise MarksError(value.problem("duplicate_key", name))
        return Marked({**first.map, **second.map}, first.file, first.line)
    if first.list is not None and second.list is not None:
        return Marked([*first.list, *second.list], first.file, first.line)
    raise MarksError(second.problem("parts_do_not_fit", key))


def _place(text: str) -> tuple[str, int]:
    file, _, line = text.rpartition(":")
    return file, int(line)
