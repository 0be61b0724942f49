"""What an alert is about, in a few words in a reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.language import N_, translator
from hopecare.language.labels import label
from hopecare.language.texts import HONORIFIC
from hopecare.queries.places import district_name
from models import Person, Report

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import Alert

NOWHERE: Final = N_("district not known")
WHO_AND_WHERE: Final = N_("%(name)s (%(district)s)")


def about_of(session: Session, alert: Alert) -> Person | None:
    """Give whom an alert is about, where that is known."""
    return session.get(Person, alert.person_id) if alert.person_id else None


def district_of(session: Session, alert: Alert, people: Sequence[Person], *, language: str) -> str:
    """Say the district of these people, or of the report while nobody is known."""
    areas = [each.area_id for each in people] or [_area_of_report(session, alert)]
    names = [district_name(session, each, language=language) for each in areas]
    found = " / ".join(dict.fromkeys(filter(None, names)))
    return found or translator(language, for_staff=True).gettext(NOWHERE)


def what_of(session: Session, alert: Alert, *, language: str) -> str:
    """Say who and where; while nobody is known, what happened."""
    about = about_of(session, alert)
    if about is None:
        return label(language, alert.kind)
    said = translator(language, for_staff=True).gettext(WHO_AND_WHERE)
    district = district_of(session, alert, [about], language=language)
    return said % {"name": about.called.removesuffix(HONORIFIC), "district": district}


def _area_of_report(session: Session, alert: Alert) -> UUID | None:
    report = session.get(Report, alert.report_id) if alert.report_id else None
    return report.area_id if report else None
