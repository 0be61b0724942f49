"""By which way a check-in was asked: the one that was used, and the plan's where they differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.check_ins import AskedBy, way_of
from hopecare.language import N_

if TYPE_CHECKING:
    from hopecare.domain.channels import Channel
    from hopecare.language.reader import Reader
    from models import CheckInPlan


def way_words(plan: CheckInPlan, used: Channel | None, reader: Reader) -> str:
    """Say the way; a landline, for one, is rung where the plan says a text."""
    planned = reader.label(way_of(plan.asked_by, plan.channel))
    if used is None or used is plan.channel or plan.asked_by is not AskedBy.MACHINE:
        return planned
    return reader.say(
        N_("%(used)s (by the plan: %(planned)s)"), used=reader.label(used), planned=planned
    )
