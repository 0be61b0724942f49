"""What administrators write about accounts."""

from __future__ import annotations

from marshmallow import fields

from hopecare.domain.roles import Role
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


class CloseAccountRequest(Request):
    """An account as it was read."""

    version = Version()
