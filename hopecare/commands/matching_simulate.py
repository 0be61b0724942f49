"""`flask matching simulate`: ways of asking beside each other in one invented town."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

import click

from hopecare.domain.matching.simulation.figures import Figures, figures_of
from hopecare.domain.matching.simulation.play import play
from hopecare.domain.matching.simulation.policies import POLICIES
from hopecare.domain.matching.simulation.town import invented_town

if TYPE_CHECKING:
    from collections.abc import Mapping

WARM_UP_DAYS: Final = 14
COLUMNS: Final[Mapping[str, tuple[str, str]]] = {
    "covered": ("covered", ".3f"),
    "urgent_covered": ("urgent in 12 h", ".2f"),
    "urgent_median": ("urgent median min", ".0f"),
    "median": ("median min", ".0f"),
    "p90": ("p90 min", ".0f"),
    "askings_a_place": ("asked a place", ".1f"),
    "late": ("late yes", "d"),
    "at_night": ("at night", "d"),
    "p99_askings": ("p99 asked", ".0f"),
    "gini_askings": ("gini asked", ".2f"),
    "gini_load": ("gini load", ".2f"),
    "worst_district": ("worst district", ".2f"),
    "mean_km": ("mean km", ".2f"),
    "left": ("left", "d"),
    "faults": ("faults", "d"),
}


@click.command()
@click.option("--volunteers", type=click.IntRange(1, 100_000), default=2_000, show_default=True)
@click.option("--needs-a-day", type=click.IntRange(1, 10_000), default=20, show_default=True)
@click.option(
    "--days",
    type=click.IntRange(WARM_UP_DAYS + 7, 365),
    default=42,
    show_default=True,
    help=f"The first {WARM_UP_DAYS} warm the town up and are not counted.",
)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--tight", "is_tight", is_flag=True, help="Too few who fit.")
@click.option("--policy", "names", multiple=True, type=click.Choice(tuple(POLICIES)))
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def simulate(  # noqa: PLR0913  each is an option of its own
    *,
    volunteers: int,
    needs_a_day: int,
    days: int,
    seed: int,
    is_tight: bool,
    names: tuple[str, ...],
    as_json: bool,
) -> None:
    """Compare ways of asking; figures of other towns differ, only differences here mean much."""
    town = invented_town(volunteers, needs_a_day, days, seed=seed, is_tight=is_tight)
    found = {}
    chosen = names or tuple(POLICIES)
    with click.progressbar(chosen, label="Ways of asking", file=sys.stderr) as bar:
        for name in bar:
            log = play(town, POLICIES[name], seed=seed)
            found[name] = figures_of(town, log, since_day=WARM_UP_DAYS)
    if as_json:
        click.echo(json.dumps({name: asdict(figures) for name, figures in found.items()}, indent=1))
        return
    for line in table_of(found):
        click.echo(line)


def table_of(found: Mapping[str, Figures]) -> list[str]:
    """Lay figures out in lines: a way a column, a figure a line."""
    wide = max(len(title) for title, _ in COLUMNS.values())
    lines = [" " * wide + "".join(f"{name:>23}" for name in found)]
    for field, (title, shape) in COLUMNS.items():
        values = "".join(f"{getattr(each, field):>23{shape}}" for each in found.values())
        lines.append(f"{title:<{wide}}{values}")
    return lines
