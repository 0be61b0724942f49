"""Goods, money or a group's help that was given."""

from __future__ import annotations

from hopecare.domain.aid import MOST_MINOR, AidKind
from hopecare.web.fields import Amount, Code, Day, Id, Request, Ticked, Words


class RecordAidRequest(Request):
    """What, of which kind, on which day, from whom, worth how much, and for which need."""

    kind = Code(AidKind, load_default=AidKind.GOODS)
    what = Words(required=True, longest=200)
    organisation_id = Id()
    source = Words(longest=200)
    given_on = Day(required=True, past=True)
    value = Amount(required=True, most=MOST_MINOR)
    need_id = Id()
    meets_need = Ticked()
