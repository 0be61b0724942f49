"""The list of crises: who has no all-clear yet, and whose help is still to be checked."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, cast

from flask import url_for
from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from hopecare.domain.clocks import ClockKind
from hopecare.language import N_
from hopecare.queries.crises import is_nobodys_crisis
from hopecare.queries.visibility import visible
from hopecare.web.fields import Code, Request, Ticked
from hopecare.web.language import current_reader
from hopecare.web.listing import Column, Key, Listing, register
from hopecare.web.listings.shared_columns import DISTRICT
from hopecare.web.tones import CRISIS, GOOD, SOON
from models import Area, Crisis, LegalClock, Person

if TYPE_CHECKING:
    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.language.reader import Reader

_Responsible = aliased(Person, name="responsible")


GONE: Final = N_("Nobody: the account of %(name)s is closed")


class WhichCrises(StrEnum):
    """Which crises a reader wants to see."""

    OPEN = "open"
    TO_CHECK = "to_check"
    OVER = "over"
    ALL = "all"


WHICH: Final = {
    WhichCrises.OPEN: N_("without an all-clear"),
    WhichCrises.TO_CHECK: N_("help is still to be checked"),
    WhichCrises.OVER: N_("with an all-clear"),
    WhichCrises.ALL: N_("all of them"),
}


class CrisesFilter(Request):
    """What the list of crises may be narrowed by."""

    which = Code(WhichCrises)
    mine = Ticked()


def _source(_session: Session, identity: Identity, wanted: dict[str, Any]) -> Select[Any]:
    runs = and_(
        LegalClock.crisis_id == Crisis.id,
        LegalClock.kind == ClockKind.AFTER_CHECK,
        LegalClock.ended_at.is_(None),
    )
    is_nobodys = is_nobodys_crisis().label("is_nobodys")
    every = (
        select(Crisis, Person, Area, LegalClock, _Responsible, is_nobodys)
        .join(Person, Person.id == Crisis.person_id)
        .join(_Responsible, _Responsible.id == Crisis.responsible_id)
        .outerjoin(Area, Area.id == Person.area_id)
        .outerjoin(LegalClock, runs)
        .where(visible("crisis.read", identity, Crisis))
    )
    asked = _of_which(cast("Select[Any]", every), wanted.get("which") or WhichCrises.OPEN)
    if wanted.get("mine"):
        asked = asked.where(Crisis.responsible_id == identity.person_id)
    return asked


def _of_which(asked: Select[Any], which: WhichCrises) -> Select[Any]:
    match which:
        case WhichCrises.OPEN:
            return asked.where(Crisis.ended_at.is_(None))
        case WhichCrises.TO_CHECK:
            return asked.where(LegalClock.id.is_not(None))
        case WhichCrises.OVER:
            return asked.where(Crisis.ended_at.is_not(None))
        case WhichCrises.ALL:
            return asked


def _stands(row: Row[Any], reader: Reader) -> str:
    if row.Crisis.ended_as is not None:
        return reader.label(row.Crisis.ended_as)
    return reader.say(N_("No all-clear yet"))


def who_is_responsible(row: Row[Any], reader: Reader) -> str:
    """Name them, or say that they have left and nobody is."""
    name = row.responsible.full_name
    return reader.say(GONE, name=name) if row.is_nobodys else name


def _is_late(row: Row[Any]) -> bool:
    return row.LegalClock is not None and row.LegalClock.due_on < current_reader().today


CRISES = register(
    Listing(
        name="crises",
        title=N_("Crises"),
        permission="crisis.read",
        endpoint="casework.crises",
        filters=CrisesFilter,
        source=_source,
        order=(Key(Crisis.opened_at), Key(Crisis.id)),
        columns=(
            Column(
                "resident",
                N_("Resident"),
                lambda row, _reader: row.Person.full_name,
                link=lambda row: url_for("casework.crisis", crisis_id=row.Crisis.id),
            ),
            Column(
                "stands",
                N_("Stands"),
                _stands,
                tone=lambda row: CRISIS if row.Crisis.ended_at is None else GOOD,
            ),
            Column(
                "responsible",
                N_("Responsible"),
                who_is_responsible,
                tone=lambda row: CRISIS if row.is_nobodys else None,
            ),
            Column(
                "since",
                N_("Since"),
                lambda row, reader: reader.moment(row.Crisis.opened_at),
            ),
            Column(
                "check_due",
                N_("Check due"),
                lambda row, reader: reader.day(row.LegalClock.due_on) if row.LegalClock else "",
                tone=lambda row: SOON if _is_late(row) else None,
                is_day=True,
            ),
            DISTRICT,
        ),
        people=lambda row: [row.Person.id],
        empty=N_("No crisis here. A crisis is opened on the page of a case."),
    )
)
