"""Help that other bodies give."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from hopecare.domain.aid import ToldBy
from hopecare.domain.needs import NeedKind
from hopecare.services.note_other_help import HelpSeen, note_other_help
from hopecare.services.record_aid import Aid, record_aid
from models import AidGiven, Case, OtherHelp
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


def a_gift(session: Session, case: Case, **said: Any) -> AidGiven:
    """Write down rice from the centre, worth 30,000 won, given today."""
    values = {"given_on": TODAY, "what": "쌀", "source": "센터", "value_minor": 30_000, **said}
    return record_aid(session, case_id=case.id, aid=Aid(**values), by=BY, now=NOW)
