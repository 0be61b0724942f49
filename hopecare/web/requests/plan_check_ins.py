"""How a resident wishes to be asked how they are, and when they rather would not."""

from __future__ import annotations

from enum import StrEnum

from hopecare.domain.check_ins import AskingWay, QuestionCode
from hopecare.language import N_
from hopecare.web.fields import Code, Codes, Day, Id, Request, TimeOfDay, Version, Words

LABELS = {
    "weekdays": N_("On which days?"),
    "local_time": N_("At what time?"),
    "zone": N_("By whose clock?"),
    "channel": N_("How?"),
    "language": N_("In which language?"),
    "question": N_("What do we ask?"),
    "asked_person_id": N_("Whom do we ask?"),
}
PAUSE_LABELS = {"paused_from": N_("From"), "paused_until": N_("Goes on by itself on")}


class Weekday(StrEnum):
    """The days of a plan."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


class LadderName(StrEnum):
    """How soon we turn to others when there is no answer."""

    DEFAULT = "default"
    QUICK = "quick"


class PlanCheckInsRequest(Request):
    """Days, hour, zone, way, language, what we ask, and whom."""

    weekdays = Codes(Weekday, required=True)
    local_time = TimeOfDay(required=True)
    zone = Words(longest=40)
    """Where they are staying, as "America/New_York"; the town's own where nothing is said."""
    channel = Code(AskingWay, required=True)
    language = Words(required=True, longest=8)
    question = Code(QuestionCode)
    """Where nothing is said, what is asked stays as it is: at first, how they are."""
    ladder = Code(LadderName)
    """With the first plan; a ladder that stands is changed on its own page."""
    asked_person_id = Id()
    plan_id = Id()
    """The plan that stood when the form was filled; none before the first."""
    version = Version(required=False)


class PauseCheckInsRequest(Request):
    """From when, and the first day it goes on by itself."""

    version = Version()
    paused_from = Day(required=True)
    paused_until = Day(future=True)


class ChangePlanRequest(Request):
    """The plan as it was read."""

    version = Version()
