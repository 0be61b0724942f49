"""Reads ladders: those that ship with HopeCare, and the one that holds for a plan or a check-in."""

from __future__ import annotations

import tomllib
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from hopecare.domain.escalation import Rung
from hopecare.domain.ladders import flaw_of, steps_read
from hopecare.errors import SettingsMissingError
from hopecare.town_values import policy_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hopecare.domain.ladders import Steps
    from models import CheckInPlan, CheckInSlot

POLICY: Final = "ladders"
VERSION: Final = "version"


@cache
def shipped_ladders() -> Mapping[str, Steps]:
    """Give the ladders that ship with HopeCare, by name."""
    return read_ladders(policy_text(POLICY))


def ladder_named(name: str) -> Steps:
    """The shipped ladder of this name, or a refusal that names it."""
    shipped = shipped_ladders()
    if name not in shipped:
        raise SettingsMissingError(ladder=name)
    return shipped[name]


def ladder_of(plan: CheckInPlan, slot: CheckInSlot | None = None) -> Steps:
    """The ladder that holds: the one a check-in began with, else the plan's own, else shipped."""
    return ladder_that_holds((slot.steps if slot else None) or plan.steps, plan.ladder)


def ladder_that_holds(own: list[Any] | None, name: str) -> Steps:
    """The ladder of its own, else the shipped one of this name."""
    return steps_read(own) if own else ladder_named(name)


def read_ladders(text: str) -> Mapping[str, Steps]:
    """Read named ladders; one that may not be used is refused by its flaw."""
    policy = tomllib.loads(text)
    if not isinstance(policy.pop(VERSION, None), str):
        raise SettingsMissingError(policy=POLICY, missing=[VERSION])
    return MappingProxyType({name: _ladder(name, rows) for name, rows in policy.items()})


def _ladder(name: str, rows: list[dict[str, Any]]) -> Steps:
    odd = [row for row in rows if row.get("step") not in set(Rung) or not _is_whole(row)]
    if odd:
        raise SettingsMissingError(policy=POLICY, ladder=name, unknown=odd)
    steps = steps_read(rows)
    flaw = flaw_of(steps)
    if flaw is not None:
        raise SettingsMissingError(policy=POLICY, ladder=name, flaw=flaw.value)
    return steps


def _is_whole(row: Mapping[str, Any]) -> bool:
    return type(row.get("minutes")) is int
