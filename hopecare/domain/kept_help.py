"""Which help until a decision ends with it, and which goes on, as somebody chose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpChoice:
    """What was chosen; help that nobody was asked about ends with the decision."""

    offered: frozenset[UUID] | None = frozenset()
    """The needs that were asked about; None stands for all there are."""
    ends: frozenset[UUID] = frozenset()

    def keeps(self, need_id: UUID) -> bool:
        """Say whether this help was left out of what ends."""
        was_asked = self.offered is None or need_id in self.offered
        return was_asked and need_id not in self.ends


NOBODY_ASKED: Final = HelpChoice()
