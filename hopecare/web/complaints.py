"""What is wrong with one field: a stable code, and the numbers its sentence needs."""

from __future__ import annotations

from typing import Self


class Complaint(str):
    """A code that JSON shows as it is and that pages turn into a sentence."""

    __slots__ = ("facts",)
    facts: dict[str, object]

    def __new__(cls, code: str, **facts: object) -> Self:
        """Keep the facts beside the code."""
        complaint = super().__new__(cls, code)
        complaint.facts = facts
        return complaint
