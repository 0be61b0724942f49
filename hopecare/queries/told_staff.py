"""Who was told of an alert, of whatever centre: they may read that alert, and act on it.

What became of the words is another matter: who is to be told may act before they arrive.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select
from sqlalchemy.orm import aliased

from hopecare.domain.delivery import MessageKind
from models import Message

if TYPE_CHECKING:
    from sqlalchemy import Subquery

# Under a name of its own: a list that joins messages itself must not capture it.
_Words = aliased(Message, name="told_words")


def _told() -> Subquery:
    """Keyholders are asked in words of this kind as well, which name no alert."""
    told = select(_Words.alert_id.label("row_id"), _Words.to_person_id.label("person_id"))
    of_alerts = told.where(_Words.kind == MessageKind.ALERT, _Words.alert_id.is_not(None))
    return of_alerts.subquery("told_staff")


TOLD_OF_ALERTS: Final = _told()
"""Each alert with each who was told of it: columns `row_id` and `person_id`."""
