"""The simulator's figures as lines of text."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import mean
from typing import TYPE_CHECKING, Final

from hopecare.domain.matching.simulation.at_once import LEAVE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from hopecare.domain.matching.simulation.at_once import AtOnce
    from hopecare.domain.matching.simulation.calibration import Calibration
    from hopecare.domain.matching.simulation.figures import Figures

ROWS: Final[Mapping[str, tuple[str, str]]] = {
    "faults": ("faults", ".0f"),
    "covered": ("covered", ".3f"),
    "covered_by_priority": ("by priority", ".3f"),
    "urgent_covered": ("urgent in 12 h", ".2f"),
    "urgent_median": ("urgent median min", ".0f"),
    "median": ("median min", ".0f"),
    "p90": ("p90 min", ".0f"),
    "askings_a_place": ("asked a place", ".1f"),
    "late": ("late yes", ".0f"),
    "at_night": ("at night", ".0f"),
    "p99_askings": ("p99 asked", ".0f"),
    "gini_askings": ("gini asked", ".2f"),
    "gini_load": ("gini load", ".2f"),
    "worst_district": ("worst district", ".2f"),
    "best_district": ("best district", ".2f"),
    "mean_km": ("mean km", ".2f"),
    "p90_km": ("p90 km", ".2f"),
    "left": ("left", ".0f"),
}
FORETOLD: Final[Mapping[str, tuple[str, str]]] = {
    "foretold": ("yes foretold", ".3f"),
    "observed": ("yes observed", ".3f"),
    "brier": ("brier", ".3f"),
    "auc": ("auc", ".2f"),
}
WIDE: Final = 20
COLUMN: Final = 11


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a way took of the machine."""

    seconds: float
    """Of a processor, a town."""
    peak_memory_mib: int
    """Of everything up to here: a process gives none back."""


def table_of(found: Mapping[str, Figures], costs: Mapping[str, Cost]) -> Iterator[str]:
    """Lay figures out in lines: a way a column, a figure a line."""
    for words in _heads(found):
        yield _line("", words)
    for field, (title, shape) in ROWS.items():
        yield _line(title, (f"{getattr(each, field):{shape}}" for each in found.values()))
    for field, (title, shape) in FORETOLD.items():
        yield _line(title, (_foretold(each, field, shape) for each in found.values()))
    yield _line("processor s", (f"{costs[name].seconds:.1f}" for name in found))
    yield _line("peak MiB", (f"{costs[name].peak_memory_mib}" for name in found))


def at_once_line(found: Sequence[AtOnce]) -> str:
    """Say what solving a week's needs at once came to, over all towns."""
    needs, regret = mean(each.needs for each in found), mean(each.regret for each in found)
    changed = mean(each.changed for each in found)
    return (
        f"A week's needs solved at once, {needs:.0f}: regret at most {regret:.3%};"
        f" {changed:.1%} of the proposals change with {LEAVE:.0%} of the helpers gone."
    )


def calibration_table(found: Calibration) -> Iterator[str]:
    """Lay out what was foretold beside what came: a tenth a column."""
    yield _line("askings", (f"{part.askings}" for part in found.parts), column=7)
    yield _line("foretold", (f"{part.foretold:.3f}" for part in found.parts), column=7)
    yield _line("observed", (f"{part.observed:.3f}" for part in found.parts), column=7)


def _heads(found: Mapping[str, Figures]) -> Iterator[list[str]]:
    """The names, a word a line, so that many fit beside each other."""
    words = [name.split() for name in found]
    for at in range(max(len(each) for each in words)):
        yield [each[at] if at < len(each) else "" for each in words]


def _foretold(figures: Figures, field: str, shape: str) -> str:
    if figures.foretold is None:
        return "-"
    return f"{getattr(figures.foretold, field):{shape}}"


def _line(title: str, values: Iterable[str], *, column: int = COLUMN) -> str:
    return f"{title:<{WIDE}}" + "".join(f"{value:>{column}}" for value in values)
