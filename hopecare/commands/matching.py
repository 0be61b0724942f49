"""`flask matching`: the matcher without a town, for files in the exchange format."""

from __future__ import annotations

import csv
import json
import os
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from hopecare.commands.edge import file_refusals
from hopecare.commands.matching_policy import policy
from hopecare.commands.matching_simulate import simulate
from hopecare.commands.memory import peak_memory_mib
from hopecare.domain.matching.flow import has_or_tools
from hopecare.domain.matching.proposing import Solver, propose
from hopecare.domain.matching.report import report_of
from hopecare.errors import LinesRefusedError
from hopecare.language import SOURCE_LANGUAGE
from hopecare.reading.exchange_places import far_from_all, look_swapped, middle_of
from hopecare.reading.fault_words import fault_sentence
from hopecare.reading.matching_exchange import places_in, read_instance

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hopecare.domain.matching.distance import Point
    from hopecare.domain.matching.proposing import Answer

MOST_SHOWN: Final = 20


@click.group()
def matching() -> None:
    """Bringing needs and helpers together."""


matching.add_command(policy)
matching.add_command(simulate)


@matching.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option("--json", "report", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--exact", is_flag=True, help="Bid more finely, and take longer.")
@click.option(
    "--solver",
    type=click.Choice([each.value for each in Solver]),
    help="An auction, or a flow by OR-tools; a flow where OR-tools is installed.",
)
def solve(folder: Path, out: Path, report: Path | None, *, exact: bool, solver: str | None) -> None:
    """Match the needs and helpers of FOLDER (meta.json, cases.csv, volunteers.csv)."""
    chosen = _chosen(solver)
    _refuse_unwritable(out, report)
    started, busy = time.monotonic(), time.process_time()
    with refusals():
        batch = read_instance(folder)
    _doubt(places_in(batch))
    read = time.monotonic()
    answer = propose(batch, exactly=exact, solver=chosen)
    _write_pairs(out, answer)
    found = report_of(answer) | {
        "solver": chosen,
        "seconds": {
            "reading": round(read - started, 3),
            "whole": round(time.monotonic() - started, 3),
            "processor": round(time.process_time() - busy, 3),
        },
        "peak_memory_mib": round(peak_memory_mib(), 1),
    }
    if report is not None:
        report.write_text(json.dumps(found, indent=1, ensure_ascii=False), encoding="utf-8")
    _say(found)


def _doubt(places: Mapping[str, Point]) -> None:
    """Say what looks odd about where the places are; nothing stops."""
    points = list(places.values())
    far = far_from_all(places)
    for name in sorted(far)[:MOST_SHOWN]:
        click.echo(f"{name} lies {far[name] // 1000:,} km from the middle. Is it there?", err=True)
    if len(far) > MOST_SHOWN:
        click.echo(f"and {len(far) - MOST_SHOWN} more", err=True)
    if look_swapped(points):
        middle = middle_of(points)
        click.echo(
            f"The middle lies at {middle.lat:.2f} north, {middle.lon:.2f} east. Is it there? The "
            "town would be rounder with latitude and longitude the other way round.",
            err=True,
        )


def _refuse_unwritable(*places: Path | None) -> None:
    """Say it before anything is reckoned: nothing is left half written."""
    for place in places:
        there = place if place and place.exists() else place.parent if place else None
        if there is not None and not os.access(there, os.W_OK):
            raise click.ClickException(f"Cannot write there: {place}")


def _chosen(solver: str | None) -> Solver:
    """The way that was asked for, or the best there is here."""
    if solver == Solver.FLOW and not has_or_tools():
        raise click.ClickException("A flow needs OR-tools: pip install ortools.")
    if solver is not None:
        return Solver(solver)
    return Solver.FLOW if has_or_tools() else Solver.AUCTION


@contextmanager
def refusals() -> Iterator[None]:
    """Turn refused files into lines with their places, and exit code 1."""
    try:
        with file_refusals(SOURCE_LANGUAGE):
            yield
    except LinesRefusedError as refusal:
        named = [
            f"{name}:{fault.line}: {fault_sentence(fault, language=SOURCE_LANGUAGE)}"
            for name, fault in refusal.faults[:MOST_SHOWN]
        ]
        if len(refusal.faults) > MOST_SHOWN:
            named.append(f"and {len(refusal.faults) - MOST_SHOWN} more")
        raise click.ClickException("\n".join(named)) from refusal


def _write_pairs(out: Path, answer: Answer) -> None:
    """Write a row a filled place; a need left open has none."""
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("case_id", "volunteer_id"))
        writer.writerows((pair.need_id, pair.helper_id) for pair in answer.pairs)


def _say(found: dict[str, Any]) -> None:
    """Say the main figures."""
    click.echo(
        f"{found['filled_places']} of {found['places']} places filled, "
        f"{found['covered']:.1%} of the needs covered "
        f"({found['covered_by_priority']:.1%} weighed by priority)."
    )
    click.echo(
        f"Cost {found['cost']}, at least {found['lower_bound']} is needed: "
        f"at most {found['gap']:.3%} from the best possible."
    )
