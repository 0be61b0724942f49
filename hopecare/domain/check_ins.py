"""When somebody is asked how they are, and whose answer counts."""

from __future__ import annotations

from enum import StrEnum


class AnswererKind(StrEnum):
    """Whose answer stops the ladder; anybody else's is recorded and does not."""

    RESIDENT = "resident"
    CARER = "carer"
    EITHER = "either"
