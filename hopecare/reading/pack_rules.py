"""Reads the rules of a pack: derived values in their order, criteria, programmes and amounts."""

from __future__ import annotations

from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from hopecare.domain.eligibility.expression import read_any, read_number, read_truth
from hopecare.domain.eligibility.facts import Grade
from hopecare.domain.eligibility.figure_check import Rounding
from hopecare.domain.eligibility.figures import Origin
from hopecare.domain.eligibility.nodes import Declared, NameKind, NumberNode
from hopecare.domain.eligibility.pack import (
    ELIGIBLE,
    Amount,
    Criterion,
    Derived,
    Joining,
    Programme,
)
from hopecare.domain.eligibility.units import fits, read_unit
from hopecare.errors import ExpressionRefusedError
from hopecare.reading.pack_fields import BEGINNING, Fields
from hopecare.reading.pack_sayings import read_sayings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import TypeVar

    from hopecare.domain.eligibility.nodes import Node, TruthNode
    from hopecare.reading.pack_words import Words

    Built = TypeVar("Built")


def read_derived(root: Fields, words: Words) -> tuple[Derived, ...]:
    """Read derived values and put each after what it is made of."""
    declared = dict(root.maps("derived"))
    for key, at in declared.items():
        words.names[key] = _declared(at)
    found = {key: item for key, at in declared.items() if (item := _derived(key, at, words))}
    order = TopologicalSorter({key: item.node.names & found.keys() for key, item in found.items()})
    try:
        return tuple(found[key] for key in order.static_order())
    except CycleError as error:
        names = [str(name) for name in error.args[1]]
        first = min(names, key=list(declared).index)
        root.notes.note(declared[first].at, "derived_in_a_circle", " ".join(names))
        return ()


def read_programmes(root: Fields, words: Words) -> dict[str, Programme]:
    """Read every programme; one that asks for another's verdict stands after it."""
    shared = Shared(dict(root.maps("criteria")), dict(root.maps("sayings")))
    found: dict[str, Programme] = {}
    for key, at in root.maps("programmes"):
        found[key] = _programme(key, at, words, shared)
        asked = {name for name in found[key].names if name.startswith(ELIGIBLE)}
        for name in sorted(asked - {ELIGIBLE + other for other in found if other != key}):
            at.notes.note(at.at, "programme_not_before", name)
    return found


@dataclass(frozen=True, slots=True)
class Shared:
    """Criteria and sentences that several programmes use by name."""

    criteria: Mapping[str, Fields]
    sayings: Mapping[str, Fields]


def _declared(at: Fields) -> Declared:
    is_truth = at.text("unit", "") == "yes_no"
    return Declared(
        kind=NameKind.TRUTH if is_truth else NameKind.NUMBER,
        unit=None if is_truth else read_unit(at.text("unit", "")),
        rows=at.text("of", "") or None,
    )


def _derived(key: str, at: Fields, words: Words) -> Derived | None:
    at.only("name", "unit", "of", "value", "round", "source", "place", "grade")
    within = at.text("of", "") or None
    node = _expression(
        at, "value", lambda source: read_any(source, words.vocabulary(), within=within)
    )
    if node is None:
        return None
    if any(name.startswith(ELIGIBLE) for name in node.names):
        at.notes.note(at.at, "verdict_in_derived", key)
    _check_kind(at, key, node, words.names[key])
    return Derived(
        key=key,
        name=at.texts("name"),
        unit=at.text("unit", ""),
        node=node,
        rounding=at.code("round", Rounding) if at.entry("round") is not None else None,
        rows=within,
        origin=at.origin(words.sources) if at.entry("source") is not None else None,
    )


def _check_kind(at: Fields, key: str, node: Node, declared: Declared) -> None:
    is_number = isinstance(node, NumberNode)
    if is_number != (declared.kind is NameKind.NUMBER):
        at.notes.note(at.at, "kind_does_not_fit", key)
    elif isinstance(node, NumberNode) and not fits(node.unit, declared.unit):
        at.notes.note(at.entry("unit") or at.at, "unit_mismatch", key)


def _programme(key: str, at: Fields, words: Words, shared: Shared) -> Programme:
    at.only("name", "since", "until", "closes", "source", "place", "grade", "require", "amount",
            "counts_as")  # fmt: skip
    if at.yes("closes") and at.entry("until") is None:
        at.notes.note(at.entry("closes") or at.at, "closes_without_end", key)
    return Programme(
        key=key,
        name=at.texts("name"),
        origin=at.origin(words.sources) or Origin(source="", place={}, grade=Grade.C),
        since=at.day("since", BEGINNING) or BEGINNING,
        until=at.day("until"),
        require=_root(at, words, shared),
        amount=_amount(at, words),
        counts_as=tuple(_counts_as(at, words)),
        closes=at.yes("closes"),
    )


