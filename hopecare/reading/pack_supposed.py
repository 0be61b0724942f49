"""Reads when a question fits, `supposes:`, and which answer an area comes to, `areas:`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from hopecare.domain.eligibility.facts import Fact, FactKind, Supposition

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hopecare.reading.pack_fields import Fields
    from hopecare.reading.yaml_marks import Marked

ANSWERS = {"yes": 1.0, "no": -1.0, "True": 1.0, "False": -1.0}


def read_supposed(at: Fields, facts: Mapping[str, Fact]) -> tuple[Supposition, ...]:
    """Read what a question takes for granted: `{member.age: {max: 29}, care.needs_help: [yes]}`."""
    inner = at.sub("supposes")
    found = []
    for key, said in () if inner is None else (inner.at.map or {}).items():
        fact = facts.get(key)
        if inner is None or fact is None:
            at.notes.note(said, "fact_unknown", key)
        elif fact.kind in {FactKind.YES_NO, FactKind.CHOICE}:
            found.append(Supposition(fact=key, among=_among(inner, key, fact)))
        else:
            found.append(_within(inner, key, said))
    return tuple(found)


def read_areas(at: Fields, choices: tuple[str, ...]) -> Mapping[str, str]:
    """Read the answer that the beginning of an area's official code stands for."""
    inner = at.sub("areas")
    given = {} if inner is None else {code: inner.text(code) for code in inner.at.map or {}}
    for code, choice in given.items():
        if choice not in choices:
            at.notes.note(at.at, "code_unknown", f"areas {code} {choice}")
    return given


def _within(inner: Fields, key: str, said: Marked) -> Supposition:
    limits = inner.sub(key)
    if limits is None:
        return Supposition(fact=key)
    limits.only("min", "max")
    lo, hi = limits.number("min", -math.inf), limits.number("max", math.inf)
    if lo > hi:
        inner.notes.note(said, "bounds_reversed")
    return Supposition(fact=key, lo=lo, hi=hi)


def _among(inner: Fields, key: str, fact: Fact) -> tuple[float, ...]:
    codes = ANSWERS if fact.kind is FactKind.YES_NO else _places(fact)
    found = []
    for item in inner.items(key):
        if str(item.value) in codes:
            found.append(codes[str(item.value)])
        else:
            inner.notes.note(item, "code_unknown", f"{key} {item.value}")
    return tuple(found)


def _places(fact: Fact) -> Mapping[str, float]:
    return {name: float(place) for place, name in enumerate(fact.choices)}
