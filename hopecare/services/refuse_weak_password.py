"""Refuse a password that would be guessed."""

from __future__ import annotations

from hopecare.errors import InvalidInputError
from hopecare.passwords import PASSWORD_LENGTH


def refuse_weak_password(password: str, *, name: str) -> None:
    """Refuse a password that is short, or that says the account's own name."""
    codes = []
    if len(password) < PASSWORD_LENGTH:
        codes.append("too_short")
    if name and name in password.casefold():
        codes.append("contains_name")
    if codes:
        raise InvalidInputError({"password": codes})
