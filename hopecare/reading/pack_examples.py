"""Reads the examples of a pack: single cases, and whole rows of limits tried one unit each side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.eligibility.pack import Pack, PackCase
from hopecare.domain.eligibility.storing import facts_from_json
from hopecare.errors import InvalidInputError
from hopecare.reading.pack_fields import Fields, number_at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from hopecare.reading.yaml_marks import Marked

# By the way a limit is written: `at` may just be reached, `under` may not, `from` must be. Each:
# the sign of the margin, and the steps from the limit at which it is met.
SIDES: Final = {"at": (-1, (-1, 0)), "under": (-1, (-1,)), "from": (1, (0, 1))}


def read_examples(root: Fields, pack: Pack) -> tuple[PackCase, ...]:
    """Read all examples of a pack."""
    bases = {key: at.at.plain() for key, at in root.maps("bases")}
    cases = [
        case
        for item in root.items("cases")
        for case in _case(Fields(item, root.notes), pack, bases)
    ]
    for item in root.items("boundaries"):
        cases += _boundary(Fields(item, root.notes), pack, bases)
    return tuple(cases)


def _case(at: Fields, pack: Pack, bases: dict[str, Any]) -> Iterator[PackCase]:
    at.only("name", "on", "base", "facts", "receiving", "decisions", "expect", *pack.lists)
    expect = {key: _expected(entry) for key, entry in _entries(at, "expect").items()}
    yield from _made(at, pack, at.text("name"), _data(at, pack, bases), expect)


def _boundary(at: Fields, pack: Pack, bases: dict[str, Any]) -> Iterator[PackCase]:
    """Give three cases for each limit and day: one unit under it, on it, one unit over it.

    Where the limit is met the verdict is `eligible`, or what `met` says.
    """
    at.only("programme", "criterion", "on", "base", "by", "fact", *SIDES, "met", "each", "facts",
            "receiving", "decisions", *pack.lists)  # fmt: skip
    programme, by, fact = at.text("programme"), at.text("by"), at.text("fact")
    margin, met = f"margin:{at.text('criterion', 'income')}", at.text("met", "eligible")
    for way, (sign, steps_met) in SIDES.items():
        for key, entry in _entries(at, way).items():
            limit = number_at(entry, at.notes)
            data = _data(at, pack, bases) | _alike(at, pack, by, key)
            for step in (-1, 0, 1):
                data["facts"] |= {by: int(key) if key.isdigit() else key, fact: limit + step}
                verdict = met if step in steps_met else "ineligible"
                expect = {programme: {"verdict": verdict, margin: sign * step}}
                yield from _made(at, pack, f"{programme} {key} {step:+d}", data, expect)


def _alike(at: Fields, pack: Pack, by: str, key: str) -> dict[str, Any]:
    """Fill the list that `by` counts with rows that are all alike (`each`)."""
    each = at.entry("each")
    if each is None or not key.isdigit():
        return {}
    rows = [each.plain()] * int(key)
    return {name: rows for name, listed in pack.lists.items() if listed.counted_by == by}


def _made(
    at: Fields, pack: Pack, name: str, data: dict[str, Any], expect: dict[str, dict[str, object]]
) -> Iterator[PackCase]:
    """Give the case once for each of its days."""
    try:
        facts = facts_from_json(pack, _with_sizes(pack, data))
    except InvalidInputError as error:
        at.notes.note(at.at, "example_refused", str(error))
        facts = facts_from_json(pack, {})
    for day in at.days("on"):
        yield PackCase(
            name=name,
            place=f"{at.at.file}:{at.at.line}",
            on=day,
            facts=facts,
            expect=expect,
        )


def _with_sizes(pack: Pack, data: dict[str, Any]) -> dict[str, Any]:
    """Say how many a list has where an example does not.

    An example lists everybody, unless it says `null`; of a real household, those listed are only
    the least there are.
    """
    sizes = {
        listed.counted_by: len(data[key])
        for key, listed in pack.lists.items()
        if isinstance(data.get(key), list)
    }
    return {**data, "facts": {**sizes, **data["facts"]}}


def _data(at: Fields, pack: Pack, bases: dict[str, Any]) -> dict[str, Any]:
    """Lay the example's own facts over those of its named base."""
    name = at.text("base", "")
    if name and name not in bases:
        at.notes.note(at.at, "base_unknown", name)
    base = bases.get(name) or {}
    data: dict[str, Any] = {"facts": dict(base.get("facts") or {})}
    data["facts"] |= _plain_map(at, "facts")
    for key in ("receiving", "decisions"):
        data[key] = {**(base.get(key) or {}), **_plain_map(at, key)}
    for key in pack.lists:
        own = at.entry(key)
        data[key] = base.get(key) if own is None else own.plain()
    return data


def _entries(at: Fields, key: str) -> dict[str, Marked]:
    inner = at.sub(key)
    return {} if inner is None else inner.at.map or {}


def _plain_map(at: Fields, key: str) -> dict[str, Any]:
    return {name: entry.plain() for name, entry in _entries(at, key).items()}


def _expected(entry: Marked) -> dict[str, object]:
    plain = entry.plain()
    return plain if isinstance(plain, dict) else {"verdict": plain}
