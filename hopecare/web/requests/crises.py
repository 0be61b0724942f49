"""What is written about a crisis: who is responsible, who was rung, what help came, the check."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from hopecare.domain.crises import AfterCheck, EmergencyOutcome, RungBy
from hopecare.services.record_emergency import Emergency
from hopecare.web.fields import Code, Day, Id, Note, Request, Ticked, TimeOfDay, Words

if TYPE_CHECKING:
    from collections.abc import Mapping


class OpenCrisisRequest(Request):
    """What has happened, and who is responsible until the all-clear."""

    words = Note(longest=2000, required=True)
    responsible_id = Id(required=True)


class RecordEmergencyRequest(Request):
    """Which number was rung, when, by whom, who was told, and what came of it."""

    number = Words(longest=20, required=True)
    rung_on = Day(past=True, required=True)
    rung_at = TimeOfDay(required=True)
    rung_by = Code(RungBy, required=True)
    outcome = Code(EmergencyOutcome, required=True)
    words = Note(longest=2000)


class CrisisHelpRequest(Request):
    """What help came first, on which day; the day of the check, if an office named one."""

    words = Note(longest=2000, required=True)
    helped_on = Day(past=True, required=True)
    due_on = Day(future=True)


class AfterCheckRequest(Request):
    """What the check came to."""

    result = Code(AfterCheck, required=True)
    checked_on = Day(past=True, required=True)


class HandOnRequest(Request):
    """Who is asked to take it over."""

    to_id = Id(required=True)


class AnswerHandOverRequest(Request):
    """Whether they take it over."""

    accepts = Ticked()


class EndCrisisRequest(Request):
    """How anybody knows that they are safe."""

    words = Note(longest=2000, required=True)


def emergency_from(data: Mapping[str, Any], zone: str) -> Emergency:
    """Turn what was read into a service that was rung, at an hour of the town's clock."""
    return Emergency(
        number=data["number"],
        rung_at=datetime.combine(data["rung_on"], data["rung_at"], ZoneInfo(zone)),
        rung_by=data["rung_by"],
        outcome=data["outcome"],
        words=data["words"],
    )
