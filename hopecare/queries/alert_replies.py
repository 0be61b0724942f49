"""The sentence that answers whoever was told of an alert: true at the moment it is said."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.alert_answers import AlertResult, result_for
from hopecare.domain.care_path import AlertStatus
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from hopecare.queries.alert_subjects import what_of
from hopecare.queries.alerts_told import went_on_from
from models import Person

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import Alert

TEXT_OF: Final[Mapping[AlertResult, Text]] = MappingProxyType(
    {
        AlertResult.YOURS: Text.ALERT_YOURS,
        AlertResult.TAKEN: Text.ALERT_TAKEN,
        AlertResult.ENDED: Text.ALERT_ENDED,
        AlertResult.PASSED_ON: Text.ALERT_PASSED_ON,
        AlertResult.NOBODY_LEFT: Text.ALERT_NOBODY_LEFT,
    }
)


def result_now(session: Session, alert: Alert, person_id: UUID) -> AlertResult:
    """Say what the answer of somebody who was told has come to."""
    if alert.status is not AlertStatus.RAISED:
        return result_for(alert.status, taker_id=alert.acknowledged_by_id, person_id=person_id)
    went_on = went_on_from(session, alert, person_id)
    return AlertResult.PASSED_ON if went_on else AlertResult.NOBODY_LEFT


def which_alerts(session: Session, alerts: Sequence[Alert], *, language: str) -> str:
    """Name each by its code and by what it is about."""
    return "; ".join(
        f"{each.code or ''} {what_of(session, each, language=language)}".strip() for each in alerts
    )


def words_for(session: Session, alert: Alert, result: AlertResult, *, language: str) -> Words:
    """Give the sentence of a result, with what the alert is about and who has it."""
    taker = session.get(Person, alert.acknowledged_by_id) if alert.acknowledged_by_id else None
    is_nameless = result is AlertResult.TAKEN and taker is None
    return Words(
        text=Text.ALERT_TAKEN_BY_SOMEBODY if is_nameless else TEXT_OF[result],
        values={
            "helper": taker.called if taker else "",
            "what": what_of(session, alert, language=language),
        },
    )
