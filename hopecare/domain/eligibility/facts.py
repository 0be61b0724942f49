"""What may be asked of a household, and what is known of one: values, bounds, members, findings."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class FactKind(StrEnum):
    """What sort of answer a fact takes."""

    MONEY = "money"
    NUMBER = "number"
    YES_NO = "yes_no"
    CHOICE = "choice"


class Grade(StrEnum):
    """How well a figure is confirmed; D is never shipped, C is said to be unconfirmed."""

    A = "A"
    B = "B"
    C = "C"


@dataclass(frozen=True, slots=True, kw_only=True)
class Supposition:
    """What a question takes for granted of another fact: a number within limits, or an answer.

    `among` has the places of choices, or 1 for yes and -1 for no; where it is empty, the limits
    hold. Of a list of people it is enough that it holds for one.
    """

    fact: str
    lo: float = -math.inf
    hi: float = math.inf
    among: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that may be known: how it is asked, who knows it and which paper proves it.

    `rows` names the list whose rows carry it (members); None means the household as a whole.
    `judged_by` marks a finding that only a person records, with a reason. `samples` are ordinary
    answers, tried to find out how much the question would settle. `supposes` says where the
    question fits at all. `areas` says which answer an area of residence comes to, by the beginning
    of its official code. `is_cost` marks money that is taken off what counts: a cost or a debt.
    """

    key: str
    kind: FactKind
    unit: str
    lo: float
    hi: float
    name: Mapping[str, str]
    question: Mapping[str, str]
    hint: Mapping[str, str] = field(default_factory=dict)
    choices: tuple[str, ...] = ()
    choice_names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    rows: str | None = None
    group: str = ""
    known_by: str = ""
    proof: Mapping[str, str] = field(default_factory=dict)
    judged_by: str | None = None
    samples: tuple[float, ...] = ()
    weights: tuple[float, ...] = ()
    supposes: tuple[Supposition, ...] = ()
    areas: Mapping[str, str] = field(default_factory=dict)
    is_cost: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """A number that is known only to lie between two others, ends included."""

    lo: float
    hi: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person found where the law asks for judgement, and why."""

    holds: bool
    because: str


Answer = bool | int | float | str | Bounds


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdFacts:
    """What is known of one household; what is absent is unknown, never zero and never met.

    `rows` holds the members by list name, each with the fact's own key without the list; a list
    that is absent is unknown. `receiving` has the programmes whose receipt is known.
    """

    values: Mapping[str, Answer] = field(default_factory=dict)
    rows: Mapping[str, tuple[Mapping[str, Answer], ...]] = field(default_factory=dict)
    receiving: Mapping[str, bool] = field(default_factory=dict)
    decisions: Mapping[str, Decision] = field(default_factory=dict)
