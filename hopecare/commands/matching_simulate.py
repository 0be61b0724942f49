"""`flask matching simulate`: ways of asking beside each other in the same invented towns."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from hopecare.commands.matching_plots import write_plots
from hopecare.commands.matching_tables import Cost, at_once_line, calibration_table, table_of
from hopecare.commands.memory import peak_memory_mib
from hopecare.domain.matching.simulation.at_once import solved_at_once
from hopecare.domain.matching.simulation.figures import figures_of, mean_of
from hopecare.domain.matching.simulation.play import play
from hopecare.domain.matching.simulation.policies import POLICIES, ways_of_asking
from hopecare.domain.matching.simulation.town import invented_town
from hopecare.queries.asking_policies import wave_rules

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hopecare.domain.matching.simulation.at_once import AtOnce
    from hopecare.domain.matching.simulation.figures import Figures
    from hopecare.domain.matching.simulation.town import SimulatedTown

WARM_UP_DAYS: Final = 14


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
@click.option(
    "--towns",
    type=click.IntRange(1, 20),
    default=1,
    show_default=True,
    help="So many towns, seeds one after another; figures are their means.",
)
@click.option("--tight", "is_tight", is_flag=True, help="Too few who fit.")
@click.option("--policy", "names", multiple=True, type=click.Choice(tuple(POLICIES)))
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.option(
    "--plots",
    type=click.Path(file_okay=False, path_type=Path),
    help="Draw the figures into this folder, as SVG.",
)
def simulate(  # noqa: PLR0913  each is an option of its own
    *,
    volunteers: int,
    needs_a_day: int,
    days: int,
    seed: int,
    towns: int,
    is_tight: bool,
    names: tuple[str, ...],
    as_json: bool,
    plots: Path | None,
) -> None:
    """Compare ways of asking; figures of other towns differ, only differences here mean much."""
    drawn = [
        invented_town(volunteers, needs_a_day, days, seed=each, is_tight=is_tight)
        for each in range(seed, seed + towns)
    ]
    found, costs = _played(drawn, names or tuple(POLICIES), seed)
    at_once = [solved_at_once(town, since_day=WARM_UP_DAYS) for town in drawn]
    if plots is not None:
        plots.mkdir(parents=True, exist_ok=True)
        write_plots(plots, found)
    if as_json:
        click.echo(json.dumps(_document(found, costs, at_once), indent=1))
        return
    for line in table_of(found, costs):
        click.echo(line)
    for name, figures in found.items():
        if figures.foretold is not None:
            click.echo(f"\n{name}: foretold and observed, by tenths of the askings")
            for line in calibration_table(figures.foretold):
                click.echo(line)
    click.echo(f"\n{at_once_line(at_once)}")
    click.echo(f"\nPeak memory {peak_memory_mib():.0f} MiB.")


def _played(
    towns: Sequence[SimulatedTown], names: Sequence[str], seed: int
) -> tuple[dict[str, Figures], dict[str, Cost]]:
    """Each way in each town, and what one town took of the machine."""
    found, costs, ways = {}, {}, ways_of_asking(wave_rules())
    with click.progressbar(names, label="Ways of asking", file=sys.stderr) as bar:
        for name in bar:
            busy = time.process_time()
            found[name] = mean_of(
                [
                    figures_of(town, play(town, ways[name], seed=seed + at), since_day=WARM_UP_DAYS)
                    for at, town in enumerate(towns)
                ]
            )
            costs[name] = Cost(
                seconds=round((time.process_time() - busy) / len(towns), 2),
                peak_memory_mib=round(peak_memory_mib()),
            )
    return found, costs


def _document(
    found: Mapping[str, Figures], costs: Mapping[str, Cost], at_once: Sequence[AtOnce]
) -> dict[str, Any]:
    ways = {name: asdict(figures) | asdict(costs[name]) for name, figures in found.items()}
    return ways | {"at_once": [asdict(each) for each in at_once]}
