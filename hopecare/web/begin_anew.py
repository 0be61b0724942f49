"""A request that wanted the same rows as another, the other way round, begins anew by itself."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING, Final, TypeVar

from flask import request

from hopecare.turns import PASSING, was_let_go

if TYPE_CHECKING:
    from collections.abc import Callable

Answer = TypeVar("Answer")
TRIES: Final = 4
_APART_S: Final = (0.01, 0.1)
"""A moment of chance between two tries, so that the same two do not meet again."""


def begin_anew(view: Callable[[], Answer]) -> Answer:
    """Give what `view` answers; where the database let it go for another, it is asked again.

    Nothing of such a try is left behind, and what was written before it in the same request is
    known again: by its key, its number at the provider, or what it stands on.
    """
    for _ in range(TRIES - 1):
        try:
            return view()
        except PASSING as error:
            if not was_let_go(error):
                raise
        _rewind_files()
        time.sleep(random.uniform(*_APART_S))  # noqa: S311  whose turn it is, is no secret
    return view()


def _rewind_files() -> None:
    """What was sent along is read from its beginning once more."""
    for name in request.files:
        for sent in request.files.getlist(name):
            sent.stream.seek(0)
