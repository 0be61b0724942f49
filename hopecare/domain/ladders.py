"""The ladders: whom we turn to, and how long after the question, while nobody answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.escalation import Rung
from hopecare.errors import SettingsMissingError

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One rung and its wait, counted from the moment the question was accepted by the network."""

    rung: Rung
    after: timedelta


LADDERS: Final[Mapping[str, tuple[Step, ...]]] = MappingProxyType(
    {
        "default": (
            Step(rung=Rung.REPEAT, after=timedelta(minutes=30)),
            Step(rung=Rung.KEYHOLDER, after=timedelta(hours=2)),
            Step(rung=Rung.COORDINATOR, after=timedelta(hours=2, minutes=30)),
            Step(rung=Rung.SOCIAL_WORKER, after=timedelta(hours=5)),
        ),
        "quick": (
            Step(rung=Rung.REPEAT, after=timedelta(minutes=10)),
            Step(rung=Rung.COORDINATOR, after=timedelta(minutes=30)),
            Step(rung=Rung.KEYHOLDER, after=timedelta(minutes=45)),
            Step(rung=Rung.SOCIAL_WORKER, after=timedelta(hours=2)),
        ),
    }
)


def ladder_named(name: str) -> tuple[Step, ...]:
    """The ladder of this name, or a refusal that names it."""
    if name not in LADDERS:
        raise SettingsMissingError(ladder=name)
    return LADDERS[name]


def step_at(name: str, position: int) -> Step | None:
    """The step at this position, counted from 0; None above the last."""
    steps = ladder_named(name)
    return steps[position] if position < len(steps) else None
