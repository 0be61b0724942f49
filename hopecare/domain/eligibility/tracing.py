"""Follows an undecided value back to the facts it hangs on, leaving out what is settled already.

A fact can only matter where every value between it and the answer is still undecided; so nothing
that could change the answer is left out, and what no longer can is not asked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from hopecare.domain.eligibility.pack import RECEIVING, Derived, Pack
from hopecare.domain.eligibility.spans import UNDECIDED, YES, Span

if TYPE_CHECKING:
    from hopecare.domain.eligibility.frame import Column, Frame
    from hopecare.domain.eligibility.nodes import Node

Mask = NDArray[np.bool_]


def facts_behind(pack: Pack, node: Node, frame: Frame) -> tuple[str, ...]:
    """Give the open facts on which this expression still hangs, keyed as they are asked."""
    trace = Trace(pack, {item.key: item for item in pack.derived})
    trace.follow(node, frame, np.array([True]))
    order = {key: place for place, key in enumerate(pack.facts)}
    return tuple(sorted(trace.found, key=lambda key: trace.place(key, order)))


@dataclass(slots=True)
class Trace:
    """The facts found so far on the way back."""

    pack: Pack
    derived: dict[str, Derived]
    found: dict[str, str] = field(default_factory=dict)

    def place(self, key: str, order: dict[str, int]) -> tuple[int, str]:
        """Order facts as an interview goes."""
        return order.get(self.found[key], len(order)), key

    def follow(self, node: Node, frame: Frame, alive: Mask) -> None:
        """Go into the parts of a node where it is undecided."""
        alive = alive & undecided(node.run(frame))
        if not alive.any():
            return
        if node.name is not None:
            self._name(node.name, frame, alive)
        elif node.rows is not None:
            self._list(node, frame)
        else:
            for part in node.parts:
                self.follow(part, frame, alive)

    def _list(self, node: Node, frame: Frame) -> None:
        if node.rows is None:
            return
        inner = frame.inside(node.rows)
        present = frame.rows[node.rows].present
        if bool((present == UNDECIDED).any()):
            counter = self.pack.lists[node.rows].counted_by
            self.found[counter] = counter
        for part in node.parts:
            self.follow(part, inner, present == YES)

    def _name(self, name: str, frame: Frame, alive: Mask) -> None:
        if name in self.derived:
            item = self.derived[name]
            home, mask = (frame, alive) if item.rows else (_outside(frame), np.array([True]))
            self.follow(item.node, home, mask)
        elif name.startswith(RECEIVING):
            self.found[name] = name
        elif name in self.pack.facts:
            self._fact(name, alive)

    def _fact(self, name: str, alive: Mask) -> None:
        fact = self.pack.facts[name]
        if fact.rows is None:
            self.found[name] = name
            return
        short = name.partition(".")[2]
        for place in np.flatnonzero(alive):
            self.found[f"{fact.rows}.{place}.{short}"] = name


def undecided(column: Column) -> Mask:
    """Tell where a column is not known."""
    if isinstance(column, Span):
        return np.asarray(column.lo != column.hi)
    return np.asarray(column == UNDECIDED)


def _outside(frame: Frame) -> Frame:
    return frame if frame.within is None else frame.outside()
