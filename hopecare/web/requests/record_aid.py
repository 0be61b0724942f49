"""Goods, money or a group's help that was given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hopecare.domain.aid import MOST_MINOR, AidKind, AidMistake
from hopecare.services.record_aid import Aid
from hopecare.web.fields import Amount, Code, Day, Id, Request, Ticked, Words

if TYPE_CHECKING:
    from collections.abc import Mapping


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


class TakeBackAidRequest(Request):
    """Why it is taken back."""

    mistake = Code(AidMistake, required=True)


def aid_from(data: Mapping[str, Any]) -> Aid:
    """Turn what was read into what was given."""
    return Aid(
        kind=data["kind"],
        what=data["what"],
        organisation_id=data["organisation_id"],
        source=data["source"],
        given_on=data["given_on"],
        value_minor=data["value"],
        need_id=data["need_id"],
        meets_need=data["meets_need"],
    )
