"""What a social worker fills in to hand a case to an office, and what they may look at before."""

from __future__ import annotations

from marshmallow import fields, validate

from hopecare.web.complaints import Complaint
from hopecare.web.fields import Id, Note, Request, Ticked, Words


class ReferQuery(Request):
    """What a referral is started from: a programme, an assessment, a service."""

    programme = Words(longest=80)
    assessment_id = Id()
    service_id = Id()


class ReferRequest(Request):
    """To which service, with which reasons and words; `do` looks at it before it is sent."""

    service_id = Id(required=True)
    assessment_id = Id()
    with_reasons = Ticked()
    words = Note(longest=2000)
    do = fields.String(
        load_default="look",
        validate=validate.OneOf(("look", "send"), error=Complaint("not_a_choice")),
    )
