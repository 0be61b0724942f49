"""What the pages of a referral say: the services to choose from, the sheet an office gets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from blueprints.casework.assessing import name_asked
from hopecare.language import N_
from hopecare.language.answer_cards import find_answer_card
from hopecare.queries.assessments import answer_of
from hopecare.reading.country_packs import find_country_pack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hopecare.language.answer_cards import AnswerCard
    from hopecare.language.reader import Reader
    from hopecare.queries.referral_sheets import SharedFacts
    from models import Organisation, Service

OLDER: Final = N_("It goes by the figures of %(older)s: those of %(year)s were not in yet.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Exactly what an office is told, before it is sent and after."""

    shared: SharedFacts
    service: Service
    organisation: Organisation
    words: str | None
    card: AnswerCard | None
    born_on: date | None
    older: str = ""
    """By which figures the rules were asked, where those of the day were not known then."""
    code: str | None = None
    made_at: datetime | None = None
    answer_due_on: date | None = None


def service_choices(
    services: Sequence[tuple[Service, Organisation]], reader: Reader
) -> list[tuple[str, str]]:
    """Offer each service with the agency that gives it."""
    return [
        (str(service.id), f"{named(organisation, reader)} · {named(service, reader)}")
        for service, organisation in services
    ]


def named(row: Service | Organisation, reader: Reader) -> str:
    """Say a name as the reader's language writes it."""
    return row.name if reader.language == "ko" else row.name_en


def find_reasons(shared: SharedFacts, service: Service, reader: Reader) -> AnswerCard | None:
    """Find what the rules say of the service's programme, where an assessment goes along."""
    pack = find_country_pack(reader.country)
    if shared.assessment is None or pack is None:
        return None
    answer, names = answer_of(shared.assessment), name_asked(shared.resident, shared.assessment)
    return find_answer_card(answer, service.programme, pack, reader.language, names)


def said_older(shared: SharedFacts, reader: Reader) -> str:
    """Say that an answer goes by the figures of an earlier year; nothing where it does not."""
    if shared.assessment is None:
        return ""
    asked, used = shared.assessment.on_date.year, answer_of(shared.assessment).on.year
    return "" if asked == used else reader.say(OLDER, year=str(asked), older=str(used))


def born_on(shared: SharedFacts) -> date | None:
    """Give the resident's birth date, where it is known."""
    written = shared.resident.birth_on
    return date.fromisoformat(written) if written else None
