"""Who is on duty, from when until when; who is away; and a week to be copied."""

from __future__ import annotations

from hopecare.web.fields import Day, Id, Phone, Request, Ticked, TimeOfDay


class SetDutyRequest(Request):
    """A centre, a person, a beginning, an end, who takes over, and whether it repeats."""

    centre_id = Id(required=True)
    person_id = Id(required=True)
    from_on = Day(required=True)
    from_clock = TimeOfDay(required=True)
    until_on = Day(required=True)
    until_clock = TimeOfDay(required=True)
    substitute_id = Id()
    phone = Phone()
    repeat_until = Day(future=True)
    not_on_holidays = Ticked()


class SetLeaveRequest(Request):
    """Who is away, and the first and last day of it."""

    person_id = Id(required=True)
    from_on = Day(required=True)
    until_on = Day(required=True)


class CopyDutyWeekRequest(Request):
    """A centre, and a day of the week that is copied into the next."""

    centre_id = Id(required=True)
    week_of = Day(required=True)
