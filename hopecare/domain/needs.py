"""The kinds of help a neighbour may give, their rhythm and the check they ask of a helper."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class NeedKind(StrEnum):
    """One kind of help."""

    SIDE_DISHES = "side_dishes"
    COMPANION_VISIT = "companion_visit"
    PHONE_COMPANION = "phone_companion"
    ESCORT = "escort"
    PAPERS = "papers"
    CHILD_AFTER_SCHOOL = "child_after_school"
    TUTORING = "tutoring"
    PERSONAL_CARE = "personal_care"
    LIFT = "lift"
    INTERPRETING = "interpreting"
    GOODS = "goods"
    HOUSE_REPAIR = "house_repair"
    MEAL_TOGETHER = "meal_together"
    RESPITE = "respite"
    KNOCK = "knock"


class NeedRhythm(StrEnum):
    """How often it is needed."""

    ONCE = "once"
    WEEKLY = "weekly"


class CheckLevel(IntEnum):
    """How thoroughly a volunteer was checked; a higher level includes the lower ones."""

    NONE = 0
    BASIC = 1
    ENHANCED = 2
