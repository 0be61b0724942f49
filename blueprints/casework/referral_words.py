"""What the pages of a referral say: the services to choose from, what may go along."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.eligibility.assessment import Receipt
from hopecare.domain.packets import Mark, may_leave_as
from hopecare.domain.referral_checks import TAKES_NOBODY, Doubt
from hopecare.language import N_
from hopecare.language.answer_cards import programme_name
from hopecare.queries.assessments import answer_of
from hopecare.queries.places import called_in
from hopecare.reading.country_packs import find_country_pack

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from hopecare.domain.eligibility.assessment import ProgrammeResult
    from hopecare.language.reader import Reader
    from hopecare.queries.referral_packets import Observation
    from models import Assessment, Centre, Organisation, Service

LONGEST_GLIMPSE = 160
ROOMS: Final = MappingProxyType(
    {
        Doubt.NOT_LISTED: N_("no longer listed"),
        Doubt.CLOSED_FOR_NOW: N_("closed for now"),
        Doubt.NO_PLACES: N_("no free place"),
        Doubt.CAPACITY_OLD: N_("ring first"),
        Doubt.CAPACITY_NEVER: N_("ring first"),
    }
)
BY_HELPER: Final = N_("the helper says: %(mark)s")


def service_choices(
    services: Sequence[tuple[Service, Organisation]], rooms: Mapping[UUID, Doubt], reader: Reader
) -> list[tuple[str, str]]:
    """Offer each service with its agency, marked; those that take nobody now stand last."""
    last = sorted(services, key=lambda each: rooms.get(each[0].id) in TAKES_NOBODY)
    return [(str(service.id), _offered(service, office, rooms, reader)) for service, office in last]


def _offered(
    service: Service, office: Organisation, rooms: Mapping[UUID, Doubt], reader: Reader
) -> str:
    called = f"{named(office, reader)} · {named(service, reader)}"
    doubt = rooms.get(service.id)
    return called if doubt is None else f"{called} ({reader.say(ROOMS[doubt])})"


def named(row: Service | Organisation | Centre, reader: Reader) -> str:
    """Say a name as this reader's language writes it."""
    return called_in(row, reader.language)


def finding_choices(
    assessment: Assessment | None, programme: str | None, reader: Reader
) -> list[tuple[str, str]]:
    """Offer what the rules say of others, and of the one asked for where it is received."""
    pack = find_country_pack(reader.country)
    if assessment is None or pack is None:
        return []
    return [
        (
            each.programme,
            ": ".join((programme_name(pack, each.programme, reader.language), _said(each, reader))),
        )
        for each in answer_of(assessment).programmes
        if each.programme in pack.programmes
        and (each.programme != programme or each.receipt is Receipt.RECEIVING)
    ]


def _said(result: ProgrammeResult, reader: Reader) -> str:
    return f"{reader.label(result.verdict)} ({reader.label(result.receipt)})"


def observation_choices(
    seen: Sequence[Observation], reader: Reader
) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Offer each thing a helper wrote to go along as a fact, as an impression, or not.

    What they called an impression themself is never offered as a fact.
    """
    return [
        (
            str(each.id),
            _glimpse(each, reader),
            [
                (f"{each.id}:{mark}", reader.label(mark))
                for mark in Mark
                if may_leave_as(mark, each.said_as)
            ],
        )
        for each in seen
    ]


def _glimpse(seen: Observation, reader: Reader) -> str:
    """Say when it was written, what the helper called it, and how it begins."""
    called = [reader.say(BY_HELPER, mark=reader.label(seen.said_as))] if seen.said_as else []
    return " · ".join([reader.day(seen.at), *called, seen.words[:LONGEST_GLIMPSE]])
