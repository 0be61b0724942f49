"""Whatever happens on the care path is told to other systems, or is left out for a reason."""

from __future__ import annotations

from typing import Final

import pytest

from hopecare.domain.events import EVENTS, EventName
from hopecare.domain.timeline import EntryKind

K = EntryKind

LEFT_OUT: Final[dict[str, tuple[EntryKind, ...]]] = {
    "a record that is kept well, read where it is needed; no step of the care path": (
        K.REACH_TRIED, K.RESIDENT_CHANGED, K.RESIDENTS_MERGED, K.MERGE_UNDONE,
        K.CONTACT_POINT_CHANGED, K.OTHER_CONTACT_CHANGED, K.HOUSEHOLD_CHANGED, K.HOUSEHOLD_MEASURED,
        K.CENTRE_CHANGED, K.CALL_LOGGED, K.GAP_NOTED, K.RECORD_EXPORTED, K.RECORD_ERASED,
    ),
    "of a person's safety: it is for those who write and ring, nobody else": (
        K.CONTACT_SAFETY_SET, K.CONTACT_SAFETY_ENDED,
    ),
    "between two people of the staff, or a plan of theirs; `case.closed` tells what came of it": (
        K.CLOSING_PROPOSED, K.CLOSING_APPROVED, K.CLOSING_SENT_BACK, K.CLOSING_WITHDRAWN,
        K.CASE_REVIEWED, K.GOAL_SET, K.GOAL_CHANGED, K.GOAL_REACHED, K.GOAL_GIVEN_UP,
        K.CALL_TASK_PUT_OFF, K.WORRY_SETTLED,
    ),
    "how neighbours are asked, wave after wave: each offer is told by itself": (
        K.WAVE_UNFILLED, K.ASKING_RESUMED,
    ),
    "how check-ins are asked, step by step: what came of one is told": (
        K.CHECK_INS_PLANNED, K.CHECK_INS_PAUSED, K.CHECK_INS_RESUMED, K.CHECK_INS_CHANGED,
        K.CHECK_INS_STOPPED, K.SLOT_ASKED, K.SLOT_NOT_ASKED, K.SLOT_CANCELLED, K.REPLY_RECEIVED,
        K.RUNG_CLIMBED, K.RUNG_SKIPPED, K.RUNG_ANSWERED, K.LADDER_STOPPED,
    ),
    "of a text, not of the care": (
        K.MESSAGE_PROMISED, K.MESSAGE_STOPPED, K.MESSAGE_HELD, K.MESSAGE_EXPIRED,
        K.MESSAGE_UNDELIVERED, K.TEXTS_STOPPED, K.TEXTS_RESUMED,
    ),
    "a link is between us and one office": (K.RECEIVER_LINK_MADE, K.RECEIVER_LINK_REVOKED),
    "of a volunteer's own record, not of anybody's care": (
        K.VOLUNTEER_JOINED, K.VOLUNTEER_CHANGED, K.VOLUNTEER_AWAY, K.VOLUNTEER_BACK,
        K.VOLUNTEER_SUSPENDED, K.VOLUNTEER_REINSTATED, K.VOLUNTEER_LEFT, K.CHECK_RECORDED,
    ),
}  # fmt: skip


def test_each_kind_is_told_or_left_out_and_never_both():
    left_out = [kind for kinds in LEFT_OUT.values() for kind in kinds]
    assert len(left_out) == len(set(left_out))
    assert set(EVENTS).isdisjoint(left_out)
    assert set(EVENTS) | set(left_out) == set(EntryKind)


def test_every_name_is_told_by_something():
    assert set(EVENTS.values()) == set(EventName)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (K.TASK_STOPPED, "task.stopped"),
        (K.OFFER_STOOD_DOWN, "offer.stood_down"),
        (K.OFFER_SAID_YES_LATE, "offer.said_yes_late"),
        (K.NEED_REOPENED, "need.reopened"),
        (K.CONSENT_EXPIRED, "consent.expired"),
        (K.DEATH_RECORDED, "death.recorded"),
        (K.DEATH_UNDONE, "death.undone"),
        (K.WEEK_MISSED, "week.missed"),
        (K.WEEK_TAKEN, "week.taken"),
        (K.WEEK_UNFILLED, "week.unfilled"),
        (K.WEEK_CALLED_OFF, "week.called_off"),
        (K.BACKUP_NAMED, "backup.named"),
        (K.BACKUP_ENDED, "backup.ended"),
        (K.CALL_TASK_CANCELLED, "call_task.cancelled"),
        (K.REPORT_JOIN_UNDONE, "report.join_undone"),
        (K.REPORT_REOPENED, "report.reopened"),
    ],
)
def test_how_a_step_ends_has_a_name(kind, name):
    assert EVENTS[kind].value == name
