"""What the page of a case says of aid, of others' regular help, and of help that comes twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.aid import DoubleEnd
from hopecare.language import N_
from hopecare.queries.aid import sums_by_source
from hopecare.queries.other_helps import double_helps_of_case, other_helps_of_case, standing_helps
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.need_times import named_weekdays

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.double_help import DoubleHelp, RegularHelp
    from hopecare.language.reader import Reader
    from hopecare.queries.case_pages import CaseView
    from models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubleLine:
    """The same help twice, as it is said: what, on which days, who the two are."""

    double: DoubleHelp
    text: str
    our_need_id: UUID | None
    """Our own need among the two, which staff may change."""


def aid_values(session: Session, view: CaseView) -> tuple[Mapping[str, object], list[UUID]]:
    """Give the page of a case its sums by source, what others bring, and what comes twice.

    With it everybody else whom it names: the people of the same home who have a case too.
    """
    reader = current_reader()
    helps = other_helps_of_case(session, view.case.id)
    twice = double_helps_of_case(session, current_identity(), view.case.id, reader.today)
    doubles = twice.doubles if view.is_open else ()
    here = {each.case_id for double in doubles for each in (double.one, double.other)}
    values = {
        "aid_sums": sums_by_source(view.aid),
        "other_helps": standing_helps(helps, reader.today),
        "doubles": [double_line(each, twice.at_home, reader) for each in doubles],
        "is_of_many": view.is_open and twice.is_of_many,
        "days_of_week": lambda days: named_weekdays(days, reader),
        "settlements": [(each, reader.label(each)) for each in DoubleEnd],
    }
    return values, [person.id for key, person in twice.at_home.items() if key in here]


def double_line(double: DoubleHelp, at_home: Mapping[UUID, Person], reader: Reader) -> DoubleLine:
    """Say it: "Side dishes on Tue and Thu: our helper, and the church"; or on one day.

    What is written in the case of somebody else of the home says whose that is.
    """
    two = {"one": _who(double.one, at_home, reader), "other": _who(double.other, at_home, reader)}
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


def _who(help_: RegularHelp, at_home: Mapping[UUID, Person], reader: Reader) -> str:
    who = _body(help_, reader)
    other = None if help_.case_id is None else at_home.get(help_.case_id)
    if other is None:
        return who
    return reader.say(N_("%(who)s (for %(name)s, same home)"), who=who, name=other.full_name)


def _body(help_: RegularHelp, reader: Reader) -> str:
    if help_.is_once:
        return reader.say(N_("a need written down by us for that day"))
    return reader.say(N_("a need written down by us")) if help_.is_ours else help_.body
