"""Looks for what is well formed in a pack and yet likely wrong: every finding is a warning.

What makes a pack unusable is refused while it is read (`hopecare.reading.packs`); what stands here
is a question to its author, since published tables do contain wrong cells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.eligibility.checker.boundaries import missing_boundaries
from hopecare.domain.eligibility.checker.comparing import wrong_figures
from hopecare.domain.eligibility.checker.tables import odd_tables
from hopecare.domain.eligibility.checker.using import unused_words
from hopecare.domain.eligibility.checker.windows import windows_left_open

if TYPE_CHECKING:
    from hopecare.domain.eligibility.checker.finding import Finding
    from hopecare.domain.eligibility.pack import Pack

__all__ = ["suspicions"]


def suspicions(pack: Pack) -> list[Finding]:
    """Give everything in a pack that its author should look at."""
    return [
        *odd_tables(pack),
        *wrong_figures(pack),
        *unused_words(pack),
        *missing_boundaries(pack),
        *windows_left_open(pack),
    ]
