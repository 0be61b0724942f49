"""What is written down for staff alone: what they weighed, and what is kept to stand again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

WEIGHED: Final = frozenset({"against", "despite", "not_taken"})
"""What spoke against a referral, why it went all the same, and why a colleague said no.

The first says whether somebody seems to receive what the rules no longer grant them.
"""


PAID: Final = frozenset({"paid_minor", "paid_in"})
"""What an office paid until an objection, kept in case that stands: the referral itself tells it
to whoever may read it.
"""


def without_weighed(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Give what an entry of the timeline may tell outside the pages of staff."""
    return {name: fact for name, fact in facts.items() if name not in WEIGHED | PAID}
