"""`flask tokens`: let another system ask through the API, and stop it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import click
from sqlalchemy import select

from hopecare.commands.edge import edge, scope_of, town_called, town_option
from hopecare.errors import InvalidInputError, NotFoundError
from hopecare.queries.accounts import find_account_by_name
from hopecare.services.make_api_token import SCOPES, make_api_token
from hopecare.services.revoke_api_token import revoke_api_token
from models import ApiToken

if TYPE_CHECKING:
    from uuid import UUID


@click.group()
def tokens() -> None:
    """Tokens of other systems."""


@tokens.command("add")
@click.argument("account_name")
@click.option("--label", required=True, help="Which system, for people to read.")
@click.option("--scope", "scopes", multiple=True, required=True, type=click.Choice(SCOPES))
@click.option("--days", type=click.IntRange(1, 366), default=90, show_default=True)
@town_option
def add(
    account_name: str, label: str, scopes: tuple[str, ...], days: int, slug: str | None
) -> None:
    """Make a token that may do what ACCOUNT_NAME may, within its scopes; it is shown once."""
    town = town_called(slug)
    with edge().database.writing(scope_of(town)) as session:
        account = find_account_by_name(session, account_name)
        if account is None:
            raise click.ClickException(f"There is no account called {account_name}.")
        try:
            made = make_api_token(
                session,
                account,
                label=label,
                scopes=scopes,
                lasts_for=timedelta(days=days),
                now=edge().clock(),
            )
        except InvalidInputError as refusal:
            raise click.ClickException(f"Please check: {', '.join(refusal.fields)}.") from refusal
    click.echo(f"{made.row.id}\t{made.token}")


@tokens.command("list")
@town_option
def list_(slug: str | None) -> None:
    """List the tokens that still hold."""
    town = town_called(slug)
    with edge().database.reading(scope_of(town)) as session:
        held = select(ApiToken).where(ApiToken.revoked_at.is_(None)).order_by(ApiToken.expires_at)
        for row in session.scalars(held):
            click.echo(f"{row.id}\t{row.label}\t{', '.join(row.scopes)}\t{row.expires_at:%Y-%m-%d}")


@tokens.command("revoke")
@click.argument("token_id", type=click.UUID)
@town_option
def revoke(token_id: UUID, slug: str | None) -> None:
    """Make a token worth nothing from now on."""
    town = town_called(slug)
    try:
        with edge().database.writing(scope_of(town)) as session:
            revoke_api_token(session, token_id=token_id, now=edge().clock())
    except NotFoundError as missing:
        raise click.ClickException("There is no such token.") from missing
    click.echo("Revoked.")
