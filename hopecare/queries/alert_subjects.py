"""What an alert is about, in a few words in a reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.errors import KeyUnknownError
from hopecare.language import N_, translator
from hopecare.language.labels import label
from hopecare.language.texts import HONORIFIC
from hopecare.queries.places import district_name
from models import Case, Person, Report

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import Alert

NOWHERE: Final = N_("district not known")
NAMELESS: Final = N_("a resident whose name cannot be opened")
OF_CASE: Final = N_("a resident, case %(code)s")
WHO_AND_WHERE: Final = N_("%(name)s (%(district)s)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One person an alert is about, as staff are told of them."""

    called: str
    area_id: UUID | None


def about_of(session: Session, alert: Alert, *, language: str) -> Subject | None:
    """Give whom an alert is about, where that is known."""
    if alert.person_id is None:
        return None
    return subject_of(session, alert, alert.person_id, language=language)


def subject_of(session: Session, alert: Alert, person_id: UUID, *, language: str) -> Subject:
    """Give how somebody is called, and where they are; without a name where none can be opened.

    A name nobody can read must not keep words about danger from leaving.
    """
    theirs = Person.id == person_id
    area_id = session.scalar(select(Person.area_id).where(theirs))
    try:
        called = session.scalars(select(Person.called).where(theirs)).one()
    except KeyUnknownError:
        called = _nameless(session, alert, language)
    return Subject(called=called, area_id=area_id)


def district_of(session: Session, alert: Alert, people: Sequence[Subject], *, language: str) -> str:
    """Say the district of these people, or of the report while nobody is known."""
    areas = [each.area_id for each in people] or [_area_of_report(session, alert)]
    names = [district_name(session, each, language=language) for each in areas]
    found = " / ".join(dict.fromkeys(filter(None, names)))
    return found or translator(language, for_staff=True).gettext(NOWHERE)


def what_of(session: Session, alert: Alert, *, language: str) -> str:
    """Say who and where; while nobody is known, what happened."""
    about = about_of(session, alert, language=language)
    if about is None:
        return label(language, alert.kind)
    said = translator(language, for_staff=True).gettext(WHO_AND_WHERE)
    district = district_of(session, alert, [about], language=language)
    return said % {"name": about.called.removesuffix(HONORIFIC), "district": district}


def _nameless(session: Session, alert: Alert, language: str) -> str:
    """Say that it is a resident, by the code of their case where the alert has one."""
    code = session.scalar(select(Case.code).where(Case.id == alert.case_id))
    say = translator(language, for_staff=True).gettext
    return say(OF_CASE) % {"code": code} if code else say(NAMELESS)


def _area_of_report(session: Session, alert: Alert) -> UUID | None:
    report = session.get(Report, alert.report_id) if alert.report_id else None
    return report.area_id if report else None
