"""`flask eligibility what-if`: what a change of the rules would mean for a whole population."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from hopecare.commands.eligibility_edge import (
    country_option,
    on_option,
    packs_option,
    print_json,
    refusals,
)
from hopecare.domain.eligibility.evidence import Evidence
from hopecare.domain.eligibility.evidence_tables import evidence_to_json
from hopecare.errors import SettingsMissingError
from hopecare.language import SOURCE_LANGUAGE
from hopecare.reading.country_packs import packs_of_country
from hopecare.reading.population_file import read_population
from hopecare.reading.scenario_file import read_scenarios

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path
    from typing import BinaryIO

    from hopecare.domain.eligibility.pack import Pack

CHUNK = 20_000
"""Households judged in one walk: enough for speed, few enough for a small machine."""


@click.command("what-if")
@click.argument("scenario", type=click.File("rb"))
@click.option("--population", type=click.File("rb"), required=True, help="CSV or XLSX.")
@on_option
@country_option
@packs_option
@click.option("--json", "as_json", is_flag=True, expose_value=False, help="JSON (the only form).")
def what_if(
    *, scenario: BinaryIO, population: BinaryIO, on: datetime, country: str, folder: Path | None
) -> None:
    """Count who would newly qualify or lose under the scenarios of a YAML file, and the cost."""
    with refusals(SOURCE_LANGUAGE):
        pack = _only_pack(country, folder)
        evidence = gather(pack, scenario, population.read(), on)
        print_json(evidence_to_json(evidence))


def _only_pack(country: str, folder: Path | None) -> Pack:
    """A scenario changes the names of one pack; of several, none is left out in silence."""
    first, *others = packs_of_country(country, folder)
    if others:
        keys = ",".join(sorted(pack.key for pack in (first, *others)))
        raise SettingsMissingError(setting="one_pack", country=country, packs=keys)
    return first


def gather(pack: Pack, scenario: BinaryIO, population: bytes, on: datetime) -> Evidence:
    """Read both files whole before anything is counted, and show how far the counting is."""
    pack.programmes_on(on.date())  # a day without rules is refused before a long file is read
    scenarios = read_scenarios(scenario.read(), scenario.name, pack)
    parts = list(read_population(population, pack, on=on.date(), chunk=CHUNK))
    areas = sorted({area for part in parts for area in part.areas})
    evidence = Evidence(pack, on.date(), tuple(areas), scenarios)
    with click.progressbar(length=len(parts), label="Households", file=sys.stderr) as bar:
        for part in parts:
            evidence.add(part.known, part.areas)
            bar.update(1)
    return evidence
