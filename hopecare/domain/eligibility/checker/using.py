"""What a pack declares and nothing uses, numbers without a top, figures after the rules' end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.eligibility.checker.finding import Finding
from hopecare.domain.eligibility.checker.tables import place_of
from hopecare.domain.eligibility.facts import FactKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hopecare.domain.eligibility.figures import Parameter
    from hopecare.domain.eligibility.pack import Pack, Programme

LARGEST_NUMBER: Final = 1e6
"""A number without a declared top is read with this one: more than any answer could be."""


def unused_words(pack: Pack) -> Iterator[Finding]:
    """Give facts, figures and derived values that no rule asks for, or that have no bounds."""
    used = {key: names_of(pack, programme) for key, programme in pack.programmes.items()}
    anywhere = frozenset[str]().union(*used.values(), _counters(pack, used))
    yield from _facts(pack, anywhere)
    compared = {name for one in pack.parameters.values() for name in one.check.names}
    for parameter in pack.parameters.values():
        if parameter.key not in anywhere | compared:
            yield Finding(("parameters", parameter.key), "figure_unused", parameter.key)
        asking = [pack.programmes[key] for key in used if parameter.key in used[key]]
        yield from _after_end(parameter, asking)
    for derived in pack.derived:
        if derived.key not in anywhere:
            yield Finding(("derived", derived.key), "derived_unused", derived.key)


def names_of(pack: Pack, programme: Programme) -> frozenset[str]:
    """Give every name a programme rests on, through derived values too."""
    behind = (derived.node.names for derived in pack.derived_behind([programme]))
    return programme.names.union(*behind)


def _counters(pack: Pack, used: dict[str, frozenset[str]]) -> set[str]:
    """Give the facts that count a list of which some row is asked."""
    rows = {fact.rows for fact in pack.facts.values() if any(fact.key in n for n in used.values())}
    return {listed.counted_by for listed in pack.lists.values() if listed.key in rows}


def _facts(pack: Pack, used: frozenset[str]) -> Iterator[Finding]:
    for fact in pack.facts.values():
        if fact.key not in used:
            yield Finding(("facts", fact.key), "fact_unused", fact.key)
        if fact.kind is FactKind.NUMBER and fact.hi >= LARGEST_NUMBER:
            yield Finding(("facts", fact.key), "fact_unbounded", fact.key)


def _after_end(parameter: Parameter, asking: list[Programme]) -> Iterator[Finding]:
    """Name figures that begin after the table's own end, or after that of all who use it."""
    ends = [programme.until for programme in asking]
    last = max((end for end in ends if end is not None), default=None) if None not in ends else None
    for dated in parameter.values:
        for end in (parameter.until, last):
            if end is not None and dated.since > end and not parameter.check.is_ahead:
                about = f"{parameter.key} of {dated.since}, over on {end}"
                yield Finding(place_of(parameter, dated), "value_after_end", about)
                break
