"""Help that other bodies give."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from hopecare.domain.aid import ToldBy
from hopecare.domain.needs import NeedKind
from hopecare.services.note_other_help import HelpSeen, note_other_help
from models import Case, OtherHelp
from tests.factories.cases import BY
from tests.factories.towns import NOW, TODAY


def an_other_help(
    session: Session,
    case: Case,
    *,
    days: Sequence[str] = ("tue",),
    who: str = "성당 나눔회",
    kind: NeedKind = NeedKind.SIDE_DISHES,
) -> OtherHelp:
    """Another body's help to one home, on these days of every week."""
    seen = HelpSeen(
        kind=kind,
        weekdays=days,
        who=who,
        from_on=TODAY,
        told_by=ToldBy.RESIDENT,
        told_on=TODAY,
    )
    return note_other_help(session, case_id=case.id, seen=seen, by=BY, now=NOW)
