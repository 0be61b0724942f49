"""Which automatic wordings somebody has looked at, each in the version that was shown."""

from __future__ import annotations

from typing import Final

from marshmallow import fields, validate

from hopecare.web.complaints import Complaint
from hopecare.web.fields import Request, Words

LONGEST: Final = 60


class SeeWordingsRequest(Request):
    """Wordings with their versions, as "check_in@1a2b3c4d"."""

    seen = fields.List(
        Words(longest=LONGEST),
        required=True,
        validate=validate.Length(min=1, error=Complaint("choose_one")),
    )
