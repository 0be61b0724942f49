"""Goods or money that were given."""

from __future__ import annotations

from hopecare.web.fields import Amount, Day, Request, Words


class RecordAidRequest(Request):
    """What, on which day, from whom, worth how much."""

    what = Words(required=True, longest=200)
    source = Words(required=True, longest=200)
    given_on = Day(required=True, past=True)
    value = Amount(required=True)
