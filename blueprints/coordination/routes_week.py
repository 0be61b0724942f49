"""What a supervisor looks at once a week: each number is counted by the list it leads to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from blueprints.coordination.door import blueprint
from hopecare.domain.check_in_times import WEEKDAYS
from hopecare.domain.due import DueKind, DueWhen, Whose
from hopecare.domain.matching.waiting import Waiting
from hopecare.domain.permissions import could_ever
from hopecare.language import N_
from hopecare.language.wordings import Text
from hopecare.queries.desk import silent_days
from hopecare.queries.seen_wordings import was_ever_seen
from hopecare.queries.town_days import town_by_id
from hopecare.queries.week_numbers import week_plan
from hopecare.web.choice_words import WORDS
from hopecare.web.counted import Counted, counted
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.listings.closings import CLOSINGS, WhichClosings
from hopecare.web.listings.desk import DESK, desk_clock
from hopecare.web.listings.referrals import REFERRALS, Which
from hopecare.web.listings.unmatched import UNMATCHED
from hopecare.web.listings.volunteers import VOLUNTEERS
from hopecare.web.pages import page
from hopecare.web.permits import permits
from hopecare.web.scopes import reading
from hopecare.web.tones import CRISIS, SOON

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.domain.digest import DigestPlan
    from hopecare.domain.identity import Identity
    from hopecare.web.listing import Listing


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekNumber:
    """One number of the week: its words, and the list with the filters by which it is counted."""

    label: str
    listing: Listing
    query: Mapping[str, str]
    tone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What belongs together on the page."""

    title: str
    icon: str
    numbers: tuple[WeekNumber, ...]


def _cases(label: str, tone: str | None = None, **query: str) -> WeekNumber:
    """Of the cases of the centre, whoever steers them."""
    return WeekNumber(
        label=label, listing=DESK, query={"whose": Whose.CENTRE.value} | query, tone=tone
    )


PARTS: Final = (
    Part(
        title=N_("Cases"),
        icon="folder2-open",
        numbers=(
            _cases(N_("Silent for %(days)s days"), SOON, silent="yes"),
            _cases(N_("Cases nobody steers"), SOON, whose=Whose.NOBODY.value),
            _cases(N_("With something overdue"), CRISIS, due=DueWhen.OVERDUE.value),
            WeekNumber(
                label=N_("Closings that wait for a second person"),
                listing=CLOSINGS,
                query={"which": WhichClosings.WAITS.value},
            ),
        ),
    ),
    Part(
        title=N_("Offices and the law"),
        icon="signpost-split",
        numbers=(
            WeekNumber(
                label=N_("Referrals past their answer day"),
                listing=REFERRALS,
                query={"which": Which.LATE.value},
                tone=SOON,
            ),
            _cases(
                N_("A day the law sets is over"),
                CRISIS,
                kind=DueKind.LEGAL_CLOCK.value,
                due=DueWhen.OVERDUE.value,
            ),
        ),
    ),
    Part(
        title=N_("Needs that lack somebody, by how long they wait"),
        icon="list-check",
        numbers=tuple(
            WeekNumber(label=label, listing=UNMATCHED, query={"waiting": age.value}, tone=tone)
            for age, label, tone in (
                (Waiting.TODAY, N_("Since today"), None),
                (Waiting.THIS_WEEK, N_("Less than a week"), None),
                (Waiting.LONGER, N_("A week and longer"), SOON),
            )
        ),
    ),
    Part(
        title=N_("Volunteers"),
        icon="person-heart",
        numbers=(
            WeekNumber(
                label=N_("Hold as many tasks as they wish to"),
                listing=VOLUNTEERS,
                query={"full": "yes"},
            ),
        ),
    ),
)


@blueprint.get("/digest/week")
@permits("dashboard.read")
def week() -> ResponseReturnValue:
    """Show the week's numbers of what this reader may see, as they stand now."""
    identity = current_identity()
    with reading() as session:
        days = silent_days(session, identity, desk_clock(current_reader()))
        found = [(part, _counted(session, identity, part, days)) for part in PARTS]
        town = town_by_id(session, identity.town_id)
        is_begun = was_ever_seen(session, town.id, Text.WEEK)
        plan = week_plan(session, town, on=current_reader().today, centre_id=identity.centre_id)
    return page(
        "coordination/week.html",
        sections=[each for each in found if each[1]],
        plan=plan,
        is_begun=is_begun,
        days=_days(plan),
    )


def _days(plan: DigestPlan) -> str:
    """Name the weekdays on which it may go; nothing for none."""
    reader = current_reader()
    named = [code for number, code in enumerate(WEEKDAYS) if number in plan.weekdays]
    return ", ".join(reader.say(WORDS[code]) for code in named)


def _counted(session: Session, identity: Identity, part: Part, days: int) -> list[Counted]:
    reader = current_reader()
    return [
        counted(
            session,
            each.listing,
            identity,
            each.query,
            label=reader.say(each.label, days=reader.count(days)),
            tone=each.tone,
        )
        for each in part.numbers
        if could_ever(identity, each.listing.permission)
    ]
