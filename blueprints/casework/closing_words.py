"""What the page of a proposal to close a case says: what is open, and what changed since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from flask import url_for

from hopecare.domain.closing_proposals import GOES_ON, StillOpen
from hopecare.web.listings.applications import programme_said
from models import Application

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from hopecare.language.reader import Reader
    from hopecare.queries.closing_proposals import OpenThing
    from models import ClosingProposal

WAYS: Final = {
    StillOpen.CRISIS: ("casework.crisis", "crisis_id"),
    StillOpen.ALERT: ("coordination.alert", "alert_id"),
    StillOpen.NEED: ("casework.ask", "need_id"),
    StillOpen.REFERRAL: ("casework.referral", "referral_id"),
    StillOpen.APPLICATION: ("casework.application", "application_id"),
    StillOpen.CALL: ("coordination.call_task", "task_id"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLine:
    """One line of the checklist, and whether it stood so when closing was proposed."""

    text: str
    href: str
    is_new: bool
    goes_on: bool
    """It does not end with the case."""


def open_lines(
    found: Collection[OpenThing], proposal: ClosingProposal | None, reader: Reader
) -> list[OpenLine]:
    """Say what is still open; without a proposal nothing of it is new."""
    before = None if proposal is None else frozenset(proposal.still_open)
    return [
        OpenLine(
            text=_said(each, reader),
            href=_way(each.kind, each.id),
            is_new=before is not None and each.code not in before,
            goes_on=each.kind in GOES_ON,
        )
        for each in found
    ]


def settled_since(found: Collection[OpenThing], proposal: ClosingProposal) -> int:
    """Count what was open when it was proposed and is over now."""
    now = {f"{each.kind.value}:{each.id}" for each in found}
    return len({code.rpartition(":")[0] for code in proposal.still_open} - now)


def _said(thing: OpenThing, reader: Reader) -> str:
    kind, named = reader.label(thing.kind), thing.named
    if isinstance(named, Application):
        return f"{kind}: {programme_said(named, reader)}"
    if named is not None:
        return f"{kind}: {named.name if reader.language == 'ko' else named.name_en}"
    return f"{kind}: {reader.label(thing.about)}" if thing.about is not None else kind


def _way(kind: StillOpen, row_id: UUID) -> str:
    endpoint, name = WAYS[kind]
    values: dict[str, Any] = {name: row_id}
    return url_for(endpoint, **values)