def _counts_as(at: Fields, words: Words) -> Iterator[str]:
    """Read the facts that what it pays is added to: amounts of the household, in the same unit."""
    amount = at.sub("amount")
    unit = "" if amount is None else amount.text("unit", "")
    for item in at.items("counts_as"):
        fact = words.facts.get(str(item.value))
        if fact is None or fact.rows is not None or fact.unit != unit:
            at.notes.note(item, "fact_unknown", str(item.value))
        else:
            yield fact.key


def _root(at: Fields, words: Words, shared: Shared) -> Criterion:
    require = at.sub("require")
    if require is None or not require.items("all"):
        at.notes.note(at.at, "criteria_missing")
        return Criterion(id="", name={})
    require.only("all")
    return Criterion(id="", name={}, parts=tuple(_parts(require, "all", words, shared)))


def _parts(at: Fields, key: str, words: Words, shared: Shared) -> Iterator[Criterion]:
    seen: set[str] = set()
    for item in at.items(key):
        fields = _used(Fields(item, at.notes), shared)
        criterion = _criterion(fields, words, shared)
        if criterion.id in seen or "." in criterion.id:
            at.notes.note(item, "criterion_id_not_usable", criterion.id)
        seen.add(criterion.id)
        yield criterion


def _used(at: Fields, shared: Shared) -> Fields:
    """Give the criterion itself, or the shared one it names with `use`."""
    if at.entry("use") is None:
        return at
    at.only("use")
    name = at.text("use")
    if name not in shared.criteria:
        at.notes.note(at.at, "criterion_unknown", name)
    return shared.criteria.get(name, at)


def _criterion(at: Fields, words: Words, shared: Shared) -> Criterion:
    at.only("id", "name", "kind", "test", "all", "any", "source", "place", "grade", "judged_by",
            "say")  # fmt: skip
    joining = Joining.ANY if at.entry("any") is not None else Joining.ALL
    parts = tuple(_parts(at, joining.value, words, shared)) if at.entry(joining.value) else ()
    test = None
    if not parts:
        test = _expression(at, "test", lambda source: read_truth(source, words.vocabulary()))
    return Criterion(
        id=at.text("id"),
        name=at.texts("name"),
        test=test,
        joining=joining,
        parts=parts,
        kind=at.text("kind", ""),
        origin=at.origin(words.sources),
        judged_by=_judged_by(at, test, words),
        say=_say(at, shared),
    )


def _judged_by(at: Fields, test: TruthNode | None, words: Words) -> str | None:
    """Say who judges; a test that rests on a person's finding must say so, and the reverse."""
    names = frozenset[str]() if test is None else test.names
    judges = {fact.judged_by for key in names if (fact := words.facts.get(key)) is not None}
    judges.discard(None)
    said = at.text("judged_by", "") or None
    if said is not None and said not in judges:
        at.notes.note(at.at, "judge_does_not_fit", said)
    return said


def _say(at: Fields, shared: Shared) -> dict[str, Mapping[str, str]]:
    """Read the sentences, or take those that `say` names."""
    said = at.entry("say")
    inner = shared.sayings.get(str(said.value)) if said and said.map is None else at.sub("say")
    if inner is None:
        if said is not None:
            at.notes.note(said, "saying_unknown", str(said.value))
        return {}
    return read_sayings(inner)


def _amount(at: Fields, words: Words) -> Amount | None:
    inner = at.sub("amount")
    if inner is None:
        return None
    inner.only("value", "unit", "round")
    node = _expression(inner, "value", lambda source: read_number(source, words.vocabulary()))
    if node is None:
        return None
    unit = inner.text("unit")
    if not fits(node.unit, read_unit(unit)):
        at.notes.note(inner.entry("unit") or inner.at, "unit_mismatch", unit)
    rounding = inner.code("round", Rounding, Rounding.DOWN) or Rounding.DOWN
    return Amount(node=node, unit=unit, rounding=rounding, names=node.names)


def _expression(at: Fields, key: str, read: Callable[[str], Built]) -> Built | None:
    source = at.text(key)
    if not source:
        return None
    try:
        return read(source)
    except ExpressionRefusedError as error:
        facts = " ".join(f"{name}={value}" for name, value in error.facts.items())
        at.notes.note(at.entry(key) or at.at, "expression_refused", facts)
        return None
