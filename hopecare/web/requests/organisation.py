"""An office one can refer into, and what it offers."""

from __future__ import annotations

from hopecare.web.fields import Id, Phone, Words
from hopecare.web.requests.change_service import PlaceRequest


class OrganisationRequest(PlaceRequest):
    """A new office with its first service, or a new service of an office that is known."""

    organisation_id = Id()
    name = Words(longest=80)
    name_en = Words(longest=80)
    phone = Phone()
    address = Words(longest=200)
    service = Words(required=True, longest=80)
    service_en = Words(longest=80)
    programme = Words(longest=60)
