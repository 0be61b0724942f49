"""Making two records of one person one: what is chosen, what stands in the way, what undoes it."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.timeline import EntryKind

if TYPE_CHECKING:
    from collections.abc import Mapping


class MergeField(StrEnum):
    """What is said once of a person, so that one record's word has to stand."""

    FULL_NAME = "full_name"
    CALLED = "called"
    ROMANISED = "romanised"
    BIRTH_ON = "birth_on"
    SEX = "sex"
    LANGUAGE = "language"
    NOTE = "note"
    HOME = "home"
    PHONE = "phone"
    """Which numbers are tried first; every number is kept."""


WORDS: Final[Mapping[MergeField, tuple[str, ...]]] = MappingProxyType(
    {
        MergeField.FULL_NAME: ("full_name", "sort_name"),
        MergeField.CALLED: ("called",),
        MergeField.ROMANISED: ("romanised",),
        MergeField.BIRTH_ON: ("birth_on", "age_band"),
        MergeField.SEX: ("sex",),
        MergeField.LANGUAGE: ("language",),
        MergeField.NOTE: ("note",),
        MergeField.HOME: ("area_id",),
    }
)
"""The columns of a person that follow each choice."""


class Obstacle(StrEnum):
    """Why two records are not merged; each is something a person settles first."""

    ONE_HAS_DIED = "one_has_died"
    """Everything planned for the other has to stop by `record_death`, with its calls."""
    LEGAL_HOLD = "legal_hold"
    HOLDS_MERGED = "holds_merged"
    """Others lead to the second already: the first and the second change places."""
    TWO_VOLUNTEERS = "two_volunteers"
    TWO_ACCOUNTS = "two_accounts"
    IS_STAFF = "is_staff"
    KNOW_EACH_OTHER = "know_each_other"
    """One is written down as the other's relative, contact or helper: they are two people."""
    CONSENT_DIFFERS = "consent_differs"
    """One record says no to what goes on in the other."""
    REFUSED_HELPER_HELPS = "refused_helper_helps"
    """One record refuses a volunteer who helps the other, or is asked to."""
    TWO_LIVE_CASES = "two_live_cases"
    """A resident has one live case: whoever leads them decides which goes on."""
    NO_PLAN_CHOSEN = "no_plan_chosen"


class UndoObstacle(StrEnum):
    """Why a merge is not taken back."""

    BUILT_ON = "built_on"
    """Something was decided about the one person since."""


_OF_A_CASE: Final = (
    EntryKind.CASE_CLOSED,
    EntryKind.CASE_REVIEWED,
    EntryKind.NEED_ADDED,
    EntryKind.NEED_CHANGED,
    EntryKind.NEED_MET,
    EntryKind.NEED_ENDED,
    EntryKind.NEED_REOPENED,
    EntryKind.OFFER_MADE,
    EntryKind.OFFER_ACCEPTED,
    EntryKind.OFFER_DECLINED,
    EntryKind.OFFER_LAPSED,
    EntryKind.OFFER_STOOD_DOWN,
    EntryKind.OFFER_SAID_YES_LATE,
    EntryKind.WAVE_UNFILLED,
    EntryKind.ASKING_RESUMED,
    EntryKind.TASK_STARTED,
    EntryKind.TASK_HANDED_BACK,
    EntryKind.TASK_FINISHED,
    EntryKind.TASK_STOPPED,
    EntryKind.VISIT_LOGGED,
    EntryKind.WORRY_RAISED,
    EntryKind.WORRY_SETTLED,
    EntryKind.AID_GIVEN,
    EntryKind.AID_TAKEN_BACK,
)
_OF_A_DAY: Final = (
    EntryKind.SLOT_ASKED,
    EntryKind.SLOT_ANSWERED,
    EntryKind.SLOT_HELP_ASKED,
    EntryKind.SLOT_SILENT,
    EntryKind.SLOT_NOT_ASKED,
    EntryKind.SLOT_CLEARED,
    EntryKind.SLOT_CANCELLED,
    EntryKind.CONSENT_EXPIRED,
    EntryKind.REPLY_RECEIVED,
    EntryKind.RUNG_CLIMBED,
    EntryKind.RUNG_SKIPPED,
    EntryKind.RUNG_ANSWERED,
    EntryKind.LADDER_STOPPED,
    EntryKind.ALERT_RAISED,
    EntryKind.ALERT_ACKNOWLEDGED,
    EntryKind.ALERT_RESOLVED,
    EntryKind.CALL_LOGGED,
    EntryKind.CALL_TASK_OPENED,
    EntryKind.CALL_TASK_DONE,
    EntryKind.CALL_TASK_CANCELLED,
    EntryKind.CALL_TASK_PUT_OFF,
    EntryKind.EMERGENCY_CALLED,
    EntryKind.MESSAGE_PROMISED,
    EntryKind.MESSAGE_STOPPED,
    EntryKind.MESSAGE_HELD,
    EntryKind.MESSAGE_EXPIRED,
    EntryKind.MESSAGE_UNDELIVERED,
)
NOT_BUILT_ON: Final = frozenset((*_OF_A_CASE, *_OF_A_DAY))
"""What may happen after a merge and still let it be undone: each hangs from a case, a plan or a
day, and goes back with it. A consent, a new case, a changed name or a death does not."""
