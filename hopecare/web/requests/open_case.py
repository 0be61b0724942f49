"""What is needed to open a case, with its first need if there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hopecare.domain.needs import NeedKind, NeedRhythm
from hopecare.domain.urgency import Urgency
from hopecare.services.add_need import NeedWish
from hopecare.web.fields import Code, Codes, Day, Note, Request

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


class OpenCaseRequest(Request):
    """How urgent, which kinds of help, when to look again, and a note."""

    urgency = Code(Urgency, required=True)
    kinds = Codes(NeedKind)
    review_on = Day(future=True)
    words = Note(longest=4000)


def wishes_from(data: Mapping[str, Any], *, today: date) -> tuple[NeedWish, ...]:
    """One need for each kind that was ticked, from today; the rest is written on its own page."""
    return tuple(
        NeedWish(kind=kind, from_on=today, rhythm=NeedRhythm.ONCE) for kind in data["kinds"]
    )
