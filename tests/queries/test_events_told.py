"""What staff weighed among themselves is told to no other system."""

from __future__ import annotations

from uuid import uuid4

from hopecare.domain.timeline import EntryKind
from hopecare.queries.events import told_of
from models import TimelineEntry
from tests.factories.towns import NOW


def test_an_event_tells_neither_what_spoke_against_nor_why_somebody_said_no():
    facts: dict[str, str | int | None] = {
        "programme": "x",
        "against": "received_already",
        "despite": "cannot_wait",
    }
    for kind, more in (
        (EntryKind.REFERRAL_MADE, {}),
        (EntryKind.CASE_NOT_TAKEN_OVER, {"not_taken": "too_many_cases"}),
    ):
        entry = TimelineEntry(
            id=uuid4(),
            town_id=uuid4(),
            kind=kind,
            at=NOW,
            by="system:test",
            place=1,
            facts={**facts, **more},
        )
        assert told_of(entry, "https://care.example.org")["data"]["facts"] == {"programme": "x"}
