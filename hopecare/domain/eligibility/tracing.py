"""Follows an undecided value back to the facts it hangs on, leaving out what is settled already.

A fact can only matter where every value between it and the answer is still undecided; so nothing
that could change the answer is left out, and what no longer can is not asked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from hopecare.domain.eligibility.frame import at, open_at
from hopecare.domain.eligibility.judging import open_criteria
from hopecare.domain.eligibility.nodes import NumberNode
from hopecare.domain.eligibility.pack import ELIGIBLE, RECEIVING
from hopecare.domain.eligibility.spans import UNDECIDED, YES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hopecare.domain.eligibility.frame import Frame
    from hopecare.domain.eligibility.judging import ProgrammeColumns
    from hopecare.domain.eligibility.nodes import Node
    from hopecare.domain.eligibility.pack import Derived, Pack

Places = tuple[int, ...]
"""Of one household: itself, or those of its rows that a value still matters of."""
ITSELF: Final = (0,)


class Tracer:
    """Follows the expressions of one pack for the first household of a frame.

    What it has followed once it keeps, and so may the frame what it has worked out.
    """

    def __init__(self, pack: Pack, frame: Frame, judged: Mapping[str, ProgrammeColumns]) -> None:
        """Start with nothing followed."""
        self.pack = pack
        self.frame = frame
        self.judged = judged
        self.figures = frozenset(pack.parameters)
        self.derived = {item.key: item for item in pack.derived}
        self.order = {key: place for place, key in enumerate(pack.facts)}
        self.kept: dict[tuple[str, Places], dict[str, str]] = {}
        self.tests: dict[int, dict[str, str]] = {}

    def facts_behind(self, node: Node) -> tuple[str, ...]:
        """Give the open facts on which this expression still hangs, keyed as they are asked."""
        return self.ordered(self.behind(node))

    def behind(self, node: Node) -> Mapping[str, str]:
        """Follow a whole expression of the household, once."""
        if id(node) not in self.tests:
            trace = Trace(self)
            trace.follow(node, self.frame, ITSELF)
            self.tests[id(node)] = trace.found
        return self.tests[id(node)]

    def ordered(self, found: Mapping[str, str]) -> tuple[str, ...]:
        """Order facts as an interview goes."""
        last = len(self.order)
        return tuple(sorted(found, key=lambda key: (self.order.get(found[key], last), key)))


@dataclass(slots=True)
class Trace:
    """The facts found so far on the way back."""

    tracer: Tracer
    found: dict[str, str] = field(default_factory=dict)

    def follow(self, node: Node, frame: Frame, alive: Places) -> None:
        """Go into the parts of a node where it is undecided."""
        if node.names <= self.tracer.figures:  # no fact stands behind it
            return
        if not (isinstance(node, NumberNode) and node.adds):
            column = node.run(frame)
            alive = tuple(place for place in alive if open_at(column, place))
        if not alive:
            return
        if node.name is not None:
            self._name(node.name, frame, alive)
        elif node.rows is not None:
            self._list(node, frame)
        else:
            self._parts(node, frame, alive)

    def _parts(self, node: Node, frame: Frame, alive: Places) -> None:
        if isinstance(node, NumberNode) and node.reached is not None:
            for part, mask in node.reached(frame):
                self.follow(part, frame, tuple(place for place in alive if at(mask, place)))
            return
        for part in node.parts:
            self.follow(part, frame, alive)

    def _list(self, node: Node, frame: Frame) -> None:
        if node.rows is None:
            return
        inner = frame.inside(node.rows)
        present = frame.rows[node.rows].present[: _places(inner)]
        if (present == UNDECIDED).any():
            counter = self.tracer.pack.lists[node.rows].counted_by
            self.found[counter] = counter
        sure = tuple((present == YES).nonzero()[0].tolist())
        for part in node.parts:
            self.follow(part, inner, sure)

    def _name(self, name: str, frame: Frame, alive: Places) -> None:
        if name in self.tracer.derived:
            self._derived(self.tracer.derived[name], frame, alive)
        elif name.startswith(RECEIVING):
            self.found[name] = name
        elif name.startswith(ELIGIBLE):
            self._programme(name.removeprefix(ELIGIBLE))
        elif name in self.tracer.pack.facts:
            self._fact(name, alive)

    def _derived(self, item: Derived, frame: Frame, alive: Places) -> None:
        home, places = (frame, alive) if item.rows else (_outside(frame), ITSELF)
        key = (item.key, places)
        if key not in self.tracer.kept:
            inner = Trace(self.tracer)
            inner.follow(item.node, home, places)
            self.tracer.kept[key] = inner.found
        self.found |= self.tracer.kept[key]

    def _programme(self, key: str) -> None:
        if key not in self.tracer.judged:
            return
        programme = self.tracer.pack.programmes[key]
        for _, criterion in open_criteria(programme, self.tracer.judged[key]):
            if criterion.test is not None:
                self.found |= self.tracer.behind(criterion.test)

    def _fact(self, name: str, alive: Places) -> None:
        fact = self.tracer.pack.facts[name]
        if fact.rows is None:
            self.found[name] = name
            return
        short = name.partition(".")[2]
        for place in alive:
            self.found[f"{fact.rows}.{place}.{short}"] = name


def _places(frame: Frame) -> int:
    """Count the rows of the first household."""
    return 0 if frame.within is None else frame.within.owner.shape[0] // frame.count


def _outside(frame: Frame) -> Frame:
    return frame if frame.within is None else frame.outside()
