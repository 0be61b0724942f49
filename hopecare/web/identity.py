"""Who is signed in: the cookie holds a random token, a row holds its hash and can be revoked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID

from flask import request
from flask_login import UserMixin, current_user

from hopecare.database import TownScope
from hopecare.errors import SignInNeededError
from hopecare.extensions import desk, login
from hopecare.passwords import hash_token
from hopecare.queries.identities import find_identity
from hopecare.web.request_facts import forget_fact, once_a_request

if TYPE_CHECKING:
    from datetime import timedelta

    from flask import Request, Response

    from hopecare.domain.identity import Identity

SIGN_IN_COOKIE: Final = "sign_in"


class SignedIn(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """What Flask-Login calls a user: an identity and nothing else."""

    def __init__(self, identity: Identity) -> None:
        """Hold the identity."""
        self.identity = identity

    def get_id(self) -> str:
        """Name the account, as Flask-Login asks."""
        return str(self.identity.account_id)


def current_identity() -> Identity:
    """Give who is signed in; refuse where nobody is."""
    identity = find_current_identity()
    if identity is None:
        raise SignInNeededError
    return identity


def find_current_identity() -> Identity | None:
    """Give who is signed in, or None."""
    return current_user.identity if current_user.is_authenticated else None


def remember(response: Response, *, town_id: UUID, token: str, lasts_for: timedelta) -> Response:
    """Put a new sign-in into the answer's cookie."""
    response.set_cookie(
        SIGN_IN_COOKIE,
        f"{town_id.hex}.{token}",
        max_age=lasts_for,
        httponly=True,
        samesite="Lax",
        secure=desk().settings.is_production,
    )
    return response


def forget(response: Response) -> Response:
    """Take the sign-in out of the cookie, and what this device kept."""
    response.delete_cookie(SIGN_IN_COOKIE, httponly=True, samesite="Lax")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@login.request_loader
def load_identity(_request: Request) -> SignedIn | None:
    """Find who holds the cookie's token, if their sign-in still holds."""
    return once_a_request("signed_in", _find)


def act_as(identity: Identity) -> None:
    """Let the rest of this request be this person's, who has just signed in or shown a token."""
    for fact in ("signed_in", "town", "translator"):
        forget_fact(fact)
    login._update_request_context_with_user(SignedIn(identity))  # noqa: SLF001  no public door


def _find() -> SignedIn | None:
    town, _, token = request.cookies.get(SIGN_IN_COOKIE, "").partition(".")
    try:
        town_id = UUID(hex=town)
    except ValueError:
        return None
    with desk().database.reading(TownScope(town_id)) as session:
        identity = find_identity(session, token_hash=hash_token(token), now=desk().clock())
    return None if identity is None else SignedIn(identity)
