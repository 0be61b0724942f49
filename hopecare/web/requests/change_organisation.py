"""What is written down of an office by hand."""

from __future__ import annotations

from hopecare.web.fields import Note, Request, Version, Words
from hopecare.web.office_fields import Mail, OfficePhone, PageAddress


class ChangeOrganisationRequest(Request):
    """How it is called, where it is, how one rings or writes."""

    name = Words(required=True, longest=80)
    name_en = Words(longest=80)
    phone = OfficePhone(longest=40)
    address = Words(longest=200)
    email = Mail(longest=120)
    url = PageAddress(longest=300)
    description = Note(longest=1000)
    version = Version()
