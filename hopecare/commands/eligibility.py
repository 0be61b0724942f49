"""`flask eligibility`: asks the rules about a household, and looks after the rule packs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hopecare.commands.eligibility_edge import (
    country_option,
    json_option,
    language_option,
    on_option,
    packs_option,
    print_json,
    refusals,
)
from hopecare.commands.eligibility_what_if import what_if
from hopecare.domain.eligibility.answering import LARGEST_HOUSEHOLD, answers_for
from hopecare.domain.eligibility.exchange import answer_to_json, vocabulary_to_json
from hopecare.language import SOURCE_LANGUAGE
from hopecare.language.explanations import explain
from hopecare.reading.country_packs import packs_of_country
from hopecare.reading.json_text import read_json_object
from hopecare.reading.packs import SHIPPED, check_pack

if TYPE_CHECKING:
    from datetime import datetime
    from typing import BinaryIO


@click.group()
def eligibility() -> None:
    """Rules of who may receive what."""


eligibility.add_command(what_if)


@eligibility.command()
@click.argument("pack")
def check(pack: str) -> None:
    """Check a rule pack: PACK is its folder, its pack.yaml, or the key of a shipped one.

    A mistake keeps the pack from being loaded; a warning is for its author to look at.
    """
    problems = check_pack(_path_of(pack))
    for problem in problems:
        click.echo(str(problem))
    if problems:
        sys.exit(1)
    click.echo(f"{pack}: no mistakes found.")


@eligibility.command()
@country_option
@packs_option
def facts(country: str, folder: Path | None) -> None:
    """Print what may be asked of a household in a country, as JSON."""
    with refusals(SOURCE_LANGUAGE):
        print_json(vocabulary_to_json(packs_of_country(country, folder)))


@eligibility.command()
@click.argument("household", type=click.File("rb"))
@on_option
@country_option
@packs_option
@language_option
@json_option
def assess(
    *,
    household: BinaryIO,
    on: datetime,
    country: str,
    folder: Path | None,
    language: str,
    as_json: bool,
) -> None:
    """Assess the household in a JSON file (or - for standard input): who may receive what, and why.

    What is absent or null is unknown; {"min": 1, "max": 2} says between which numbers it lies.
    """
    with refusals(language):
        packs = packs_of_country(country, folder)
        data = read_json_object(household.read(LARGEST_HOUSEHOLD + 1), largest=LARGEST_HOUSEHOLD)
        answers = answers_for(packs, data, on=on.date())
    if as_json:
        print_json(answer_to_json(answers))
    else:
        for pack, answer in answers:
            click.echo("\n".join(explain(answer, pack, language)))


def _path_of(pack: str) -> Path:
    shipped = SHIPPED / pack
    return shipped if pack.isidentifier() and shipped.is_dir() else Path(pack)
