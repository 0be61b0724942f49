"""The list of accounts: who of the staff may sign in, and where they work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for
from sqlalchemy import func, select

from hopecare.domain.roles import STAFF, Role
from hopecare.language import N_
from hopecare.queries.not_over import not_over
from hopecare.queries.residents import has_role
from hopecare.queries.visibility import visible
from hopecare.web.fields import Code, Request, Ticked
from hopecare.web.language import current_reader
from hopecare.web.listing import Column, Key, Listing, register
from models import Account, Centre, Person, PersonRole, SignIn

if TYPE_CHECKING:
    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.language.reader import Reader


class AccountsFilter(Request):
    """What the list of accounts may be narrowed by; closed ones are shown when asked for."""

    role = Code(Role)
    closed = Ticked()


def _source(
    _session: Session, identity: Identity, wanted: dict[str, Any]
) -> Select[*tuple[Any, ...]]:
    today = current_reader().today
    last = select(func.max(SignIn.seen_at)).where(SignIn.account_id == Account.id)
    asked: Select[*tuple[Any, ...]] = (
        select(
            Account,
            Person,
            Centre,
            last.scalar_subquery().label("last_seen"),
            *(_holds(role).label(role.value) for role in sorted(STAFF)),
        )
        .join(Person, Person.id == Account.person_id)
        .outerjoin(Centre, Centre.id == Account.centre_id)
        .where(visible("account.read", identity, Account), Account.name.is_not(None))
    )
    if wanted.get("role"):
        asked = asked.where(has_role(wanted["role"], on=today))
    if not wanted.get("closed"):
        asked = asked.where(Account.disabled_at.is_(None))
    return asked


def _holds(role: Role) -> Any:  # noqa: ANN401  a condition of SQLAlchemy
    today = current_reader().today
    return (
        select(PersonRole.id)
        .where(
            PersonRole.person_id == Account.person_id,
            PersonRole.role == role,
            PersonRole.from_on <= today,
            not_over(PersonRole, today),
        )
        .exists()
    )


def _roles(row: Row[Any], reader: Reader) -> str:
    held = [role for role in sorted(STAFF) if row._mapping[role.value]]  # noqa: SLF001  public
    return ", ".join(reader.label(role) for role in held)


def _centre(row: Row[Any], reader: Reader) -> str:
    if row.Centre is None:
        return reader.say(N_("The whole town"))
    return str(row.Centre.name if reader.language == "ko" else row.Centre.name_en)


def is_closed(account: Account) -> bool:
    """Say whether nobody can sign in with it: for good, or after wrong tries."""
    locked = account.locked_until
    is_locked = locked is not None and locked > current_reader().now
    return account.disabled_at is not None or is_locked


def stands(account: Account, reader: Reader) -> str:
    """Say whether one can sign in with it now."""
    if account.disabled_at is not None:
        return reader.say(N_("Closed"))
    if is_closed(account):
        return reader.say(N_("Shut until %(at)s"), at=reader.clock(account.locked_until))
    return reader.say(N_("In use"))


ACCOUNTS = register(
    Listing(
        name="accounts",
        title=N_("Accounts"),
        permission="account.read",
        endpoint="accounts.accounts",
        filters=AccountsFilter,
        source=_source,
        order=(Key(Account.name), Key(Account.id)),
        columns=(
            Column(
                "name",
                N_("Name to sign in"),
                lambda row, _reader: row.Account.name,
                link=lambda row: url_for("accounts.account", account_id=row.Account.id),
            ),
            Column("person", N_("Person"), lambda row, _reader: row.Person.full_name),
            Column("roles", N_("Work"), _roles),
            Column("centre", N_("Centre"), _centre),
            Column(
                "stands",
                N_("Stands"),
                lambda row, reader: stands(row.Account, reader),
                tone=lambda row: "over" if is_closed(row.Account) else "good",
            ),
            Column("seen", N_("Last used"), lambda row, reader: reader.moment(row.last_seen)),
        ),
        people=lambda row: [row.Person.id],
        empty=N_("No account here. Add one for everybody who works at a centre."),
    )
)
