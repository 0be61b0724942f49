"""Who asks through the API: a token in the header, or the signed-in person of the browser."""

from __future__ import annotations

from typing import Final

from flask import request

from hopecare.database import AllTowns
from hopecare.errors import NotPermittedError, SignInNeededError
from hopecare.extensions import csrf, desk
from hopecare.passwords import hash_token
from hopecare.queries.identities import find_token_holder
from hopecare.web.identity import act_as
from hopecare.web.permits import current_permission

BEARER: Final = "Bearer "
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


def know_caller() -> None:
    """Act as the token's account within its scopes; a cookie alone also needs the CSRF token.

    A token is sent on purpose. A cookie is sent by the browser, whoever made it ask.
    """
    header = request.headers.get("Authorization", "")
    if header.startswith(BEARER):
        _act_by_token(header.removeprefix(BEARER).strip())
    elif request.method not in _SAFE:
        csrf.protect()


def _act_by_token(token: str) -> None:
    with desk().database.reading(AllTowns()) as session:
        holder = find_token_holder(session, token_hash=hash_token(token), now=desk().clock())
    if holder is None:
        raise SignInNeededError(token="unknown")  # noqa: S106  not a token
    permission = current_permission()
    if permission not in holder.scopes:
        raise NotPermittedError(permission=permission)
    act_as(holder.identity)
