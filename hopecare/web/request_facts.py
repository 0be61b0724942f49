"""What one request has found out so far, kept with the request itself and gone with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar, cast

from flask import request

if TYPE_CHECKING:
    from collections.abc import Callable

Fact = TypeVar("Fact")
_PREFIX: Final = "hopecare."


def once_a_request(name: str, find: Callable[[], Fact]) -> Fact:
    """Find a fact the first time it is asked for in a request, and remember it."""
    key = _PREFIX + name
    if key not in request.environ:
        request.environ[key] = find()
    return cast("Fact", request.environ[key])


def forget_fact(name: str) -> None:
    """Let a fact be found again, after what it rests on has changed."""
    request.environ.pop(_PREFIX + name, None)
