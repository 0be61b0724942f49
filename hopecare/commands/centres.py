"""`flask centres`: open a centre with its districts, and list those there are."""

from __future__ import annotations

import click
from sqlalchemy import select

from hopecare.commands.edge import edge, scope_of, town_called, town_option
from hopecare.errors import AlreadyTakenError, InvalidInputError
from hopecare.queries.town_days import local_day
from hopecare.services.open_centre import CentreWish, open_centre
from models import Centre


@click.group()
def centres() -> None:
    """Care centres of a town."""


@centres.command("add")
@click.argument("code")
@click.option("--name", required=True, help="As people read it.")
@click.option("--name-en", required=True, help="In English.")
@click.option("--phone", required=True, help="Whom to call.")
@click.option("--area", "areas", multiple=True, help="A district's code; several may be given.")
@town_option
def add(
    code: str, *, name: str, name_en: str, phone: str, areas: tuple[str, ...], slug: str | None
) -> None:
    """Open the centre called CODE."""
    town = town_called(slug)
    wish = CentreWish(code=code, name=name, name_en=name_en, phone=phone, area_codes=areas)
    try:
        with edge().database.writing(scope_of(town)) as session:
            today = local_day(session, town.id, edge().clock())
            open_centre(session, wish, town_id=town.id, on=today)
    except AlreadyTakenError as taken:
        message = "This code is taken, or a district has a centre already."
        raise click.ClickException(message) from taken
    except InvalidInputError as refusal:
        unknown = ", ".join(refusal.fields["areas"])
        raise click.ClickException(f"No such district: {unknown}.") from refusal
    click.echo(f"{code}\t{name}")


@centres.command("list")
@town_option
def list_(slug: str | None) -> None:
    """List the centres."""
    town = town_called(slug)
    with edge().database.reading(scope_of(town)) as session:
        for centre in session.scalars(select(Centre).order_by(Centre.code)):
            click.echo(f"{centre.code}\t{centre.name}\t{centre.phone}")
