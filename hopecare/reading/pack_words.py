"""Reads the vocabulary of a pack: sources, choices, lists, facts and dated figures."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from hopecare.domain.eligibility.facts import Fact, FactKind
from hopecare.domain.eligibility.figures import Parameter, Source
from hopecare.domain.eligibility.nodes import Declared, NameKind, Vocabulary
from hopecare.domain.eligibility.pack import ELIGIBLE, RECEIVING, ListDeclaration
from hopecare.domain.eligibility.units import Unit, read_unit
from hopecare.reading.pack_checks import note_checks_that_do_not_fit
from hopecare.reading.pack_fields import Fields, number_at
from hopecare.reading.pack_figures import can_key, read_figure
from hopecare.reading.pack_supposed import read_areas, read_supposed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hopecare.domain.eligibility.nodes import Node
    from hopecare.reading.yaml_marks import Marked

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
    built: dict[tuple[str | None, str], Node] = field(default_factory=dict)

    def vocabulary(self) -> Vocabulary:
        """Give the names that expressions may use."""
        return Vocabulary(names=self.names, lists=frozenset(self.lists), built=self.built)


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
    for key, at in root.maps("facts"):
        words.facts[key] = replace(words.facts[key], supposes=read_supposed(at, words.facts))
    for key, at in root.maps("parameters"):
        words.parameters[key] = read_figure(key, at, words.facts, words.sources)
    words.names.update(_names(words))
    for key, _ in root.maps("programmes"):
        words.names |= {RECEIVING + key: _YES_OR_NO, ELIGIBLE + key: _YES_OR_NO}
    _check_lists(root, words)
    note_checks_that_do_not_fit(root, words.parameters)
    return words


_YES_OR_NO: Final = Declared(kind=NameKind.TRUTH)


def _fact(key: str, at: Fields, words: Words) -> Fact:
    at.only("type", "unit", "min", "max", "of", "choices", "group", "name", "ask", "hint", "who",
            "paper", "judged_by", "samples", "supposes", "areas", "cost")  # fmt: skip
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
        areas=read_areas(at, tuple(choices)),
        is_cost=_is_cost(at, kind),
    )


def _is_cost(at: Fields, kind: FactKind) -> bool:
    is_cost = at.yes("cost")
    if is_cost and kind is not FactKind.MONEY:
        at.notes.note(at.entry("cost") or at.at, "cost_not_money")
    return is_cost


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
        counter = words.facts.get(listed.counted_by)
        if counter is None:
            root.notes.note(_place(root, "lists", key), "fact_unknown", listed.counted_by)
        elif counter.kind is not FactKind.NUMBER or not can_key(counter) or counter.lo < 0:
            root.notes.note(_place(root, "lists", key), "key_not_countable", counter.key)
    for key, fact in words.facts.items():
        if fact.rows is None:
            continue
        listed_rows = words.lists.get(fact.rows)
        if listed_rows is None or not key.startswith(listed_rows.row + "."):
            root.notes.note(_place(root, "facts", key), "list_unknown", fact.rows)


def _place(root: Fields, section: str, key: str) -> Marked:
    inner = root.sub(section)
    return (inner.entry(key) if inner is not None else None) or root.at
