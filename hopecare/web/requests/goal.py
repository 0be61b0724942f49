"""What is written down about one goal of a plan, and why one is given up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marshmallow import ValidationError, validates_schema

from hopecare.domain.goals import GiveUpReason, GoalWish
from hopecare.language import N_
from hopecare.web.complaints import Complaint
from hopecare.web.fields import Code, Day, Note, Request, Version, YesNo

if TYPE_CHECKING:
    from collections.abc import Mapping


class GoalRequest(Request):
    """What is to be reached, by which day, and whether the resident agrees."""

    words = Note(longest=500, required=True)
    target_on = Day(required=True)
    is_agreed = YesNo(required=True)
    agreed_on = Day(past=True)

    @validates_schema
    def _agrees_with_itself(self, data: Mapping[str, Any], **_: object) -> None:
        if data.get("is_agreed") and not data.get("agreed_on"):
            raise ValidationError({"agreed_on": [Complaint("agreed_day_missing")]})


class ChangeGoalRequest(GoalRequest):
    """The same, over the goal that was read."""

    version = Version()


class EndGoalRequest(Request):
    """Over the goal that was read."""

    version = Version()


class GiveUpGoalRequest(Request):
    """Why, over the goal that was read."""

    reason = Code(GiveUpReason, required=True)
    version = Version()


LABELS = {
    "words": N_("What is to be reached"),
    "target_on": N_("By which day"),
    "is_agreed": N_("Did the resident agree?"),
    "agreed_on": N_("On which day they agreed"),
}
"""What the page calls each field, for whoever was second."""


def goal_from(data: Mapping[str, Any]) -> GoalWish:
    """Turn what was read into a wish; without a yes no day of it is kept."""
    agreed_on = data["agreed_on"] if data["is_agreed"] else None
    return GoalWish(words=data["words"], target_on=data["target_on"], agreed_on=agreed_on)
