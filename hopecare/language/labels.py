"""What each code is called on screens, in texts and in calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.language import (
    labels_of_aid,
    labels_of_applications,
    labels_of_care,
    labels_of_checks,
    labels_of_closings,
    labels_of_desk,
    labels_of_directory,
    labels_of_eligibility,
    labels_of_goals,
    labels_of_matching,
    labels_of_messages,
    labels_of_people,
    labels_of_referrals,
    labels_of_timeline,
    labels_of_timeline_groups,
    labels_of_weeks,
    translator,
)

if TYPE_CHECKING:
    from enum import Enum

_AREAS: Final = (
    labels_of_applications,
    labels_of_aid,
    labels_of_care,
    labels_of_checks,
    labels_of_closings,
    labels_of_desk,
    labels_of_directory,
    labels_of_eligibility,
    labels_of_goals,
    labels_of_matching,
    labels_of_messages,
    labels_of_people,
    labels_of_referrals,
    labels_of_timeline,
    labels_of_timeline_groups,
    labels_of_weeks,
)
LABELS: Final = {
    (type(member), member): sentence for area in _AREAS for member, sentence in area.LABELS
}


def label(language: str, member: Enum, *, for_staff: bool = False) -> str:
    """Say what a code is called; a code without a label is refused."""
    said: str = translator(language, for_staff=for_staff).gettext(LABELS[type(member), member])
    return said


def has_label(member: Enum) -> bool:
    """Say whether a code can be said at all."""
    return (type(member), member) in LABELS
