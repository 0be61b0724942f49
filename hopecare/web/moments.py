"""Moments in an address: exact, so that a number leads to the very rows it counts."""

from __future__ import annotations

from datetime import datetime

from marshmallow import ValidationError, fields

from hopecare.web.complaints import Complaint


class Moment(fields.Field[datetime]):
    """An instant with its zone, as our own pages write it into their links."""

    def _deserialize(self, value: object, *_: object, **__: object) -> datetime:
        try:
            at = datetime.fromisoformat(str(value))
        except ValueError as error:
            raise ValidationError(Complaint("not_a_time")) from error
        if at.tzinfo is None:
            raise ValidationError(Complaint("not_a_time"))
        return at
