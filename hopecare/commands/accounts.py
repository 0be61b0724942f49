"""`flask accounts`: who of the staff may sign in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click
from sqlalchemy import select

from hopecare.commands.edge import edge, language_option, scope_of, town_called, town_option
from hopecare.domain.roles import STAFF, Role
from hopecare.errors import AlreadyTakenError, InvalidInputError
from hopecare.language import N_, translator
from hopecare.passwords import PASSWORD_LENGTH, new_token
from hopecare.queries.accounts import find_account_by_name
from hopecare.queries.staff_accounts import staff_accounts
from hopecare.queries.town_days import local_day
from hopecare.services.add_account import NewAccount, add_account
from hopecare.services.change_password import change_password
from hopecare.services.disable_account import disable_account
from models import Centre

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import Account, Town

REFUSALS: Final = {
    "too_short": N_("The password needs at least %(count)s characters."),
    "contains_name": N_("The password must not contain the sign-in name."),
    "invalid": N_("A sign-in name is one word without spaces."),
    "missing": N_("Please give the person's name."),
    "not_staff": N_("Choose at least one role of staff."),
}
PASSWORD_PROMPT: Final = click.option(
    "--password", help="Left out, a password is made and shown once."
)


@click.group()
def accounts() -> None:
    """Accounts of staff."""


@accounts.command("add")
@click.argument("name")
@click.option("--person", "full_name", required=True, help="The person's full name.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=click.Choice([role.value for role in sorted(STAFF)]),
    help="What they do; may be given several times.",
)
@click.option("--centre", "centre_code", help="The code of their centre; none for the whole town.")
@PASSWORD_PROMPT
@town_option
@language_option
def add(  # noqa: PLR0913  each is an option of the command
    name: str,
    *,
    full_name: str,
    roles: tuple[str, ...],
    centre_code: str | None,
    password: str | None,
    slug: str | None,
    language: str | None,
) -> None:
    """Add an account called NAME."""
    town = town_called(slug)
    secret = password or new_token()
    with edge().database.writing(scope_of(town)) as session:
        wish = NewAccount(
            name=name,
            full_name=full_name,
            roles=frozenset(Role(role) for role in roles),
            language=language or town.language,
            centre_id=_centre_id(session, centre_code),
        )
        try:
            account = add_account(
                session, town_id=town.id, wish=wish, password=secret, now=edge().clock()
            )
        except AlreadyTakenError as taken:
            said = translator(language or town.language, for_staff=True).gettext(
                "This sign-in name is taken."
            )
            raise click.ClickException(said) from taken
        except InvalidInputError as refusal:
            raise _refused(refusal, town, language) from refusal
        _show(account, None if password else secret)


@accounts.command("list")
@town_option
def list_(slug: str | None) -> None:
    """List the accounts of staff: name, roles, open or closed."""
    town = town_called(slug)
    with edge().database.reading(scope_of(town)) as session:
        today = local_day(session, town.id, edge().clock())
        for row in staff_accounts(session, on=today):
            state = "disabled" if row.account.disabled_at else "open"
            click.echo(f"{row.account.name}\t{', '.join(row.roles)}\t{state}\t{row.full_name}")


@accounts.command("disable")
@click.argument("name")
@town_option
def disable(name: str, slug: str | None) -> None:
    """Close the account called NAME and sign it out everywhere."""
    town = town_called(slug)
    with edge().database.writing(scope_of(town)) as session:
        account = _account(session, name)
        disable_account(session, account_id=account.id, now=edge().clock())
        click.echo(f"{account.name}\tdisabled")


@accounts.command("reset-password")
@click.argument("name")
@PASSWORD_PROMPT
@town_option
@language_option
def reset_password(name: str, password: str | None, slug: str | None, language: str | None) -> None:
    """Give the account called NAME a new password and sign it out everywhere."""
    town = town_called(slug)
    secret = password or new_token()
    with edge().database.writing(scope_of(town)) as session:
        account = _account(session, name)
        try:
            change_password(session, account_id=account.id, password=secret, now=edge().clock())
        except InvalidInputError as refusal:
            raise _refused(refusal, town, language) from refusal
        _show(account, None if password else secret)


def _show(account: Account, secret: str | None) -> None:
    """The sign-in name, and the password when it was made here: it is shown only this once."""
    click.echo(f"{account.name}\t{secret}" if secret else str(account.name))
    if secret:
        click.echo("This password is shown only now: please hand it over in person.", err=True)


def _account(session: Session, name: str) -> Account:
    account = find_account_by_name(session, name)
    if account is None:
        raise click.ClickException(f"There is no account called {name}.")
    return account


def _centre_id(session: Session, code: str | None) -> UUID | None:
    if code is None:
        return None
    found = {centre.code: centre.id for centre in session.scalars(select(Centre))}
    if code not in found:
        raise click.UsageError(f"Centres of this town: {', '.join(sorted(found)) or 'none yet'}")
    return found[code]


def _refused(refusal: InvalidInputError, town: Town, language: str | None) -> click.ClickException:
    """Every mistake as a sentence of its own."""
    say = translator(language or town.language, for_staff=True)
    codes = [code for codes in refusal.fields.values() for code in codes]
    return click.ClickException(
        " ".join(say.gettext(REFUSALS[code]) % {"count": PASSWORD_LENGTH} for code in codes)
    )
