"""Reads what-if scenarios from YAML: figures set anew, criteria dropped, the take-up thought of.

scenarios:
  raise_to_35:
    name: {ko: "생계급여 35%", en: "Livelihood at 35 %"}
    set: {limit_livelihood: "round_won(median_income * 0.35)"}
    drop: [livelihood.obligor]
    take_up: {livelihood: 0.7}
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hopecare.domain.eligibility.expression import read_number
from hopecare.domain.eligibility.nodes import Declared, NameKind, NumberNode, Vocabulary
from hopecare.domain.eligibility.scenarios import Scenario, figures_under
from hopecare.domain.eligibility.tables import Table
from hopecare.domain.eligibility.units import fits, read_unit
from hopecare.errors import ExpressionRefusedError, PackRefusedError
from hopecare.reading.pack_fields import Fields, Notes, number_at
from hopecare.reading.yaml_marks import Marked, MarksError, marked_from

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hopecare.domain.eligibility.figures import Parameter
    from hopecare.domain.eligibility.pack import Pack


def read_scenarios(content: bytes, name: str, pack: Pack) -> list[Scenario]:
    """Read every scenario of a file, or refuse it with each mistake and its line."""
    notes = Notes(languages=pack.languages)
    try:
        root = Fields(marked_from(content.decode("utf-8"), name), notes)
    except MarksError as error:
        raise PackRefusedError([error.problem]) from error
    except UnicodeDecodeError as error:
        raise PackRefusedError([Marked(None, name, 1).problem("not_utf8")]) from error
    root.only("scenarios")
    found = [_scenario(key, at, pack) for key, at in root.maps("scenarios")]
    if not found and not notes.problems:
        notes.note(root.at, "scenarios_missing")
    if notes.problems:
        raise PackRefusedError(notes.problems)
    return found


def _scenario(key: str, at: Fields, pack: Pack) -> Scenario:
    at.only("name", "set", "drop", "take_up")
    return Scenario(
        key=key,
        name=at.texts("name"),
        figures=dict(_figures(at, pack)),
        dropped=frozenset(_dropped(at, pack)),
        take_up=dict(_take_up(at, pack)),
    )


def _figures(at: Fields, pack: Pack) -> Iterator[tuple[str, NumberNode]]:
    inner = at.sub("set")
    for key, entry in ({} if inner is None else inner.at.map or {}).items():
        parameter = pack.parameters.get(key)
        if parameter is None:
            at.notes.note(entry, "figure_unknown", key)
            continue
        node = _figure(entry, parameter, pack, at.notes)
        if node is not None:
            yield key, node


def _figure(entry: Marked, parameter: Parameter, pack: Pack, notes: Notes) -> NumberNode | None:
    try:
        node = read_number(str(entry.value), vocabulary_beside(parameter, pack))
    except ExpressionRefusedError as error:
        facts = " ".join(f"{name}={value}" for name, value in error.facts.items())
        notes.note(entry, "expression_refused", facts)
        return None
    if not fits(node.unit, read_unit(parameter.unit)):
        notes.note(entry, "unit_mismatch", parameter.key)
        return None
    if not _is_ever_known(parameter, node, pack):
        notes.note(entry, "figure_never_known", parameter.key)
        return None
    return node


def _is_ever_known(parameter: Parameter, node: NumberNode, pack: Pack) -> bool:
    """Tell whether the new figure is a number in any vintage; divided by nothing, it never is."""
    trial = Scenario(key="", name={}, figures={parameter.key: node})
    for dated in parameter.values:
        figure = figures_under(pack, trial, dated.since)[parameter.key]
        rows = figure.rows if isinstance(figure, Table) else figure.lo
        if np.isfinite(rows).any():
            return True
    return False


def vocabulary_beside(parameter: Parameter, pack: Pack) -> Vocabulary:
    """Give the figures that may be named: plain ones, and tables with the same rows as this one."""
    names = {
        key: Declared(kind=NameKind.NUMBER, unit=read_unit(other.unit))
        for key, other in pack.parameters.items()
        if other.by is None
        or (other.by, other.first, other.last) == (parameter.by, parameter.first, parameter.last)
    }
    return Vocabulary(names=names, lists=frozenset())


def _dropped(at: Fields, pack: Pack) -> Iterator[tuple[str, str]]:
    for item in at.items("drop"):
        programme, _, path = str(item.value).partition(".")
        found = pack.programmes.get(programme)
        if found is None or path not in found.criteria:
            at.notes.note(item, "criterion_unknown", str(item.value))
        else:
            yield programme, path


def _take_up(at: Fields, pack: Pack) -> Iterator[tuple[str, float]]:
    inner = at.sub("take_up")
    for key, entry in ({} if inner is None else inner.at.map or {}).items():
        share = number_at(entry, at.notes)
        if key not in pack.programmes or not 0 < share <= 1:
            at.notes.note(entry, "take_up_not_a_share", key)
        else:
            yield key, share
