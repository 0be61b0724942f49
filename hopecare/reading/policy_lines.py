"""Reads the lines of the policy contract: one JSON object a line, what happens in a town."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from hopecare.domain.matching.asking_desk import Happened
from hopecare.domain.matching.batch import MOST_PEOPLE, OPEN_PLACE
from hopecare.domain.matching.waves import Nearby, OpenNeed, Person
from hopecare.errors import FileNotAcceptedError
from hopecare.reading.json_text import read_json_object
from hopecare.reading.tables import Column, is_whole_number, read_table

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

LONGEST_LINE: Final = 16 << 20
MINUTES_A_DAY: Final = 1_440
MOST: Final = 10**12
VOLUNTEERS: Final = ("volunteer_id", "max_active", "active", "offers_seen", "offers_accepted")


@dataclass(frozen=True, slots=True)
class Start:
    """Everybody who may be asked, by id."""

    people: Mapping[str, Person]


@dataclass(frozen=True, slots=True)
class Event:
    """Something became of an asking, or of a task."""

    happened: Happened
    need_id: str | None
    volunteer: str
    now: int


@dataclass(frozen=True, slots=True)
class Tick:
    """A look at the clock; it is answered."""

    now: int
    minute_of_day: int


def read_policy_line(
    text: str, line: int, *, known: Container[str]
) -> Start | OpenNeed | Event | Tick:
    """Read one line, or refuse it by its number and the key that is missing or wrong.

    `known` are the volunteers that the last start named: only they can be candidates, once each.
    """
    fields = _Fields(_object(text, line), line)
    match fields.text("type"):
        case "start":
            return Start(_people(fields.text("volunteers_csv"), fields))
        case "open":
            return _open(fields, known)
        case "event":
            return _event(fields)
        case "tick":
            now = fields.whole("now")
            return Tick(now, fields.whole("minute_of_day", most=MINUTES_A_DAY - 1))
        case _:
            raise fields.wrong("type")


def _object(text: str, line: int) -> dict[str, Any]:
    try:
        return read_json_object(text.encode(), largest=LONGEST_LINE)
    except FileNotAcceptedError as refusal:
        raise FileNotAcceptedError(**(refusal.facts | {"line": line})) from refusal


class _Fields:
    """One line's fields read one by one."""

    def __init__(self, values: dict[str, Any], line: int) -> None:
        self.values, self._line = values, line

    def wrong(self, key: str) -> FileNotAcceptedError:
        """Make the refusal that names a key."""
        return FileNotAcceptedError(problem="policy_line_wrong", line=self._line, key=key)

    def text(self, key: str) -> str:
        """Words, which must not be empty."""
        value = self.values.get(key)
        if not isinstance(value, str) or not value:
            raise self.wrong(key)
        return value

    def maybe(self, key: str) -> str | None:
        """Words, or nothing."""
        return None if self.values.get(key) is None else self.text(key)

    def whole(self, key: str, *, least: int = 0, most: int = MOST) -> int:
        """A whole number within bounds."""
        value = self.values.get(key)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise self.wrong(key)
        return value


def _people(path: str, fields: _Fields) -> dict[str, Person]:
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise fields.wrong("volunteers_csv") from error
    columns = [Column(name=name, words=(name,), needed=True) for name in VOLUNTEERS]
    found = {}
    for row in read_table(content, columns).rows:
        counts = [row.cells.get(name, "") for name in VOLUNTEERS[1:]]
        if not all(is_whole_number(count) for count in counts) or "volunteer_id" not in row.cells:
            raise FileNotAcceptedError(problem="policy_line_wrong", line=row.line, key="volunteer")
        if row.cells["volunteer_id"] in found:
            key = "volunteer_id"
            raise FileNotAcceptedError(problem="policy_line_wrong", line=row.line, key=key)
        most, active, asked, said_yes = (int(count) for count in counts)
        found[row.cells["volunteer_id"]] = Person(
            free=max(0, most - active), asked=asked, said_yes=min(asked, said_yes), active=active
        )
    return found


def _open(fields: _Fields, known: Container[str]) -> OpenNeed:
    listed = fields.values.get("candidates")
    if not isinstance(listed, list):
        raise fields.wrong("candidates")
    candidates = [_nearby(each, fields) for each in listed]
    ids = {each.volunteer for each in candidates}
    if len(ids) < len(candidates) or not all(each in known for each in ids):
        raise fields.wrong("candidates")
    now = fields.whole("now")
    return OpenNeed(
        need_id=fields.text("case"),
        opened_at=now,
        deadline=fields.whole("deadline", least=now),
        priority=fields.whole("priority", least=min(OPEN_PLACE), most=max(OPEN_PLACE)),
        people=fields.whole("people", least=1, most=MOST_PEOPLE),
        candidates=candidates,
        known=fields.maybe("prev"),
    )


def _nearby(candidate: object, fields: _Fields) -> Nearby:
    match candidate:
        case [str() as volunteer, int() | float() as metres, int() | float() as cost] if (
            # Also refuses what is not a number, and what is longer than one can be.
            0 <= metres <= MOST and abs(cost) <= MOST
        ):
            return Nearby(volunteer, float(metres), float(cost))
        case _:
            raise fields.wrong("candidates")


def _event(fields: _Fields) -> Event:
    kind = fields.text("kind")
    if kind not in set(Happened):
        raise fields.wrong("kind")
    return Event(
        happened=Happened(kind),
        need_id=fields.maybe("case"),
        volunteer=fields.maybe("volunteer") or "",
        now=fields.whole("now"),
    )
