"""Reads the vocabulary of a pack: sources, choices, lists, facts and dated figures."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from hopecare.domain.eligibility.facts import Fact, FactKind, Grade
from hopecare.domain.eligibility.nodes import Declared, NameKind, Vocabulary
from hopecare.domain.eligibility.pack import (
    ELIGIBLE,
    RECEIVING,
    Dated,
    ListDeclaration,
    Origin,
    Parameter,
    Source,
)
from hopecare.domain.eligibility.units import Unit, read_unit
from hopecare.reading.pack_fields import Fields, Notes, number_at
from hopecare.reading.yaml_marks import Marked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

STANDING: Final = ("step", "source", "place", "grade", "unconfirmed")
BOUNDS: Final = frozenset({"min", "max"})
LARGEST: Final = {FactKind.MONEY: math.inf, FactKind.NUMBER: 1e6}


@dataclass(slots=True)
class Words:
    """What the later parts of a pack may refer to."""

    sources: dict[str, Source] = field(default_factory=dict)
    choices: dict[str, dict[str, Mapping[str, str]]] = field(default_factory=dict)
    lists: dict[str, ListDeclaration] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)
    parameters: dict[str, Parameter] = field(default_factory=dict)
    names: dict[str, Declared] = field(default_factory=dict)

    def vocabulary(self) -> Vocabulary:
        """Give the names that expressions may use."""
        return Vocabulary(names=self.names, lists=frozenset(self.lists))


def read_words(root: Fields) -> Words:
    """Read everything that expressions are written with."""
    words = Words()
    for key, at in root.maps("sources"):
        at.only("title", "kind", "url")
        words.sources[key] = Source(
            key=key, title=at.texts("title"), kind=at.text("kind"), url=at.text("url", "")
        )
    for key, at in root.maps("choices"):
        words.choices[key] = {name: at.texts(name) for name in at.at.map or {}}
    for key, at in root.maps("lists"):
        words.lists[key] = ListDeclaration(
            key=key, counted_by=at.text("counted_by"), row=at.text("row"), name=at.texts("name")
        )
    for key, at in root.maps("facts"):
        words.facts[key] = _fact(key, at, words)
    for key, at in root.maps("parameters"):
        words.parameters[key] = _parameter(key, at, words)
    words.names.update(_names(words))
    for key, _ in root.maps("programmes"):
        words.names |= {RECEIVING + key: _YES_OR_NO, ELIGIBLE + key: _YES_OR_NO}
    _check_lists(root, words)
    return words


_YES_OR_NO: Final = Declared(kind=NameKind.TRUTH)


def _fact(key: str, at: Fields, words: Words) -> Fact:
    at.only("type", "unit", "min", "max", "of", "choices", "group", "name", "ask", "hint", "who",
            "paper", "judged_by", "samples")  # fmt: skip
    kind = at.code("type", FactKind) or FactKind.YES_NO
    choices = _choices(at, kind, words)
    lo, hi = _limits(at, kind, choices)
    samples = _samples(at, kind, tuple(choices))
    return Fact(
        key=key,
        kind=kind,
        unit=at.text("unit", "") if kind is not FactKind.CHOICE else f"choice {at.text('choices')}",
        lo=lo,
        hi=hi,
        name=at.texts("name"),
        question=at.texts("ask"),
        hint=at.texts("hint", needed=False),
        choices=tuple(choices),
        choice_names=choices,
        rows=at.text("of", "") or None,
        group=at.text("group", ""),
        known_by=at.text("who"),
        proof=at.texts("paper", needed=False),
        judged_by=at.text("judged_by", "") or None,
        samples=tuple(samples),
        weights=tuple(samples.values()),
    )


def _choices(at: Fields, kind: FactKind, words: Words) -> Mapping[str, Mapping[str, str]]:
    if kind is not FactKind.CHOICE:
        return {}
    found = words.choices.get(at.text("choices"))
    if found is None:
        at.notes.note(at.at, "choices_unknown", at.text("choices"))
    return found or {}


def _limits(at: Fields, kind: FactKind, choices: Mapping[str, object]) -> tuple[float, float]:
    if kind is FactKind.CHOICE:
        return 0.0, max(len(choices) - 1.0, 0.0)
    if kind is FactKind.YES_NO:
        return -1.0, 1.0
    lo, hi = at.number("min"), at.number("max", LARGEST[kind])
    if lo > hi:
        at.notes.note(at.at, "bounds_reversed")
    return lo, hi


def _samples(at: Fields, kind: FactKind, choices: tuple[str, ...]) -> dict[float, float]:
    """Read `samples`: ordinary answers, plain or with how likely each one is."""
    found = at.entry("samples")
    if found is None:
        return {}
    if found.map is None:
        return {number_at(item, at.notes): 1.0 for item in at.items("samples")}
    return {
        _sample(key, kind, choices, at): number_at(item, at.notes)
        for key, item in found.map.items()
    }


def _sample(key: str, kind: FactKind, choices: tuple[str, ...], at: Fields) -> float:
    codes = {"yes": 1.0, "no": -1.0} if kind is FactKind.YES_NO else {}
    codes |= {name: float(place) for place, name in enumerate(choices)}
    try:
        return codes[key] if key in codes else float(key)
    except ValueError:
        at.notes.note(at.at, "sample_unknown", key)
        return 0.0


def _parameter(key: str, at: Fields, words: Words) -> Parameter:
    at.only("name", "unit", "by", "values", "until", *STANDING)
    by = at.text("by", "") or None
    counted = words.facts.get(by or "")
    if by is not None and counted is None:
        at.notes.note(at.at, "fact_unknown", by)
    choices = () if counted is None else counted.choices
    first = 0 if choices or counted is None else int(counted.lo)
    return Parameter(
        key=key,
        name=at.texts("name"),
        unit=at.text("unit", ""),
        values=tuple(_dated(at, choices, words)),
        by=by,
        first=first,
        last=first if counted is None else int(counted.hi),
        until=at.day("until"),
    )


def _dated(at: Fields, choices: tuple[str, ...], words: Words) -> Iterator[Dated]:
    values = at.sub("values")
    if values is None or not values.at.map:
        at.notes.note(at.at, "values_missing")
        return
    for day, entry in values.at.map.items():
        try:
            since = dt.date.fromisoformat(day)
        except ValueError:
            at.notes.note(entry, "date_expected", day)
            continue
        yield _one_day(at, entry, since, choices, words)


def _one_day(
    at: Fields, entry: Marked, since: dt.date, choices: tuple[str, ...], words: Words
) -> Dated:
    """Read what holds from one day on; what it does not say itself stands at the parameter."""
    own = Fields(entry, at.notes)
    said = {key: found for key in STANDING if (found := at.entry(key)) is not None}
    if entry.map is not None and "figures" in entry.map:
        own.only("figures", *STANDING)
        said |= {key: found for key, found in entry.map.items() if key in STANDING}
        entry = entry.map["figures"]
    standing = Fields(Marked(said, own.at.file, own.at.line), at.notes)
    unconfirmed = [key for item in standing.items("unconfirmed") for key in _rows(item, at.notes)]
    ends = _figures(entry, choices, at.notes)
    lows, tops = (tuple(pair[end] for pair in ends) for end in (0, 1))
    return Dated(
        since=since,
        figures=lows,
        tops=None if lows == tops else tops,
        step=standing.number("step") if standing.entry("step") is not None else None,
        origin=standing.origin(words.sources) or Origin(source="", place={}, grade=Grade.C),
        unconfirmed_keys=frozenset(unconfirmed) if unconfirmed else None,
    )


def _figures(entry: Marked, choices: tuple[str, ...], notes: Notes) -> list[tuple[float, float]]:
    if entry.list is not None:
        return [_ends(item, notes) for item in entry.list]
    if entry.map is None or entry.map.keys() <= BOUNDS:
        return [_ends(entry, notes)]
    if set(entry.map) != set(choices):
        notes.note(entry, "choices_do_not_fit", " ".join(sorted(set(choices) ^ set(entry.map))))
    return [_ends(entry.map[name], notes) for name in choices if name in entry.map]


def _rows(item: Marked, notes: Notes) -> range:
    """Read the key of a row, or the keys from one to another: `3`, `7-20`."""
    first, _, last = str(item.value).partition("-")
    if first.isdigit() and (last.isdigit() or not last):
        return range(int(first), int(last or first) + 1)
    notes.note(item, "number_expected")
    return range(0)


def _ends(entry: Marked, notes: Notes) -> tuple[float, float]:
    """Read a figure: a number, `{min, max}` where only bounds are known, or `~` for not known."""
    if entry.value is None:
        return -math.inf, math.inf
    if entry.map is None:
        number = number_at(entry, notes)
        return number, number
    fields = Fields(entry, notes)
    fields.only(*BOUNDS)
    lo, hi = fields.number("min", -math.inf), fields.number("max", math.inf)
    if lo > hi:
        notes.note(entry, "bounds_reversed")
    return lo, hi


def _names(words: Words) -> dict[str, Declared]:
    names = {key: _declared_fact(fact) for key, fact in words.facts.items()}
    for choice, values in words.choices.items():
        unit = _unit_of(f"choice {choice}")
        for place, name in enumerate(values):
            names[f"{choice}.{name}"] = Declared(kind=NameKind.CODE, unit=unit, code=place)
    for key, parameter in words.parameters.items():
        counted = words.facts.get(parameter.by or "")
        names[key] = Declared(
            kind=NameKind.NUMBER if parameter.by is None else NameKind.TABLE,
            unit=read_unit(parameter.unit),
            key_unit=None if counted is None else _unit_of(counted.unit),
        )
    return names


def _declared_fact(fact: Fact) -> Declared:
    if fact.kind is FactKind.YES_NO:
        return Declared(kind=NameKind.TRUTH, rows=fact.rows)
    return Declared(kind=NameKind.NUMBER, unit=_unit_of(fact.unit), rows=fact.rows)


def _unit_of(text: str) -> Unit:
    return frozenset({(text, 1)}) if text.startswith("choice ") else read_unit(text)


def _check_lists(root: Fields, words: Words) -> None:
    for key, listed in words.lists.items():
        if listed.counted_by not in words.facts:
            root.notes.note(_place(root, "lists", key), "fact_unknown", listed.counted_by)
    for key, fact in words.facts.items():
        if fact.rows is None:
            continue
        listed_rows = words.lists.get(fact.rows)
        if listed_rows is None or not key.startswith(listed_rows.row + "."):
            root.notes.note(_place(root, "facts", key), "list_unknown", fact.rows)


def _place(root: Fields, section: str, key: str) -> Marked:
    inner = root.sub(section)
    return (inner.entry(key) if inner is not None else None) or root.at
