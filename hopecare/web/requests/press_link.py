"""What a button on a link's page says."""

from __future__ import annotations

from hopecare.domain.answer_links import LinkAnswer
from hopecare.web.fields import Code, Request


class PressLinkRequest(Request):
    """One answer."""

    answer = Code(LinkAnswer, required=True)
