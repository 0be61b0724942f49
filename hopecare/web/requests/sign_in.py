"""What is typed to sign in, at the desk or on a telephone."""

from __future__ import annotations

from marshmallow import fields

from hopecare.web.fields import Phone, Request, Words


class SignInRequest(Request):
    """A member of staff's name and password."""

    name = Words(required=True, longest=80)
    password = fields.String(required=True)


class AskCodeRequest(Request):
    """The telephone that a one-time code goes to."""

    phone = Phone(required=True)


class EnterCodeRequest(Request):
    """The code that came, and the telephone it came to."""

    phone = Phone(required=True)
    code = Words(required=True, longest=12)
