"""What administrators write about accounts."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from hopecare.domain.roles import Role
from hopecare.web.complaints import Complaint
from hopecare.web.fields import Codes, Id, Request, Version, Words


class AddAccountRequest(Request):
    """Who gets an account, for what work, with which first password."""

    name = Words(required=True, longest=60, emoji=False)
    full_name = Words(required=True, longest=120)
    roles = Codes(Role, required=True)
    centre_id = Id()
    language = Words(required=True, longest=8)
    password = fields.String(required=True)


class ResetPasswordRequest(Request):
    """A new password, for an account as it was read."""

    version = Version()
    password = fields.String(required=True)


class OwnPasswordRequest(Request):
    """The password one has, and a new one, written twice."""

    old_password = fields.String(required=True)
    password = fields.String(required=True)
    password_again = fields.String(required=True)

    @validates_schema(skip_on_field_errors=True)
    def _is_written_twice(self, data: dict[str, Any], **_: object) -> None:
        if data["password"] != data["password_again"]:
            raise ValidationError(Complaint("passwords_differ"), "password_again")


class CloseAccountRequest(Request):
    """An account as it was read."""

    version = Version()
