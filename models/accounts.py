"""Accounts of staff and volunteers, their sign-ins, one-time codes, API tokens and their rates."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Codes, Owned, Versioned, to_owned


class Account(Base, Owned, Versioned, kw_only=True):
    """A way for one person to sign in. What they may do follows from their dated roles."""

    __tablename__ = "accounts"

    person_id: Mapped[UUID] = mapped_column()
    language: Mapped[str] = mapped_column()
    created_at: Mapped[datetime] = mapped_column()
    name: Mapped[str | None] = mapped_column(unique=True, default=None)
    """What staff type to sign in, in lower case; volunteers use their telephone."""
    password_hash: Mapped[str | None] = mapped_column(default=None)
    disabled_at: Mapped[datetime | None] = mapped_column(default=None)
    centre_id: Mapped[UUID | None] = mapped_column(default=None)
    """Where they work; None for those who work for the whole town, and for volunteers."""
    wrong_tries: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(default=None)
    week_digest: Mapped[bool | None] = mapped_column(default=None)
    """Whether they wish for the week's numbers as a text; None: as their role has it."""

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """One account a person."""
        return (
            *to_owned("people", "person_id"),
            *to_owned("centres", "centre_id"),
            UniqueConstraint("person_id"),
        )


class SignIn(Base, Owned, kw_only=True):
    """One signed-in device; the cookie holds a random token, this row its hash."""

    __tablename__ = "sign_ins"

    account_id: Mapped[UUID] = mapped_column()
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column()
    seen_at: Mapped[datetime] = mapped_column()
    expires_at: Mapped[datetime] = mapped_column()
    device: Mapped[str | None] = mapped_column(default=None)
    """phone or computer: enough to recognise it in a list."""
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Found by account."""
        return (*to_owned("accounts", "account_id"), Index("ix_sign_ins_account", "account_id"))


class SignInCode(Base, Owned, kw_only=True):
    """A one-time code that was texted: hashed, few tries, a short life."""

    __tablename__ = "sign_in_codes"

    account_id: Mapped[UUID] = mapped_column()
    code_hash: Mapped[str] = mapped_column()
    sent_at: Mapped[datetime] = mapped_column()
    expires_at: Mapped[datetime] = mapped_column()
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None] = mapped_column(default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Found by account, newest last."""
        return (
            *to_owned("accounts", "account_id"),
            Index("ix_sign_in_codes_account", "account_id", "sent_at"),
        )


class ApiToken(Base, Owned, kw_only=True):
    """A token for another system: hashed, with scopes, revocable."""

    __tablename__ = "api_tokens"

    account_id: Mapped[UUID] = mapped_column()
    label: Mapped[str] = mapped_column()
    token_hash: Mapped[str] = mapped_column(unique=True)
    scopes: Mapped[Codes] = mapped_column()
    created_at: Mapped[datetime] = mapped_column()
    expires_at: Mapped[datetime] = mapped_column()
    used_at: Mapped[datetime | None] = mapped_column(default=None)
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Belongs to an account of the town."""
        return to_owned("accounts", "account_id")


class ApiRate(Base, Owned, kw_only=True):
    """How often one caller of the API has asked in its minute, whichever process answered."""

    __tablename__ = "api_rates"

    caller: Mapped[str] = mapped_column()
    """The token's id, or the account of a browser: a code, no name."""
    ends_at: Mapped[datetime] = mapped_column()
    """When the minute ends that began with its first request."""
    asked: Mapped[int] = mapped_column()

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """One row a caller, for ever used again."""
        return (UniqueConstraint("town_id", "caller"),)
