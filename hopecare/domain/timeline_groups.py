"""Kinds of entry that are looked at together: what a reader may narrow a timeline to."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.timeline import EntryKind

if TYPE_CHECKING:
    from collections.abc import Mapping


class TimelineGroup(StrEnum):
    """One part of what happened."""

    PLAN = "plan"
    """The case itself, its needs and goals, aid, and crises."""
    REPORTS = "reports"
    CONTACT = "contact"
    """Calls, visits, check-ins, worries and alerts."""
    MESSAGES = "messages"
    OFFERS = "offers"
    """Who was asked, who helps, and weeks they cannot come."""
    OFFICES = "offices"
    """Referrals, applications, and what was shared."""
    CONSENTS = "consents"
    GAPS = "gaps"


_BEGINNINGS: Final[tuple[tuple[TimelineGroup, tuple[str, ...]], ...]] = (
    (TimelineGroup.REPORTS, ("report_",)),
    (
        TimelineGroup.OFFICES,
        ("referral_", "application_", "decision_", "sharing_", "receiver_", "pack_"),
    ),
    (
        TimelineGroup.PLAN,
        (
            "case_", "closing_", "need_", "goal_", "aid_", "other_help_", "double_", "crisis_",
        ),
    ),
    (
        TimelineGroup.CONTACT,
        (
            "call_", "reach_", "visit_", "worry_", "slot_", "check_ins_", "rung_", "ladder_",
            "alert_", "emergency_", "contact_safety_",
        ),
    ),
    (TimelineGroup.MESSAGES, ("message_", "reply_", "texts_")),
    (TimelineGroup.OFFERS, ("offer_", "wave_", "asking_", "task_", "backup_", "week_")),
    (TimelineGroup.CONSENTS, ("consent_",)),
    (TimelineGroup.GAPS, ("assessment_", "gap_")),
)  # fmt: skip


def _group_of(kind: EntryKind) -> TimelineGroup | None:
    """Say where a kind belongs by how its code begins; what is about records is in no part."""
    found = (group for group, begins in _BEGINNINGS if kind.value.startswith(begins))
    return next(found, None)


KINDS_OF: Final[Mapping[TimelineGroup, frozenset[EntryKind]]] = MappingProxyType(
    {
        group: frozenset(kind for kind in EntryKind if _group_of(kind) is group)
        for group in TimelineGroup
    }
)
