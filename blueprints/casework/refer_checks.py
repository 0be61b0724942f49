"""What the form that refers shows of the checks: findings, whom to ring first, what refuses it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from blueprints.casework.check_words import findings_shown
from hopecare.domain.referral_checks import ASK_FIRST, DespiteReason, to_answer
from hopecare.domain.service_facts import CapacityState, HeardBy
from hopecare.errors import AskCapacityFirstError
from hopecare.queries.capacity_calls import capacity_calls
from hopecare.queries.office_phones import office_phone
from hopecare.queries.referral_checks import checks_before

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.errors import SpeaksAgainstError
    from hopecare.language.reader import Reader
    from hopecare.queries.referral_sheets import SharedFacts
    from hopecare.web.forms import Form
    from models import Organisation, Service

NOTHING: Mapping[str, Any] = {"checks": (), "doubts": (), "asks_first": False, "call": None}


def checks_shown(
    session: Session,
    shared: SharedFacts,
    service: tuple[Service, Organisation] | None,
    reader: Reader,
    *,
    now: datetime,
) -> dict[str, Any]:
    """Check the chosen service for this case, and say it to whoever sends."""
    if service is None:
        return dict(NOTHING)
    checks = checks_before(session, shared.case, service[0].id, now=now)
    doubts = to_answer(checks)
    calls = capacity_calls(session, service[0].id, case_id=shared.case.id)
    return {
        "checks": findings_shown(checks, shared.resident.full_name, reader),
        "doubts": sorted(doubts),
        "asks_first": bool(doubts & ASK_FIRST),
        "call": next(iter(calls), None),
        "office_phone": office_phone(session, *service) if doubts & ASK_FIRST else None,
        "DespiteReason": DespiteReason,
        "CapacityState": CapacityState,
        "HeardBy": HeardBy,
    }


def refuse_held(form: Form, error: SpeaksAgainstError) -> Form:
    """Say beside the form why nothing was sent: unanswered, or not what was looked at."""
    if form.data.get("despite_reason"):
        return form.refuse("_seen", "checks_changed")
    asks = isinstance(error, AskCapacityFirstError)
    return form.refuse("despite_reason", "ask_capacity_first" if asks else "speaks_against")
