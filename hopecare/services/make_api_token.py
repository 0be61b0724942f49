"""Make a token for another system: shown once, kept hashed, with scopes and an end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.domain.api_scopes import API_SCOPES
from hopecare.errors import InvalidInputError
from hopecare.passwords import hash_token, new_token
from models import ApiToken

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import Account

SCOPES: Final = tuple(API_SCOPES)
"""Permissions a token may carry; what its account may not do, the token may not either."""
LONGEST: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeToken:
    """The row, and the token itself, which is never seen again."""

    row: ApiToken
    token: str


def make_api_token(
    session: Session,
    account: Account,
    *,
    label: str,
    scopes: tuple[str, ...],
    lasts_for: timedelta,
    now: datetime,
) -> MadeToken:
    """Make a token of this account; refuse unknown scopes and endless lives."""
    if not scopes or set(scopes) - set(SCOPES):
        raise InvalidInputError({"scopes": ["not_a_choice"]})
    if not timedelta(0) < lasts_for <= LONGEST:
        raise InvalidInputError({"lasts_for": ["out_of_range"]})
    token = new_token()
    row = ApiToken(
        town_id=account.town_id,
        account_id=account.id,
        label=label,
        token_hash=hash_token(token),
        scopes=sorted(set(scopes)),
        created_at=now,
        expires_at=now + lasts_for,
    )
    session.add(row)
    session.flush()
    return MadeToken(row=row, token=token)
