"""How many reports one network may send through the public page; a crisis is never counted out."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from hopecare.domain.urgency import Urgency

REPORTS_A_WHILE: Final = 20
"""Many people may stand behind one address: a centre, a school, a telephone company."""
A_WHILE: Final = timedelta(hours=1)


def is_let_in(urgency: Urgency, *, sent_lately: int) -> bool:
    """Say whether one more report is taken from a network that sent so many in a while."""
    return urgency is Urgency.CRISIS or sent_lately < REPORTS_A_WHILE
