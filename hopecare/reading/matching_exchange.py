"""Reads an instance of the matching exchange format: a folder with a day, needs and helpers.

Both files are read whole and every mistake is named before anything is matched.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Final, TypeVar

from hopecare.domain.matching.batch import MOST_PEOPLE, OPEN_PLACE, Batch, BatchNeed
from hopecare.domain.matching.constraints import SLOTS, HelperFacts, NeedFacts, SexWish, slots_from
from hopecare.domain.matching.distance import Point
from hopecare.domain.needs import CheckLevel
from hopecare.domain.people import GenderWish, Sex
from hopecare.errors import FileNotAcceptedError, LinesRefusedError
from hopecare.reading.exchange_places import are_opposed, bounds_in, place_faults
from hopecare.reading.faults import Fault, FaultCode
from hopecare.reading.json_text import read_json_object
from hopecare.reading.tables import Column, Row, is_whole_number, read_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from hopecare.reading.exchange_places import Bounds

NEED_COLUMNS: Final = (
    "case_id", "lat", "lon", "needs", "level", "lang", "lang_mode", "slots", "gender",
    "gender_mode", "flags", "priority", "people", "prev_volunteer", "blocked",
)  # fmt: skip
HELPER_COLUMNS: Final = (
    "volunteer_id", "lat", "lon", "radius_m", "skills", "level", "check_expires", "langs", "slots",
    "gender", "avoid", "max_active", "active", "load_30d", "status",
)  # fmt: skip
SEXES: Final = {"F": Sex.FEMALE, "M": Sex.MALE, "X": Sex.OTHER}
WISHES: Final[Mapping[tuple[str, str], GenderWish | SexWish]] = {
    ("X", "preferred"): SexWish(Sex.OTHER, is_required=False),
    ("X", "required"): SexWish(Sex.OTHER, is_required=True),
    ("F", "preferred"): GenderWish.FEMALE_PREFERRED,
    ("F", "required"): GenderWish.FEMALE_REQUIRED,
    ("M", "preferred"): GenderWish.MALE_PREFERRED,
    ("M", "required"): GenderWish.MALE_REQUIRED,
}
MODES: Final = ("none", "preferred", "required")
MOST: Final = 1_000_000
LONGEST: Final = 100_000
LARGEST_META: Final = 1 << 20
Read = TypeVar("Read", BatchNeed, HelperFacts)


def read_instance(folder: Path) -> Batch:
    """Read a folder's `meta.json`, `cases.csv` and `volunteers.csv`, or name every mistake."""
    meta = read_json_object(_content(folder / "meta.json"), largest=LARGEST_META)
    on, town = _day_of(meta), bounds_in(meta)
    faults: list[tuple[str, Fault]] = []
    needs = _read_lines(folder / "cases.csv", NEED_COLUMNS, _need, town, faults)
    helpers = _read_lines(folder / "volunteers.csv", HELPER_COLUMNS, _helper, town, faults)
    if not faults and are_opposed(points_of(needs.values()), points_of(helpers.values())):
        swapped = Fault(line=1, column="lat", code=FaultCode.PLACES_SWAPPED)
        faults.append(("volunteers.csv", swapped))
    if faults:
        raise LinesRefusedError(faults)
    return Batch(needs=list(needs.values()), helpers=list(helpers.values()), on=on)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileNotAcceptedError(problem="file_missing", file=path.name) from error


def points_of(read: Iterable[BatchNeed | HelperFacts]) -> list[Point]:
    """Give the places of needs or helpers."""
    return [point for each in read if (point := _point_of(each)) is not None]


def places_in(batch: Batch) -> dict[str, Point]:
    """Give the places of an instance by the names its files give them."""
    named: list[tuple[str, BatchNeed | HelperFacts]] = [
        *((each.need_id, each) for each in batch.needs),
        *((str(each.helper_id), each) for each in batch.helpers),
    ]
    return {name: point for name, each in named if (point := _point_of(each)) is not None}


def _day_of(meta: Mapping[str, object]) -> date:
    try:
        return date.fromisoformat(str(meta.get("today")))
    except ValueError as error:
        raise FileNotAcceptedError(problem="day_missing", key="today") from error


