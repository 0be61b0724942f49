"""What the `flask eligibility` commands share: their options, refusals as lines, JSON out."""

from __future__ import annotations

import json
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hopecare.commands.edge import file_refusals
from hopecare.errors import (
    InvalidInputError,
    NoRulesOnDateError,
    PackRefusedError,
    SettingsMissingError,
)
from hopecare.language import SOURCE_LANGUAGE, languages
from hopecare.language.answer_problems import no_rules_in_words, problem_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

country_option = click.option("--country", default="kr", show_default=True, help="Two letters.")
packs_option = click.option(
    "--packs",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with other rule packs, instead of the shipped ones.",
)
language_option = click.option(
    "--language", type=click.Choice(languages()), default=SOURCE_LANGUAGE, show_default=True
)
json_option = click.option("--json", "as_json", is_flag=True, help="One JSON document.")
on_option = click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), required=True, help="By the rules of this day."
)


@contextmanager
def refusals(language: str) -> Iterator[None]:
    """Turn what is refused into lines with their places, and exit code 1."""
    try:
        with file_refusals(language):
            yield
    except InvalidInputError as refusal:
        raise click.ClickException("\n".join(problem_lines(refusal.fields, language))) from refusal
    except NoRulesOnDateError as refusal:
        raise click.ClickException(no_rules_in_words(refusal, language)) from refusal
    except (PackRefusedError, SettingsMissingError) as refusal:
        raise click.ClickException(str(refusal)) from refusal


def print_json(document: dict[str, Any]) -> None:
    """Print one JSON document, as people can read it too."""
    click.echo(json.dumps(document, ensure_ascii=False, allow_nan=False, indent=2))
