"""Another body's regular help, its end, and the same help twice on one day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marshmallow import ValidationError, validates_schema

from hopecare.domain.aid import DoubleEnd, ToldBy
from hopecare.domain.needs import NeedKind
from hopecare.services.note_other_help import HelpSeen
from hopecare.web.complaints import Complaint
from hopecare.web.fields import Code, Codes, Day, Id, Request, Version, Words
from hopecare.web.requests.need import Weekday

if TYPE_CHECKING:
    from collections.abc import Mapping


class OtherHelpRequest(Request):
    """Who brings what on which days, from when until when, and from whom we know."""

    organisation_id = Id()
    who = Words(longest=200)
    kind = Code(NeedKind, required=True)
    weekdays = Codes(Weekday, required=True)
    from_on = Day(required=True)
    until_on = Day()
    told_by = Code(ToldBy, required=True)
    told_on = Day(required=True, past=True)

    @validates_schema
    def _agrees_with_itself(self, data: Mapping[str, Any], **_: object) -> None:
        begins, ends = data.get("from_on"), data.get("until_on")
        if begins and ends and ends < begins:
            raise ValidationError({"until_on": [Complaint("ends_before_it_begins")]})


class EndOtherHelpRequest(Request):
    """Over the row that was read."""

    version = Version()


class SettleDoubleHelpRequest(Request):
    """Which two helps, and how it is."""

    one_id = Id(required=True)
    other_id = Id(required=True)
    settled_as = Code(DoubleEnd, required=True)


def help_seen(data: Mapping[str, Any]) -> HelpSeen:
    """Turn what was read into what is known."""
    return HelpSeen(
        kind=data["kind"],
        weekdays=[day.value for day in data["weekdays"]],
        from_on=data["from_on"],
        until_on=data["until_on"],
        told_by=data["told_by"],
        told_on=data["told_on"],
        who=data["who"],
        organisation_id=data["organisation_id"],
    )
