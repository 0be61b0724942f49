"""The two kinds of walked expression, numbers and truth, and the names they may use."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from hopecare.domain.eligibility.grammar import refusal
from hopecare.domain.eligibility.spans import inverse
from hopecare.domain.eligibility.units import Unit, fits

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from hopecare.domain.eligibility.frame import Frame
    from hopecare.domain.eligibility.spans import Span, Truth


class NameKind(StrEnum):
    """What a declared name stands for."""

    NUMBER = "number"
    TRUTH = "truth"
    TABLE = "table"
    CODE = "code"


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """One name an expression may use: its kind, unit, list, and for tables and codes a bit more."""

    kind: NameKind
    unit: Unit | None = None
    rows: str | None = None
    key_unit: Unit | None = None
    code: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """All names an expression may use, and the lists it may count over.

    `built` has the parts that were built of these names: what is written twice is one node, so a
    frame that keeps what a node gave works it out once.
    """

    names: Mapping[str, Declared]
    lists: frozenset[str]
    built: dict[tuple[str | None, str], Node] = field(default_factory=dict, compare=False)

    def declared(self, name: str, within: str | None) -> Declared:
        """Find a name as seen from a household, or from a row of the list `within`."""
        found = self.names.get(name)
        if found is None:
            raise refusal("unknown_name", name=name)
        if found.rows is not None and found.rows != within:
            raise refusal("row_name_outside_its_list", name=name)
        return found


@dataclass(frozen=True, slots=True)
class NumberNode:
    """An expression that gives a number of a unit (None: a bare literal).

    `name` is set on a bare name, `rows` on what counts over a list, `parts` are what it is made of.
    `reached` tells, where it is not all of them, which parts the answer still hangs on. `adds` is
    set on a plain sum: it is undecided just where one of its parts is. `names` has every declared
    name used.
    """

    walk: Callable[[Frame], Span]
    unit: Unit | None
    parts: tuple[NumberNode | TruthNode, ...] = ()
    name: str | None = None
    rows: str | None = None
    used: frozenset[str] = frozenset()
    reached: Callable[[Frame], list[tuple[Node, NDArray[np.bool_]]]] | None = None
    adds: bool = False
    names: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Gather every declared name it uses."""
        object.__setattr__(self, "names", self.used | all_names(*self.parts))

    def run(self, frame: Frame) -> Span:
        """Work it out over a frame, or give what the frame has kept of it."""
        kept = frame.kept
        if kept is None:
            return self.walk(frame)
        found: Span | None = kept.get(id(self))
        if found is None:
            found = kept[id(self)] = self.walk(frame)
        return found


@dataclass(frozen=True, slots=True)
class Sides:
    """Both sides of a single comparison and what judges them, so that each is walked once.

    `sign` is +1 when left must not exceed right.
    """

    left: NumberNode
    right: NumberNode
    sign: int
    judge: Callable[[Span, Span], Truth]


@dataclass(frozen=True, slots=True)
class TruthNode:
    """An expression that gives yes, no or undecided; a single comparison also shows its sides."""

    walk: Callable[[Frame], Truth]
    parts: tuple[NumberNode | TruthNode, ...] = ()
    sides: Sides | None = None
    name: str | None = None
    rows: str | None = None
    used: frozenset[str] = frozenset()
    names: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Gather every declared name it uses."""
        object.__setattr__(self, "names", self.used | all_names(*self.parts))

    def run(self, frame: Frame) -> Truth:
        """Work it out over a frame, or give what the frame has kept of it."""
        kept = frame.kept
        if kept is None:
            return self.walk(frame)
        found: Truth | None = kept.get(id(self))
        if found is None:
            found = kept[id(self)] = self.walk(frame)
        return found


Node = NumberNode | TruthNode


def number(node: Node) -> NumberNode:
    """Insist on a number."""
    if isinstance(node, TruthNode):
        raise refusal("number_expected")
    return node


def truth(node: Node) -> TruthNode:
    """Insist on a yes or no."""
    if isinstance(node, NumberNode):
        raise refusal("yes_or_no_expected")
    return node


def opposite(inner: TruthNode) -> TruthNode:
    """Make the node that is yes where this one is no."""
    return TruthNode(lambda frame: inverse(inner.run(frame)), (inner,))


def common_unit(*parts: NumberNode) -> Unit | None:
    """Give the unit that all parts share, or refuse the mixture."""
    unit: Unit | None = None
    for part in parts:
        if not fits(unit, part.unit):
            raise refusal("unit_mismatch", left=sorted(unit or ()), right=sorted(part.unit or ()))
        unit = part.unit if unit is None else unit
    return unit


def all_names(*parts: Node) -> frozenset[str]:
    """Gather the declared names that the parts use."""
    return frozenset[str]().union(*(part.names for part in parts))
