"""The list of services one can refer into: by what is needed, and the nearest first."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from flask import request, url_for
from sqlalchemy import literal, true

from hopecare.domain.needs import NeedKind
from hopecare.domain.service_facts import CapacityState
from hopecare.language import N_
from hopecare.language.answer_cards import programme_name
from hopecare.queries.holidays import holidays_of
from hopecare.queries.office_phones import number_rung
from hopecare.queries.places import called_in
from hopecare.queries.service_facts import old_after_days
from hopecare.queries.service_search import (
    every_service,
    gives_help,
    home_point,
    is_for,
    is_open,
    metres_to,
    says,
    service_ranks,
    speaks,
)
from hopecare.queries.visibility import refuse_unless, visible
from hopecare.reading.country_packs import find_country_pack
from hopecare.web.access_log import shown
from hopecare.web.fields import Code, Day, Id, Request, Ticked, TimeOfDay, Words
from hopecare.web.language import current_reader
from hopecare.web.listing import Column, Key, Listing, register
from models import Person, Service
from models.types import UtcDateTime

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, time

    from sqlalchemy import ColumnElement, Row, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.domain.matching.distance import Point
    from hopecare.language.reader import Reader
    from models import ServiceCapacity


class Spoken(StrEnum):
    """The languages that may be asked for: those volunteers may say they speak."""

    KO = "ko"
    EN = "en"
    VI = "vi"
    ZH = "zh"
    TH = "th"
    RU = "ru"
    KM = "km"
    MN = "mn"
    UZ = "uz"
    JA = "ja"


_TONES: Final = {
    CapacityState.OPEN: "good",
    CapacityState.WAITING_LIST: "soon",
    CapacityState.FULL: "over",
}


class ServicesFilter(Request):
    """What the list of services may be narrowed by, and whose home it is measured from."""

    words = Words(longest=80)
    kind = Code(NeedKind)
    programme = Words(longest=60)
    language = Code(Spoken)
    open_now = Ticked()
    open_on = Day()
    open_at = TimeOfDay()
    person_id = Id()
    case_id = Id()
    """Whose case it is looked for: a row then leads straight to its referral."""
    gone = Ticked()
    ended_too = Ticked()


def _source(session: Session, identity: Identity, wanted: dict[str, Any]) -> Select[Any]:
    reader = current_reader()
    days = old_after_days(session, identity.town_id, on=reader.today)
    old_before = literal(reader.now - timedelta(days=days), UtcDateTime())
    asked = (
        every_service(_measured_from(session, identity, wanted))
        .add_columns(old_before.label("old_before"), number_rung().label("phone"))
        .where(visible("organisation.read", identity, Service))
    )
    return asked.where(*_conditions(wanted), *_open_when(session, identity, wanted))


def _measured_from(session: Session, identity: Identity, wanted: dict[str, Any]) -> Point | None:
    """A home one may read, or none: how far it is says where somebody lives."""
    person_id = wanted.get("person_id")
    if person_id is None:
        return None
    refuse_unless(session, "resident.read", identity, Person, person_id)
    shown([person_id])
    return home_point(session, person_id)


def _conditions(wanted: dict[str, Any]) -> list[ColumnElement[bool]]:
    makers: dict[str, Callable[[Any], ColumnElement[bool]]] = {
        "words": says,
        "kind": gives_help,
        "programme": is_for,
        "language": speaks,
    }
    found = [make(wanted[name]) for name, make in makers.items() if wanted.get(name)]
    if wanted.get("gone"):
        found.append(Service.vanished_on.is_not(None))
    if not wanted.get("ended_too"):
        found.append(Service.ended_on.is_(None))
    return found


def _open_when(
    session: Session, identity: Identity, wanted: dict[str, Any]
) -> list[ColumnElement[bool]]:
    """Now, and on a day at an hour: a day alone at any hour, an hour alone today."""
    reader = current_reader()
    now = reader.local_now
    moments: list[tuple[date, time | None]] = []
    if wanted.get("open_now"):
        moments.append((now.date(), now.time()))
    if wanted.get("open_on") or wanted.get("open_at"):
        moments.append((wanted.get("open_on") or now.date(), wanted.get("open_at")))
    if not moments:
        return []
    holidays = holidays_of(session, town_id=identity.town_id, country=reader.country).days
    open_then = [is_open(day, clock, is_holiday=day in holidays) for day, clock in moments]
    return [*open_then, *_not_shut(wanted)]


def _not_shut(wanted: dict[str, Any]) -> list[ColumnElement[bool]]:
    """Whatever hours stand there: nobody opens who is closed for now, or is listed no more.

    Whoever looks for those that are gone rings them, while somebody is there.
    """
    stands_open = Service.closed_for_now_since.is_(None)
    is_listed = true() if wanted.get("gone") else Service.vanished_on.is_(None)
    return [stands_open, is_listed]


def stands(service: Service, reader: Reader) -> str:
    """Say whether one can refer there."""
    if service.ended_on is not None:
        return reader.say(N_("Ended on %(day)s"), day=reader.day(service.ended_on))
    if service.vanished_on is not None:
        day = reader.day(service.vanished_on)
        return reader.say(N_("Not listed any more since %(day)s"), day=day)
    if service.closed_for_now_since is not None:
        return reader.say(N_("Closed for now"))
    return reader.say(N_("One can refer"))


def capacity_words(word: ServiceCapacity | None, reader: Reader) -> str:
    """Say what stands about free places, with its age."""
    if word is None:
        return reader.say(N_("Nobody has asked yet"))
    said = reader.label(word.state)
    if word.free_places:
        said = reader.say(N_("%(num)s free"), num=reader.count(word.free_places))
    return f"{said} · {reader.ago(word.as_of)}"


def programme_words(service: Service, reader: Reader) -> str:
    """Say the name the rules give it; what no rules know stands as it was typed."""
    key, pack = service.programme or "", find_country_pack(reader.country)
    return key if pack is None else programme_name(pack, key, reader.language)


def refer_href(service: Service) -> str | None:
    """Where one press refers the person for whom it was looked; None where nobody is referred."""
    case_id = request.args.get("case_id", type=UUID)
    if case_id is None or service.ended_on or service.vanished_on or service.closed_for_now_since:
        return None
    return url_for("casework.refer_form", case_id=case_id, service_id=service.id)


def _stands(row: Row[Any], reader: Reader) -> str:
    can_be_pressed = refer_href(row.Service) is not None
    return reader.say(N_("Refer this person")) if can_be_pressed else stands(row.Service, reader)


def _details(row: Row[Any]) -> str:
    case_id = request.args.get("case_id", type=UUID)
    return url_for("coordination.service", service_id=row.Service.id, case_id=case_id)


def _tone(row: Row[Any]) -> str | None:
    """Good news that is old is no good news: one should ring first."""
    word = row.ServiceCapacity
    if word is None:
        return None
    return "soon" if word.as_of <= row.old_before else _TONES[word.state]


SERVICES: Final = register(
    Listing(
        name="services",
        title=N_("Offices and services"),
        permission="organisation.read",
        endpoint="coordination.organisations",
        filters=ServicesFilter,
        source=_source,
        order=(Key(Service.id),),
        ranks=service_ranks,
        columns=(
            Column(
                "service",
                N_("Service"),
                lambda row, reader: called_in(row.Service, reader.language),
                link=_details,
            ),
            Column(
                "office",
                N_("Office"),
                lambda row, reader: called_in(row.Organisation, reader.language),
            ),
            Column(
                "capacity",
                N_("Free places"),
                lambda row, reader: capacity_words(row.ServiceCapacity, reader),
                tone=_tone,
            ),
            Column(
                "distance",
                N_("Distance"),
                lambda row, reader: reader.distance(metres_to(row)),
                is_number=True,
            ),
            Column(
                "phone",
                N_("Telephone"),
                lambda row, reader: reader.phone(row.phone),
            ),
            Column(
                "programme",
                N_("Programme"),
                lambda row, reader: programme_words(row.Service, reader),
            ),
            Column("stands", N_("Stands"), _stands, link=lambda row: refer_href(row.Service)),
        ),
        empty=N_("No service here. Please ask for less, or add an office."),
    )
)
