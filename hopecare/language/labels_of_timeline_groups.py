"""Labels of the parts of a timeline. Data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.timeline_groups import TimelineGroup
from hopecare.language import N_

if TYPE_CHECKING:
    from enum import Enum

LABELS: Final[list[tuple[Enum, str]]] = [
    (TimelineGroup.PLAN, N_("Case and plan")),
    (TimelineGroup.REPORTS, N_("About reports")),
    (TimelineGroup.CONTACT, N_("Calls and visits")),
    (TimelineGroup.MESSAGES, N_("About messages")),
    (TimelineGroup.OFFERS, N_("Who was asked, who helps")),
    (TimelineGroup.OFFICES, N_("To and from offices")),
    (TimelineGroup.CONSENTS, N_("Yes and no")),
    (TimelineGroup.GAPS, N_("About missed benefits")),
]