class _Cells:
    """One line's cells read one by one; a cell that cannot be read is named and counts as empty."""

    def __init__(self, row: Row, faults: list[Fault]) -> None:
        self.line, self._cells, self._faults = row.line, row.cells, faults

    def fault(self, column: str, code: FaultCode, about: str = "") -> None:
        """Name one thing to correct."""
        self._faults.append(Fault(line=self.line, column=column, code=code, about=about))

    def text(self, column: str) -> str:
        """The cell as it stands; empty where there is nothing."""
        return self._cells.get(column, "")

    def needed(self, column: str) -> str:
        """The cell as it stands, which must not be empty."""
        if not self.text(column):
            self.fault(column, FaultCode.MISSING)
        return self.text(column)

    def words(self, column: str) -> frozenset[str]:
        """Words with bars between them."""
        return _words(self.text(column))

    def whole(self, column: str, *, least: int = 0, most: int = MOST) -> int:
        """A whole number within bounds."""
        text = self.text(column)
        if is_whole_number(text) and least <= int(text) <= most:
            return int(text)
        self.fault(column, FaultCode.NOT_IN_BOUNDS, f"{least}–{most}")
        return least

    def one_of(self, column: str, known: Iterable[str]) -> str:
        """One of a few words."""
        text = self.text(column)
        if text not in known:
            self.fault(column, FaultCode.WORD_UNKNOWN)
        return text

    def slots(self, column: str) -> int:
        """Seven days of four parts, as noughts and ones."""
        text = self.text(column)
        if len(text) != SLOTS or set(text) - {"0", "1"}:
            self.fault(column, FaultCode.SLOTS_UNREADABLE, str(SLOTS))
            return 0
        return slots_from(text)

    def day(self, column: str) -> date | None:
        """A day, or nothing."""
        text = self.text(column)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self.fault(column, FaultCode.DATE_UNREADABLE)
            return None

    def point(self) -> Point | None:
        """Where it is; 0/0 is a cell that was left empty, and no town."""
        lat, lon = self._degrees("lat", 90), self._degrees("lon", 180)
        if lat is None or lon is None:
            return None
        if lat == 0 and lon == 0:
            self.fault("lat", FaultCode.PLACE_AT_ZERO)
            return None
        return Point(lat, lon)

    def _degrees(self, column: str, most: int) -> float | None:
        try:
            degrees = float(self.text(column))
        except ValueError:
            self.fault(column, FaultCode.MISSING)
            return None
        if abs(degrees) <= most:  # also refuses what is not a number
            return degrees
        self.fault(column, FaultCode.NOT_IN_BOUNDS, f"-{most}–{most}")
        return None


@cache
def _words(text: str) -> frozenset[str]:
    """The same few sets come again and again: each is kept once."""
    return frozenset(filter(None, text.split("|")))


def _read_lines(
    path: Path,
    columns: tuple[str, ...],
    read: Callable[[_Cells], tuple[str, Read]],
    town: Bounds | None,
    faults: list[tuple[str, Fault]],
) -> dict[str, Read]:
    """Read every line, by its id; an id that comes again is a fault."""
    wanted = [Column(name=name, words=(name,), needed=True, longest=LONGEST) for name in columns]
    content = _content(path)
    try:
        table = read_table(content, wanted)
    except FileNotAcceptedError as refusal:
        raise FileNotAcceptedError(**(refusal.facts | {"in_file": path.name})) from refusal
    found: dict[str, Read] = {}
    line_of: dict[str, int] = {}
    wrong: list[Fault] = []
    for row in table.rows:
        cells = _Cells(row, wrong)
        key, each = read(cells)
        if key in line_of:
            cells.fault(columns[0], FaultCode.ID_TWICE, str(line_of[key]))
        line_of.setdefault(key, row.line)
        found[key] = each
    placed = ((line_of[key], _point_of(each)) for key, each in found.items())
    wrong += place_faults({line: point for line, point in placed if point is not None}, town)
    faults.extend((path.name, fault) for fault in wrong)
    return found


def _need(cells: _Cells) -> tuple[str, BatchNeed]:
    need_id, language_mode = cells.needed("case_id"), cells.one_of("lang_mode", MODES)
    facts = NeedFacts(
        point=cells.point(),
        kinds=cells.words("needs"),
        check_level=cells.whole("level", most=CheckLevel.ENHANCED),
        language=cells.needed("lang") if language_mode != "none" else None,
        language_required=language_mode == "required",
        gender_wish=_wish(cells),
        slots=cells.slots("slots"),
        flags=cells.words("flags"),
        refused_ids=cells.words("blocked"),
        previous_helper_id=cells.text("prev_volunteer") or None,
    )
    priority = cells.whole("priority", least=min(OPEN_PLACE), most=max(OPEN_PLACE))
    people = cells.whole("people", least=1, most=MOST_PEOPLE)
    return need_id, BatchNeed(need_id=need_id, facts=facts, priority=priority, people=people)


def _wish(cells: _Cells) -> GenderWish | SexWish:
    mode = cells.one_of("gender_mode", MODES)
    if mode == "none" or mode not in MODES:
        return GenderWish.NONE
    wish = WISHES.get((cells.text("gender"), mode))
    if wish is None:
        cells.fault("gender", FaultCode.WORD_UNKNOWN)
    return wish or GenderWish.NONE


def _helper(cells: _Cells) -> tuple[str, HelperFacts]:
    helper_id = cells.needed("volunteer_id")
    return helper_id, HelperFacts(
        helper_id=helper_id,
        point=cells.point(),
        radius_m=cells.whole("radius_m"),
        skills=cells.words("skills"),
        check_level=cells.whole("level", most=CheckLevel.ENHANCED),
        check_expires_on=cells.day("check_expires"),
        languages=cells.words("langs"),
        slots=cells.slots("slots"),
        sex=SEXES.get(cells.one_of("gender", SEXES)),
        avoids=cells.words("avoid"),
        max_active=cells.whole("max_active"),
        active=cells.whole("active"),
        recent_tasks=cells.whole("load_30d"),
        is_active=cells.needed("status") == "active",
    )


def _point_of(each: BatchNeed | HelperFacts) -> Point | None:
    return each.facts.point if isinstance(each, BatchNeed) else each.point
