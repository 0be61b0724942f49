"""Goals of a plan: what somebody wants to reach by a day, and when such a wish is refused."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.machines import Machine
from hopecare.errors import InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


class GoalStatus(StrEnum):
    """How a goal stands."""

    OPEN = "open"
    REACHED = "reached"
    GIVEN_UP = "given_up"


class GoalEvent(StrEnum):
    """What ends a goal."""

    REACHED = "reached"
    GIVEN_UP = "given_up"


class GiveUpReason(StrEnum):
    """Why a goal is pursued no more."""

    WISHES_OTHERWISE = "wishes_otherwise"
    """The resident wants something else, or nothing, now."""
    NOT_POSSIBLE = "not_possible"
    OVERTAKEN = "overtaken"
    """Life went another way: it has no sense any more."""
    WRONG_FROM_THE_START = "wrong_from_the_start"


GOAL: Final[Machine[GoalStatus, GoalEvent]] = Machine(
    name="goal",
    start=GoalStatus.OPEN,
    moves=MappingProxyType(
        {
            (GoalStatus.OPEN, GoalEvent.REACHED): GoalStatus.REACHED,
            (GoalStatus.OPEN, GoalEvent.GIVEN_UP): GoalStatus.GIVEN_UP,
        }
    ),
    final=frozenset({GoalStatus.REACHED, GoalStatus.GIVEN_UP}),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalWish:
    """What is to be reached by which day, and since when the resident agrees, if they do."""

    words: str
    target_on: date
    agreed_on: date | None = None


def refuse_unfit(
    wish: GoalWish, *, opened_on: date, today: date, standing: Iterable[str] = ()
) -> None:
    """Refuse a day before the case, an agreement still to come, and a goal that stands already."""
    faults: dict[str, list[str]] = {}
    if wish.target_on < opened_on:
        faults["target_on"] = ["before_case"]
    if wish.agreed_on is not None and wish.agreed_on > today:
        faults["agreed_on"] = ["date_in_future"]
    elif wish.agreed_on is not None and wish.agreed_on < opened_on:
        faults["agreed_on"] = ["before_case"]
    if _same(wish.words) in {_same(each) for each in standing}:
        faults["words"] = ["goal_already"]
    if faults:
        raise InvalidInputError(faults)


def _same(words: str) -> str:
    """What two ways of writing one goal share."""
    return " ".join(words.casefold().split()).rstrip(".")
