"""What the pages of a referral say: the services to choose from, what may go along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.eligibility.assessment import Receipt
from hopecare.domain.packets import Mark, may_leave_as
from hopecare.language import N_
from hopecare.language.answer_cards import programme_name
from hopecare.queries.assessments import answer_of
from hopecare.queries.places import called_in
from hopecare.reading.country_packs import find_country_pack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hopecare.domain.eligibility.assessment import ProgrammeResult
    from hopecare.language.reader import Reader
    from hopecare.queries.referral_packets import Observation
    from models import Assessment, Centre, Organisation, Service

LONGEST_GLIMPSE = 160
BY_HELPER: Final = N_("the helper says: %(mark)s")


def service_choices(
    services: Sequence[tuple[Service, Organisation]], reader: Reader
) -> list[tuple[str, str]]:
    """Offer each service with the agency that gives it."""
    return [
        (str(service.id), f"{named(organisation, reader)} · {named(service, reader)}")
        for service, organisation in services
    ]


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
