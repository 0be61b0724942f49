"""Which way was agreed on, in place of texts."""

from __future__ import annotations

from enum import StrEnum

from hopecare.domain.check_ins import AskingWay
from hopecare.web.fields import Code, Request, Version


class OtherWay(StrEnum):
    """What there is besides texts."""

    VOICE = AskingWay.VOICE.value
    KNOCK = AskingWay.KNOCK.value
    NONE = AskingWay.NONE.value


class ChooseWayRequest(Request):
    """One of three buttons."""

    way = Code(OtherWay, required=True)
    version = Version()
