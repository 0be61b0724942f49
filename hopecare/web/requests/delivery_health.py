"""How far back the page of delivery looks."""

from __future__ import annotations

from hopecare.domain.delivery_health import Window
from hopecare.web.fields import Code, Request


class DeliveryHealthRequest(Request):
    """A day, a week or a month."""

    window = Code(Window)
