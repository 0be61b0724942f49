"""The list of referrals: what an office still owes an answer, the day it is due first."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, cast

from flask import url_for
from sqlalchemy import and_, or_, select

from hopecare.domain.care_path import REFERRAL, ReferralStatus
from hopecare.domain.codes import read_signs
from hopecare.domain.referral_moves import OWES
from hopecare.language import N_
from hopecare.queries.check_in_board import day_in
from hopecare.queries.referrals import waits_at_gone_service, was_sent_it
from hopecare.queries.visibility import visible
from hopecare.web.fields import Code, Id, Request, Ticked, Words
from hopecare.web.language import current_reader
from hopecare.web.listing import Column, Key, Listing, register
from hopecare.web.listings.shared_columns import DISTRICT
from hopecare.web.tones import SOON, tone_of
from models import Area, Case, Organisation, Person, Referral, Service

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Row, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.language.reader import Reader


class Which(StrEnum):
    """Which referrals a reader wants to see."""

    WAITING = "waiting"
    LATE = "late"
    REFUSED = "refused"
    GONE = "gone"
    OVER = "over"
    ALL = "all"


WHICH: Final = {
    Which.WAITING: N_("waiting for the office"),
    Which.LATE: N_("answer is late"),
    Which.REFUSED: N_("not taken on"),
    Which.GONE: N_("the service is no longer listed"),
    Which.OVER: N_("decided or withdrawn"),
    Which.ALL: N_("all of them"),
}

MOVED: Final = N_("another office has this service now")
"""Said beside the office that was sent it: to refer them anew is to write to another one."""


class ReferralsFilter(Request):
    """What the list of referrals may be narrowed by."""

    which = Code(Which)
    status = Code(ReferralStatus)
    """One state of the care path, instead of a group of them."""
    code = Words(longest=40)
    """As an office reads it from the sheet: it finds the referral however it stands."""
    organisation_id = Id()
    owner_id = Id()
    centre_id = Id()
    month = Ticked()
    mine = Ticked()


def _source(_session: Session, identity: Identity, wanted: dict[str, Any]) -> Select[Any]:
    every = (
        select(Referral, Person, Area, Service, Organisation, Case)
        .join(Case, Case.id == Referral.case_id)
        .join(Person, Person.id == Referral.person_id)
        .outerjoin(Area, Area.id == Person.area_id)
        .join(Service, Service.id == Referral.service_id)
        .join(Organisation, was_sent_it())
        .where(visible("referral.read", identity, Referral))
    )
    asked = cast("Select[Any]", every)
    if wanted.get("code"):
        asked = asked.where(Referral.code == read_signs(wanted["code"]))
    elif wanted.get("status"):
        asked = asked.where(Referral.status == wanted["status"])
    else:
        asked = _of_which(asked, wanted.get("which") or Which.WAITING)
    if wanted.get("month"):
        asked = asked.where(_this_month())
    return _of_whom(asked, identity, wanted)


def _of_whom(asked: Select[Any], identity: Identity, wanted: dict[str, Any]) -> Select[Any]:
    if wanted.get("organisation_id"):
        asked = asked.where(Organisation.id == wanted["organisation_id"])
    if wanted.get("owner_id"):
        asked = asked.where(Case.owner_id == wanted["owner_id"])
    if wanted.get("centre_id"):
        asked = asked.where(Case.centre_id == wanted["centre_id"])
    if wanted.get("mine"):
        asked = asked.where(Case.owner_id == identity.person_id)
    return asked


def _this_month() -> ColumnElement[bool]:
    """Since the first of the month: by the day of its outcome, or by the day it was made."""
    reader = current_reader()
    first = reader.today.replace(day=1)
    made_since = day_in(reader.zone, first)[0]
    return or_(
        Referral.outcome_on >= first,
        and_(Referral.outcome_on.is_(None), Referral.made_at >= made_since),
    )


def _of_which(asked: Select[Any], which: Which) -> Select[Any]:
    is_open = Referral.status.not_in(REFERRAL.final)
    match which:
        case Which.WAITING:
            return asked.where(is_open)
        case Which.LATE:
            return asked.where(
                Referral.status.in_(OWES),
                Referral.answer_due_on < current_reader().today,
            )
        case Which.REFUSED:
            return asked.where(Referral.status == ReferralStatus.REFUSED)
        case Which.GONE:
            return asked.where(waits_at_gone_service())
        case Which.OVER:
            return asked.where(Referral.status.in_(REFERRAL.final))
        case Which.ALL:
            return asked


def _is_late(row: Row[Any]) -> bool:
    """Whether the office has not said its next word by its day."""
    waits = row.Referral.status in OWES
    return waits and row.Referral.answer_due_on < current_reader().today


def is_gone(row: Row[Any]) -> bool:
    """Whether it waits at a service that its source no longer lists."""
    return row.Referral.status not in REFERRAL.final and row.Service.vanished_on is not None


def has_moved(row: Row[Any]) -> bool:
    """Whether another office has the service now than the one that was sent it."""
    return bool(row.Organisation.id != row.Service.organisation_id)


def _service(row: Row[Any], reader: Reader) -> str:
    name = row.Service.name if reader.language == "ko" else row.Service.name_en
    said = ((is_gone(row), WHICH[Which.GONE]), (has_moved(row), MOVED))
    return " · ".join([str(name), *(reader.say(words) for holds, words in said if holds)])


def _outcome(row: Row[Any], reader: Reader) -> str:
    if row.Referral.outcome is not None:
        return reader.label(row.Referral.outcome)
    return reader.label(row.Referral.refusal_reason)


REFERRALS = register(
    Listing(
        name="referrals",
        title=N_("Referrals"),
        permission="referral.read",
        endpoint="casework.referrals",
        filters=ReferralsFilter,
        source=_source,
        order=(Key(Referral.answer_due_on), Key(Referral.id)),
        columns=(
            Column(
                "resident",
                N_("Resident"),
                lambda row, _reader: row.Person.full_name,
                link=lambda row: url_for("casework.referral", referral_id=row.Referral.id),
            ),
            Column(
                "service",
                N_("Service"),
                _service,
                tone=lambda row: SOON if is_gone(row) or has_moved(row) else None,
            ),
            Column(
                "organisation",
                N_("Receiving agency"),
                lambda row, reader: (
                    row.Organisation.name if reader.language == "ko" else row.Organisation.name_en
                ),
                beneath="service",
            ),
            Column(
                "status",
                N_("Stands"),
                lambda row, reader: reader.label(row.Referral.status),
                tone=lambda row: tone_of(row.Referral.status),
            ),
            Column(
                "due",
                N_("Answer due"),
                lambda row, reader: reader.day(row.Referral.answer_due_on),
                tone=lambda row: SOON if _is_late(row) else None,
                is_day=True,
            ),
            DISTRICT,
            Column(
                "made",
                N_("Sent on"),
                lambda row, reader: reader.day(row.Referral.made_at),
                is_day=True,
            ),
            Column("outcome", N_("What came of it"), _outcome),
            Column(
                "code",
                N_("Referral code"),
                lambda row, _reader: row.Referral.code,
                beneath="resident",
            ),
        ),
        people=lambda row: [row.Person.id],
        empty=N_("No referrals here. A referral is made from a case or from a support check."),
    )
)
