"""What the page of an alert may lead its reader to: whoever was told of it alone sees no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.open_rows import Named, open_rows
from models import Alert, CallTask, Case, CheckInSlot, InboundMessage, Message, Need, Person, Report

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.queries.alert_pages import AlertView
    from hopecare.queries.message_pages import MessageView


def links_of_alert(session: Session, identity: Identity, view: AlertView) -> frozenset[UUID]:
    """Give the ids of what hangs from an alert and is open to this reader."""
    alert = view.alert
    words = [said.message.id for rung in view.rungs for said in rung.words]
    named = (
        Named("resident.read", Person, [alert.person_id]),
        Named("case.read", Case, [alert.case_id]),
        Named("check_in.read", CheckInSlot, [alert.slot_id]),
        Named("report.read", Report, [alert.report_id]),
        Named("reply.read", InboundMessage, [view.unread_id]),
        Named("message.read", Message, [*words, *(text.id for text in view.texts)]),
        Named("call_task.read", CallTask, [call.id for call in view.calls]),
    )
    return open_rows(session, identity, named)


def links_of_message(session: Session, identity: Identity, view: MessageView) -> frozenset[UUID]:
    """Give the ids of what a text or call is about and is open to this reader."""
    message = view.message
    named = (
        Named("check_in.read", CheckInSlot, [message.slot_id]),
        Named("alert.read", Alert, [message.alert_id]),
        Named("offer.make", Need, [view.need_id]),
        Named("case.read", Case, [message.case_id]),
    )
    return open_rows(session, identity, named)
