"""What somebody tells us about a person who may need help."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from marshmallow import ValidationError, validates_schema

from hopecare.domain.urgency import TriageAnswer, TriageCode
from hopecare.services.report_need import ReporterSaid, Told
from hopecare.web.complaints import Complaint
from hopecare.web.fields import BirthDate, Code, Codes, Id, Note, Phone, Request, Ticked, Words

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_WORDS = 2000


class ReportFor(StrEnum):
    """The two doors of the public page."""

    NEIGHBOUR = "neighbour"
    MYSELF = "myself"


class ReportNeedRequest(Request):
    """Plain words, what may be ticked, and anything by which the person can be found."""

    about = Code(ReportFor, load_default=ReportFor.NEIGHBOUR)
    words = Note(required=True, longest=LONGEST_WORDS)
    signs = Codes(TriageCode)
    name = Words(longest=80)
    phone = Phone()
    area_id = Id()
    address = Words(longest=200)
    reporter_name = Words(longest=80)
    reporter_phone = Phone()
    relation = Words(longest=80)
    unnamed = Ticked()

    @validates_schema(skip_on_field_errors=True)
    def _can_be_found(self, data: Mapping[str, Any], **_: object) -> None:
        """Somebody nobody can find cannot be helped."""
        if not any(data.get(name) for name in ("name", "phone", "address", "resident_id")):
            raise ValidationError({"address": [Complaint("nothing_to_find_by")]})


class TakeReportRequest(ReportNeedRequest):
    """The same at the telephone or the desk, where a birth date may be asked as well."""

    birth_on = BirthDate()
    resident_id = Id()
    apart = Ticked()


def told_from(data: Mapping[str, Any], *, language: str) -> Told:
    """Turn what was read into what was told."""
    is_self = data["about"] is ReportFor.MYSELF
    return Told(
        about_self=is_self,
        language=language,
        words=data["words"],
        answers=dict.fromkeys(data["signs"], TriageAnswer.YES),
        name=data["name"],
        number=data["phone"],
        address=data["address"],
        birth_on=data.get("birth_on"),
        area_id=data["area_id"],
        resident_id=data.get("resident_id"),
        reporter=ReporterSaid(
            wishes_unnamed=data["unnamed"],
            name=data["reporter_name"],
            number=data["reporter_phone"],
            relation=data["relation"],
        ),
    )
