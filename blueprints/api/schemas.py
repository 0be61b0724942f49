"""What the writes of the API share: the key under which an act happens once."""

from __future__ import annotations

from marshmallow import Schema, fields, validate


class IdempotencyHeader(Schema):
    """The key under which this act happens once."""

    key = fields.String(
        required=True,
        data_key="Idempotency-Key",
        validate=[validate.Length(8, 200), validate.Regexp(r"^[!-~]+$")],
        metadata={"description": "Made by the caller; a repeat gives the first answer again."},
    )
