"""`flask demo`: load the invented towns, so that every page has something true to show."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import click

from hopecare.commands.edge import edge
from hopecare.demo.load import (
    SEED,
    Wish,
    is_empty,
    is_half_loaded,
    load_demo,
    moment_on,
    towns_loaded,
)
from hopecare.demo.places import PASSWORD
from hopecare.demo.sign_ins import SIGN_INS
from hopecare.errors import AlreadyTakenError
from hopecare.migrations import migrate

if TYPE_CHECKING:
    from datetime import datetime

    from hopecare.database import Database

LABEL: Final = "Ninety days"
STEPS: Final = 200


@click.group()
def demo() -> None:
    """The demonstration towns."""


@demo.command("load")
@click.option("--seed", type=int, default=SEED, show_default=True, help="Which invented people.")
@click.option(
    "--scale",
    type=click.FloatRange(min=0, max=20),
    default=1.0,
    show_default=True,
    help="1 makes about 300 households and 1,000 volunteers around the named ones.",
)
@click.option(
    "--on",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day it is loaded on; today when left out.",
)
def load(seed: int, scale: float, day: datetime | None) -> None:
    """Load both demonstration towns, or the one that is missing; what is there is never changed."""
    migrate(edge().database)
    now = moment_on(day.date()) if day else edge().clock()
    try:
        _load(edge().database, Wish(now=now, seed=seed, scale=scale))
    except AlreadyTakenError as taken:
        message = "The demonstration is loaded already; it is kept as it is."
        raise click.ClickException(message) from taken
    _show_sign_ins()


def load_demo_if_empty(database: Database, *, now: datetime) -> None:
    """Fill a database without any town, complete a load that was cut off; name the sign-ins."""
    if is_empty(database) or is_half_loaded(database):
        click.echo("Loading the demonstration towns, all of them invented ...")
        _load(database, Wish(now=now))
    if towns_loaded(database):
        _show_sign_ins()


def _load(database: Database, wish: Wish) -> None:
    """Load, and show how far it is: a bar that moves, or lines where no terminal draws one."""
    if sys.stdout.isatty():
        with click.progressbar(length=STEPS, label=LABEL) as bar:

            def move(share: float) -> None:
                bar.update(max(0, int(share * STEPS) - bar.pos))

            load_demo(database, wish, progress=move)
            move(1)
    else:
        tell = TenthsTold()
        load_demo(database, wish, progress=tell)
        tell(1)


@dataclass(slots=True)
class TenthsTold:
    """Says each tenth once, for logs and wherever a line cannot be drawn over."""

    told: int = -1

    def __call__(self, share: float) -> None:
        """Say how far it is, if that is a tenth further."""
        tenths = int(share * 10)
        if tenths > self.told:
            self.told = tenths
            click.echo(f"{LABEL}: {tenths * 10} %")
            sys.stdout.flush()


def _show_sign_ins() -> None:
    """Say who may sign in, and how."""
    click.echo(f"Staff sign in at /sign-in, all with the password {PASSWORD}")
    for line in SIGN_INS:
        click.echo(f"  {line}")
