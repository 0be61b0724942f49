"""What the page of a case says of aid, of others' regular help, and of help that comes twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.aid import DoubleEnd
from hopecare.language import N_
from hopecare.queries.aid import sums_by_source
from hopecare.queries.other_helps import double_helps_of_case, other_helps_of_case, standing_helps
from hopecare.web.language import current_reader
from hopecare.web.need_times import named_weekdays

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.double_help import DoubleHelp, RegularHelp
    from hopecare.language.reader import Reader
    from hopecare.queries.case_pages import CaseView


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubleLine:
    """The same help twice, as it is said: what, on which days, who the two are."""

    double: DoubleHelp
    text: str
    our_need_id: UUID | None
    """Our own need among the two, which staff may change."""


def aid_values(session: Session, view: CaseView) -> Mapping[str, object]:
    """Give the page of a case its sums by source, what others bring, and what comes twice."""
    reader = current_reader()
    helps = other_helps_of_case(session, view.case.id)
    doubles = double_helps_of_case(session, view.case.id, reader.today)
    who = {each.id: each.who for each in helps}
    return {
        "aid_sums": sums_by_source(view.aid),
        "other_helps": standing_helps(helps, reader.today),
        "doubles": [double_line(each, who, reader) for each in doubles] if view.is_open else [],
        "days_of_week": lambda days: named_weekdays(days, reader),
        "settlements": [(each, reader.label(each)) for each in DoubleEnd],
    }


def double_line(double: DoubleHelp, who: Mapping[UUID, str], reader: Reader) -> DoubleLine:
    """Say it: "Side dishes on Tue and Thu: our helper, and the church"; or on one day."""
    two = {"one": _who(double.one, who, reader), "other": _who(double.other, who, reader)}
    what = reader.label(double.one.kind)
    if double.day is None:
        days = named_weekdays(double.weekdays, reader)
        every_week = N_("%(what)s, every week on %(days)s: %(one)s and %(other)s")
        said = reader.say(every_week, what=what, days=days, **two)
    else:
        once = N_("%(what)s on %(day)s: %(one)s, and every week %(other)s")
        said = reader.say(once, what=what, day=reader.day(double.day), **two)
    ours = next((each.row_id for each in (double.one, double.other) if each.is_ours), None)
    return DoubleLine(double=double, text=said, our_need_id=ours)


def _who(help_: RegularHelp, who: Mapping[UUID, str], reader: Reader) -> str:
    if help_.is_once:
        return reader.say(N_("a need written down by us for that day"))
    if help_.is_ours:
        return reader.say(N_("a need written down by us"))
    return who.get(help_.row_id, "")
