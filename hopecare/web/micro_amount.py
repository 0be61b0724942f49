"""Reads an amount as people write it into millionths of the town's money."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from marshmallow import ValidationError, fields

from hopecare.domain.amounts import read_amount
from hopecare.web.complaints import Complaint

MILLIONTHS: Final = 6


class MicroAmount(fields.Field[int]):
    """A small amount of money, as `9.9` or `0.0083`; at most six places after the point."""

    def __init__(self, *, most: int, **options: Any) -> None:  # noqa: ANN401
        """Take from nothing to `most` millionths."""
        super().__init__(**options)
        self.most = most

    def _deserialize(self, value: object, *_: object, **__: object) -> int:
        amount = None if isinstance(value, bool) else read_amount(str(value))
        micros = amount.scaleb(MILLIONTHS) if amount is not None else Decimal("NaN")
        if not micros.is_finite() or micros != int(micros):
            raise ValidationError(Complaint("not_an_amount"))
        if not 0 <= micros <= self.most:
            most = self.most // 10**MILLIONTHS
            raise ValidationError(Complaint("out_of_range", least=0, most=most))
        return int(micros)
