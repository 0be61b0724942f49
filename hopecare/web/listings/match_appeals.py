"""The list of what was said against proposals and askings, what waits for a look first."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from flask import url_for
from sqlalchemy import select

from hopecare.domain.matching.proposals import AppealReason
from hopecare.language import N_
from hopecare.queries.visibility import visible
from hopecare.web.fields import Code, Request
from hopecare.web.listing import Column, Key, Listing, register
from hopecare.web.tones import GOOD, SOON
from models import MatchAppeal, Need, Person

if TYPE_CHECKING:
    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.language.reader import Reader


class SaidBy(StrEnum):
    """Who said it."""

    VOLUNTEER = "volunteer"
    STAFF = "staff"


class Looked(StrEnum):
    """Whether a person has looked at it."""

    WAITS = "waits"
    DONE = "done"


LOOKED: Final = {Looked.WAITS: N_("Waits for a look"), Looked.DONE: N_("Looked at")}
SAID_BY: Final = {SaidBy.VOLUNTEER: N_("The volunteer"), SaidBy.STAFF: N_("Staff")}


class MatchAppealsFilter(Request):
    """What the list may be narrowed by."""

    said_by = Code(SaidBy)
    looked = Code(Looked)
    reason = Code(AppealReason)


def _source(
    _session: Session, identity: Identity, wanted: dict[str, Any]
) -> Select[*tuple[Any, ...]]:
    asked: Select[*tuple[Any, ...]] = (
        select(MatchAppeal, Need, Person)
        .join(Need, Need.id == MatchAppeal.need_id)
        .join(Person, Person.id == MatchAppeal.helper_id)
        .where(visible("offer.make", identity, MatchAppeal))
    )
    if wanted.get("said_by"):
        asked = asked.where(MatchAppeal.by_staff.is_(wanted["said_by"] is SaidBy.STAFF))
    if wanted.get("looked") is Looked.WAITS:
        asked = asked.where(MatchAppeal.settled_at.is_(None))
    if wanted.get("looked") is Looked.DONE:
        asked = asked.where(MatchAppeal.settled_at.is_not(None))
    if wanted.get("reason"):
        asked = asked.where(MatchAppeal.reason == wanted["reason"])
    return asked


def _who(row: Row[Any], reader: Reader) -> str:
    return reader.say(SAID_BY[SaidBy.STAFF if row.MatchAppeal.by_staff else SaidBy.VOLUNTEER])


def _stands(row: Row[Any], reader: Reader) -> str:
    return reader.say(LOOKED[Looked.DONE if row.MatchAppeal.settled_at else Looked.WAITS])


MATCH_APPEALS = register(
    Listing(
        name="match_appeals",
        title=N_("What does not suit"),
        permission="offer.make",
        endpoint="coordination.match_appeals",
        filters=MatchAppealsFilter,
        source=_source,
        order=(Key(MatchAppeal.made_at, descending=True), Key(MatchAppeal.id)),
        columns=(
            Column(
                "volunteer",
                N_("Volunteer"),
                lambda row, _reader: row.Person.full_name,
                link=lambda row: url_for("coordination.match_appeal", appeal_id=row.MatchAppeal.id),
            ),
            Column("said_by", N_("Said by"), _who),
            Column(
                "reason",
                N_("What does not suit"),
                lambda row, reader: reader.label(row.MatchAppeal.reason),
            ),
            Column("kind", N_("Kind of help"), lambda row, reader: reader.label(row.Need.kind)),
            Column(
                "stands",
                N_("Stands"),
                _stands,
                tone=lambda row: GOOD if row.MatchAppeal.settled_at else SOON,
            ),
            Column("at", N_("When"), lambda row, reader: reader.moment(row.MatchAppeal.made_at)),
        ),
        people=lambda row: [row.Person.id],
        empty=N_("Nobody has said that something does not suit."),
    )
)
