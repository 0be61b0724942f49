"""What staff decide about a report."""

from __future__ import annotations

from enum import StrEnum

from hopecare.domain.calls import CallDirection, CallOutcome
from hopecare.domain.care_path import ReportEvent, ReportStatus
from hopecare.domain.urgency import Urgency
from hopecare.web.fields import Code, Day, Id, Note, Request, Words


class Waits(StrEnum):
    """Which reports the triage list shows."""

    NOW = "now"
    PARKED = "parked"
    ALL = "all"


class TriageFilter(Request):
    """Filters of the triage list."""

    waits = Code(Waits, load_default=Waits.NOW)
    urgency = Code(Urgency)
    status = Code(ReportStatus)
    area_id = Id()
    q = Words(longest=60)


class SetAsideRequest(Request):
    """Why a report is set aside, and what that reason asks for."""

    event = Code(ReportEvent, required=True)
    again_on = Day()
    centre_id = Id()


class TryRequest(Request):
    """One dated try to reach somebody."""

    direction = Code(CallDirection, required=True)
    outcome = Code(CallOutcome, required=True)
    note = Note(longest=2000)
    next_try_on = Day(future=True)


class JoinRequest(Request):
    """To whom a report belongs."""

    resident_id = Id(required=True)
