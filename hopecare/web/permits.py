"""Every view carries a permission: without it, an architecture test fails."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar

from flask import current_app, request

from hopecare.domain.permissions import PERMISSIONS, could_ever, is_public, may
from hopecare.errors import NotPermittedError, SignInNeededError
from hopecare.web.begin_anew import begin_anew
from hopecare.web.identity import current_identity, find_current_identity

if TYPE_CHECKING:
    from collections.abc import Callable

    from hopecare.domain.identity import Identity
    from hopecare.domain.predicates import Subject

Parameters = ParamSpec("Parameters")
Answer = TypeVar("Answer")
MARK: Final = "hopecare_permission"


def permits(
    permission: str,
) -> Callable[[Callable[Parameters, Answer]], Callable[Parameters, Answer]]:
    """Open a view only to whom this permission may ever be given; rows are asked by `insist`."""
    if permission not in PERMISSIONS:
        raise KeyError(permission)

    def marked(view: Callable[Parameters, Answer]) -> Callable[Parameters, Answer]:
        @wraps(view)
        def guarded(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Answer:
            _refuse_strangers(permission)
            return begin_anew(lambda: view(*args, **kwargs))

        setattr(guarded, MARK, permission)
        return guarded

    return marked


def public(view: Callable[Parameters, Answer]) -> Callable[Parameters, Answer]:
    """Open a view to anybody."""
    return permits("page.read")(view)


def insist(permission: str, subject: Subject) -> Identity:
    """Give who is signed in, if this very row is open to them; refuse otherwise."""
    identity = current_identity()
    permit = may(identity, permission, subject)
    if not permit.allowed:
        raise NotPermittedError(permission=permission, missing=permit.missing)
    return identity


def permission_of(view: Callable[..., object]) -> str | None:
    """Say which permission a view carries, if any."""
    found: str | None = getattr(view, MARK, None)
    return found


def current_permission() -> str | None:
    """Say which permission the view at work carries."""
    view = current_app.view_functions.get(request.endpoint or "")
    return None if view is None else permission_of(view)


def _refuse_strangers(permission: str) -> None:
    if is_public(permission):
        return
    identity = find_current_identity()
    if identity is None:
        raise SignInNeededError(permission=permission)
    if not could_ever(identity, permission):
        raise NotPermittedError(permission=permission)
