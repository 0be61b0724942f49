"""What staff weighed among themselves: it is written down for them, and tells nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

WEIGHED: Final = frozenset({"against", "despite", "not_taken"})
"""What spoke against a referral, why it went all the same, and why a colleague said no.

The first says whether somebody seems to receive what the rules no longer grant them.
"""


def without_weighed(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Give what an entry of the timeline may tell outside the pages of staff."""
    return {name: fact for name, fact in facts.items() if name not in WEIGHED}
