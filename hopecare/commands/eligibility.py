"""`flask eligibility`: looks after the rule packs."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from hopecare.reading.packs import SHIPPED, check_pack


@click.group()
def eligibility() -> None:
    """Rules of who may receive what."""


@eligibility.command()
@click.argument("pack")
def check(pack: str) -> None:
    """Check a rule pack: PACK is its folder, its pack.yaml, or the key of a shipped one."""
    problems = check_pack(_path_of(pack))
    for problem in problems:
        click.echo(str(problem))
    if problems:
        sys.exit(1)
    click.echo(f"{pack}: no mistakes found.")


def _path_of(pack: str) -> Path:
    shipped = SHIPPED / pack
    return shipped if pack.isidentifier() and shipped.is_dir() else Path(pack)
