"""The board of referrals: a column a state, each card with what is owed, and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import url_for

from blueprints.casework.door import blueprint
from blueprints.casework.referral_words import named
from hopecare.domain.referral_board import COLUMNS, OVER
from hopecare.domain.referral_moves import OWES
from hopecare.domain.states import ReferralStatus
from hopecare.language import N_
from hopecare.queries.areas import centres
from hopecare.queries.desk import colleagues_with_cases
from hopecare.queries.people_at_a_glance import names_of
from hopecare.queries.referrals import organisations
from hopecare.web.first_rows import Cut, first_rows
from hopecare.web.forms import Form, read_query
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.listings.referrals import REFERRALS, has_moved, is_gone
from hopecare.web.pages import page
from hopecare.web.permits import permits
from hopecare.web.requests.referral_board import ReferralBoardFilter
from hopecare.web.scopes import reading
from hopecare.web.tones import tone_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from hopecare.language.reader import Reader
    from hopecare.web.first_rows import FirstRows

SHOWN: Final = 12
"""Cards of a column; its number leads to all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One referral on the board."""

    who: str
    service: str
    office: str
    waits: str
    due: str
    is_late: bool
    owner: str
    href: str
    is_gone: bool
    """Its service is no longer listed while somebody waits there."""
    has_moved: bool
    """Another office has its service now than the one that was sent it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardColumn:
    """One state with its first cards, how many there are, and the list of exactly those."""

    name: str
    title: str
    tone: str
    total: int
    href: str
    cards: Sequence[Card]


@blueprint.get("/referrals/board")
@permits("referral.read")
def referral_board() -> ResponseReturnValue:
    """Show every referral somebody still looks at, by how it stands."""
    reader, form = current_reader(), read_query(ReferralBoardFilter)
    with reading() as session:
        columns = _columns(session, form)
        offices = [(each.id, named(each, reader)) for each in organisations(session)]
        places = [(each.id, named(each, reader)) for each in centres(session)]
        people = colleagues_with_cases(session, current_identity())
    return page(
        "casework/referral_board.html",
        form=form,
        columns=columns,
        offices=offices,
        places=places,
        colleagues=[(each.id, each.full_name) for each in people],
    )


def _columns(session: Session, form: Form) -> list[BoardColumn]:
    """One statement a column, and one for the names of those who steer."""
    narrowed = {name: str(value) for name, value in form.data.items() if value}
    cut = Cut(limit=SHOWN)
    found = {
        status: first_rows(
            session, REFERRALS, current_identity(), narrowed | _query_of(status), cut=cut
        )
        for status in COLUMNS
    }
    rows = [row for first in found.values() for group in first.groups for row in group]
    owners = names_of(session, [row.Case.owner_id for row in rows])
    return [_column(status, first, owners) for status, first in found.items()]


def _query_of(status: ReferralStatus) -> dict[str, str]:
    return {"status": status.value} | ({"month": "yes"} if status in OVER else {})


def _column(status: ReferralStatus, first: FirstRows, owners: Mapping[UUID, str]) -> BoardColumn:
    reader = current_reader()
    words = N_("%(state)s, this month") if status in OVER else "%(state)s"
    return BoardColumn(
        name=status.value,
        title=reader.say(words, state=reader.label(status)),
        tone=tone_of(status),
        total=first.total,
        href=first.href,
        cards=[_card(row, owners, reader) for group in first.groups for row in group],
    )


def _card(row: Row[tuple[object, ...]], owners: Mapping[UUID, str], reader: Reader) -> Card:
    referral = row.Referral
    is_awaited = referral.status in OWES
    return Card(
        who=row.Person.full_name,
        service=named(row.Service, reader),
        office=named(row.Organisation, reader),
        waits=reader.say(N_("sent %(ago)s"), ago=reader.ago(referral.made_at)),
        due=_due(row, reader, is_awaited=is_awaited),
        is_late=is_awaited and referral.answer_due_on < reader.today,
        owner=owners.get(row.Case.owner_id, "") or reader.say(N_("Nobody yet")),
        href=url_for("casework.referral", referral_id=referral.id),
        is_gone=is_gone(row),
        has_moved=has_moved(row),
    )


def _due(row: Row[tuple[object, ...]], reader: Reader, *, is_awaited: bool) -> str:
    """What is to be known about it next: when an answer is due, or what came of it."""
    referral = row.Referral
    if is_awaited:
        is_late = referral.answer_due_on < reader.today
        if referral.status is ReferralStatus.ACCEPTED:
            words = N_("outcome was due %(ago)s") if is_late else N_("outcome due %(ago)s")
        else:
            words = N_("answer was due %(ago)s") if is_late else N_("answer due %(ago)s")
        return reader.say(words, ago=reader.ago(referral.answer_due_on))
    return reader.label(referral.outcome or referral.refusal_reason)
