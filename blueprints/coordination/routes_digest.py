"""The morning's numbers as a page: each leads to exactly the rows it counts."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from flask import url_for

from blueprints.coordination.door import blueprint
from hopecare.domain.digest import DigestNumber, digest_time
from hopecare.extensions import desk
from hopecare.language.digest_words import LONG
from hopecare.language.wordings import Text
from hopecare.queries.digest import digest_numbers, digest_plan, find_digest
from hopecare.queries.seen_wordings import was_ever_seen
from hopecare.queries.town_days import town_by_id
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.pages import page
from hopecare.web.permits import permits
from hopecare.web.scopes import reading
from hopecare.web.town import current_town

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue

    from hopecare.language.reader import Reader

PLACES: Final[Mapping[DigestNumber, tuple[str, Mapping[str, str]]]] = MappingProxyType(
    {
        DigestNumber.ALERTS: ("coordination.alerts", {}),
        DigestNumber.REPORTS: ("coordination.triage", {}),
        DigestNumber.CHECK_INS: ("coordination.check_ins", {"not_clear": "yes"}),
        DigestNumber.CALLS: ("coordination.call_tasks", {"today": "yes"}),
        DigestNumber.REPLIES: ("coordination.replies", {}),
        DigestNumber.REFERRALS: ("casework.referrals", {"which": "late"}),
    }
)
"""The list of each number, with the filters by which it is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One number, in words, with the list behind it."""

    number: int
    words: str
    href: str


@blueprint.get("/digest")
@permits("dashboard.read")
def digest() -> ResponseReturnValue:
    """Show what the morning's text tells, as it stands now."""
    reader, identity, now = current_reader(), current_identity(), desk().clock()
    with reading() as session:
        town = town_by_id(session, current_town().id)
        plan = digest_plan(session, town, on=reader.today, centre_id=identity.centre_id)
        told = find_digest(session, identity.person_id, on=reader.today)
        is_begun = was_ever_seen(session, town.id, Text.DIGEST)
        numbers = digest_numbers(session, identity, zone=town.zone, on=reader.today, now=now)
    return page(
        "coordination/digest.html",
        lines=[_line(each, number, reader) for each, number in numbers.items()],
        plan=plan,
        is_a_day=digest_time(plan, day=reader.today, zone=town.zone) is not None,
        told=told,
        is_begun=is_begun,
    )


def _line(which: DigestNumber, number: int, reader: Reader) -> Line:
    endpoint, query = PLACES[which]
    href = url_for(endpoint, **dict[str, Any](query))
    return Line(number=number, words=reader.say(LONG[which]), href=href)
