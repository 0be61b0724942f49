"""Which words tell a resident that an office answered."""

from __future__ import annotations

from typing import Final

from hopecare.domain.delivery import MessageKind
from hopecare.language.wordings import Text

_OUTCOMES: Final = frozenset({Text.OUTCOME_CAME.value, Text.OUTCOME_WAITS.value})


def tells_outcome(kind: MessageKind, wording: str | None) -> bool:
    """Whether a notice of this wording, or of one of its versions, tells of an office's answer."""
    named, _, _ = (wording or "").partition("@")
    return kind is MessageKind.NOTICE and named in _OUTCOMES
