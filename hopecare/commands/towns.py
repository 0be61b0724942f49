"""`flask towns`: found a town, change its network, and list those there are."""

from __future__ import annotations

from typing import Final

import click
from sqlalchemy import select

from hopecare.channel_profiles import all_profiles
from hopecare.commands.edge import edge
from hopecare.database import AllTowns
from hopecare.domain.identity import SystemActor
from hopecare.errors import AlreadyTakenError, InvalidInputError, NotFoundError
from hopecare.services.change_network import change_network
from hopecare.services.found_town import TownWish, found_town
from models import Town

BY: Final = SystemActor(name="towns")


def _known(_context: click.Context, _option: click.Parameter, name: str) -> str:
    """A profile that ships, or one of the data folder: the folder is known only by now."""
    known = sorted(all_profiles())
    if name not in known:
        message = f"{name!r} is not one of {', '.join(known)}."
        raise click.BadParameter(message)
    return name


@click.group()
def towns() -> None:
    """Towns of this installation."""


@towns.command("add")
@click.argument("slug")
@click.option("--name", required=True, help="As the town writes itself.")
@click.option("--name-en", required=True, help="In English.")
@click.option("--country", required=True, help="Two capital letters, such as KR.")
@click.option("--language", required=True, help="ko or en.")
@click.option("--zone", required=True, help="Such as Asia/Seoul.")
@click.option("--currency", required=True, help="Three capital letters, such as KRW.")
@click.option(
    "--profile",
    "channel_profile",
    required=True,
    callback=_known,
    help="Of the telephone network: `flask messages profiles` lists them.",
)
@click.option("--phone", "office_phone", required=True, help="The office people may call.")
def add(slug: str, **wished: str) -> None:
    """Found the town called SLUG (plain letters, as in an address)."""
    wish = TownWish(slug=slug, **wished)
    try:
        with edge().database.writing(AllTowns()) as session:
            town = found_town(session, wish, now=edge().clock())
    except AlreadyTakenError as taken:
        raise click.ClickException(f"There is a town called {slug} already.") from taken
    except InvalidInputError as refusal:
        raise click.ClickException(f"Please check: {', '.join(refusal.fields)}.") from refusal
    click.echo(f"{town.slug}\t{town.name}")


@towns.command("network")
@click.argument("slug")
@click.argument("channel_profile", callback=_known)
def network(slug: str, channel_profile: str) -> None:
    """Let the town called SLUG use a telephone network of this profile from now on."""
    try:
        with edge().database.writing(AllTowns()) as session:
            changed = change_network(
                session, slug=slug, channel_profile=channel_profile, by=BY, now=edge().clock()
            )
    except NotFoundError as missing:
        raise click.ClickException(f"There is no town called {slug}.") from missing
    click.echo(f"{changed.town.slug}\t{changed.town.channel_profile}")
    if changed.moved_plans:
        click.echo(
            f"{changed.moved_plans} plans of check-ins ask by another way from now on: no answer "
            "came back by theirs. Each resident's timeline says so, and the day's page names whom "
            "to tell."
        )


@towns.command("list")
def list_() -> None:
    """List the towns."""
    with edge().database.reading(AllTowns()) as session:
        for town in session.scalars(select(Town).order_by(Town.slug)):
            click.echo(f"{town.slug}\t{town.name}\t{town.zone}\t{town.channel_profile}")
