"""Who asks through the API: a token in the header, or the signed-in person of the browser."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from flask import request

from blueprints.api.rate import count
from hopecare.database import AllTowns, TownScope
from hopecare.domain.permissions import is_public
from hopecare.errors import NotPermittedError, SignInNeededError
from hopecare.extensions import csrf, desk
from hopecare.passwords import hash_token
from hopecare.queries.identities import find_token_holder
from hopecare.services.note_token_use import note_token_use
from hopecare.web.identity import act_as, find_current_identity
from hopecare.web.permits import current_permission

if TYPE_CHECKING:
    from hopecare.queries.identities import TokenHolder

BEARER: Final = "Bearer "
SEEN_EVERY: Final = timedelta(minutes=1)
"""When a token was last used is written down so often, and not for every request."""
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


def know_caller() -> None:
    """Act as the token's account within its scopes; a cookie alone also needs the CSRF token.

    A token is sent on purpose. A cookie is sent by the browser, whoever made it ask.
    """
    permission = current_permission()
    if permission is not None and is_public(permission):
        return
    header = request.headers.get("Authorization", "")
    if header.startswith(BEARER):
        _act_by_token(header.removeprefix(BEARER).strip())
        return
    identity = find_current_identity()
    if identity is None:
        raise SignInNeededError
    if request.method not in _SAFE:
        csrf.protect()
    count(identity.town_id, identity.code)


def _act_by_token(token: str) -> None:
    now = desk().clock()
    with desk().database.reading(AllTowns()) as session:
        holder = find_token_holder(session, token_hash=hash_token(token), now=now)
    if holder is None:
        raise SignInNeededError(token="unknown")  # noqa: S106  not a token
    count(holder.identity.town_id, str(holder.token_id))
    if holder.used_at is None or now - holder.used_at >= SEEN_EVERY:
        _note_use(holder)
    permission = current_permission()
    if permission not in holder.scopes:
        raise NotPermittedError(scope=permission)
    act_as(holder.identity)


def _note_use(holder: TokenHolder) -> None:
    with desk().database.writing(TownScope(holder.identity.town_id)) as session:
        note_token_use(session, token_id=holder.token_id, now=desk().clock())
