"""`flask messages`: how many texts and calls stand where; stop what leaves, and start again."""

from __future__ import annotations

import click

from hopecare.channel_profiles import OWN_FOLDER, own_mistakes, own_profiles, shipped_profiles
from hopecare.commands.edge import BY, edge, scope_of, town_called, town_option
from hopecare.domain.channels import Channel
from hopecare.queries.messages import counts_by_status, oldest_waiting
from hopecare.queries.not_leaving import not_leaving
from hopecare.queries.sending_stops import find_standing
from hopecare.services.start_sending import start_sending
from hopecare.services.stop_sending import stop_sending

channel_option = click.option(
    "--channel", type=click.Choice([each.value for each in Channel]), help="Everything if left out."
)


def _worded(_context: click.Context, _option: click.Parameter, reason: str) -> str:
    if not reason.strip():
        message = "say why"
        raise click.BadParameter(message)
    return reason


reason_option = click.option(
    "--reason", required=True, callback=_worded, help="Why; staff read it."
)


@click.group()
def messages() -> None:
    """Texts and automated calls."""


@messages.command()
@town_option
def status(slug: str | None) -> None:
    """Count messages by status, and say since when the oldest one waits."""
    with edge().database.reading(scope_of(town_called(slug))) as session:
        for name, count in counts_by_status(session):
            click.echo(f"{name.value} {count}")
        oldest = oldest_waiting(session, now=edge().clock())
        stopped = not_leaving(session).stops
    if oldest is not None:
        click.echo(f"oldest due since {oldest.isoformat(timespec='seconds')}")
    for channel, since in stopped:
        what = channel.value if channel else "everything"
        click.echo(f"stopped: {what} since {since.isoformat(timespec='seconds')}")


@messages.command()
def profiles() -> None:
    """List the channel profiles that may be chosen, and name every mistake in a town's own."""
    for name in sorted(shipped_profiles()):
        click.echo(f"{name}\tshipped")
    for name in sorted(own_profiles()):
        click.echo(f"{name}\town")
    mistakes = own_mistakes()
    for mistake in mistakes:
        click.echo(f"{OWN_FOLDER}/{mistake}", err=True)
    if mistakes:
        raise click.exceptions.Exit(1)


@messages.command()
@town_option
@channel_option
@reason_option
def stop(slug: str | None, channel: str | None, reason: str) -> None:
    """Stop everything that leaves a town; sign-in codes still go, nothing promised is lost."""
    town, now = town_called(slug), edge().clock()
    way = Channel(channel) if channel else None
    with edge().database.writing(scope_of(town)) as session:
        stop_sending(session, town_id=town.id, channel=way, reason=reason, by=BY, now=now)
    click.echo(f"{town.slug}: {channel or 'everything'} is stopped")


@messages.command()
@town_option
@channel_option
@reason_option
def start(slug: str | None, channel: str | None, reason: str) -> None:
    """Let words leave a town again; what was too late meanwhile is not sent."""
    town, now = town_called(slug), edge().clock()
    way = Channel(channel) if channel else None
    with edge().database.writing(scope_of(town)) as session:
        standing = find_standing(session, town_id=town.id, channel=way)
        if standing is None:
            message = f"{town.slug}: {channel or 'everything'} is not stopped"
            raise click.ClickException(message)
        start_sending(session, stop_id=standing.id, reason=reason, by=BY, now=now)
    click.echo(f"{town.slug}: {channel or 'everything'} leaves again")
