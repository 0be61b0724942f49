"""Who is on duty, from when until when."""

from __future__ import annotations

from hopecare.web.fields import Day, Id, Request, TimeOfDay


class SetDutyRequest(Request):
    """A centre, a person, a beginning, an end, and who stands in."""

    centre_id = Id(required=True)
    person_id = Id(required=True)
    from_on = Day(required=True)
    from_clock = TimeOfDay(required=True)
    until_on = Day(required=True)
    until_clock = TimeOfDay(required=True)
    substitute_id = Id()
