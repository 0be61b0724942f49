"""The functions an expression may call: bounds, rounding, first match, counting members."""

from __future__ import annotations

import ast
from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

from hopecare.domain.eligibility import spans
from hopecare.domain.eligibility.frame import Frame, any_of, counted, summed
from hopecare.domain.eligibility.grammar import refusal
from hopecare.domain.eligibility.nodes import Node, NumberNode, TruthNode, common_unit, opposite
from hopecare.domain.eligibility.spans import NO, YES

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from hopecare.domain.eligibility.spans import FloatColumn, Span, Truth


class BuildsParts(Protocol):
    """What a call needs to build its own parts."""

    def build(self, tree: ast.expr) -> Node:
        """Build a part of either kind."""

    def number(self, tree: ast.expr) -> NumberNode:
        """Build a part that must be a number."""

    def truth(self, tree: ast.expr) -> TruthNode:
        """Build a part that must be yes or no."""

    def row(self, rows_name: str) -> BuildsParts:
        """Give the builder for a row of the list."""


ROUNDINGS: Final[dict[str, Callable[[FloatColumn], FloatColumn]]] = {
    "floor": spans.round_down,
    "ceil": spans.round_up,
    "round_won": spans.round_nearest,
}
EXTREMES: Final = {"min": spans.smaller, "max": spans.larger}


def build_call(tree: ast.Call, builder: BuildsParts) -> Node:
    """Build a call of one of the few functions."""
    if not isinstance(tree.func, ast.Name):
        raise refusal("unknown_function")
    name = tree.func.id
    if name in LISTED:
        return _over_list(name, tree, builder)
    if tree.keywords:
        raise refusal("keyword_not_allowed", name=name)
    if name in EXTREMES:
        return _extreme(name, tree.args, builder)
    if name in ROUNDINGS:
        return _rounding(name, tree.args, builder)
    if name == "clip":
        return _clip(tree.args, builder)
    if name == "first_match":
        return _first_match(tree.args, builder)
    raise refusal("unknown_function", name=name)


def _extreme(name: str, args: list[ast.expr], builder: BuildsParts) -> NumberNode:
    _insist(len(args) > 1, name)
    parts = [builder.number(part) for part in args]
    function = EXTREMES[name]
    return NumberNode(
        lambda frame: reduce(function, (part.run(frame) for part in parts)),
        common_unit(*parts),
        tuple(parts),
    )


def _rounding(name: str, args: list[ast.expr], builder: BuildsParts) -> NumberNode:
    _insist(len(args) == 1, name)
    part, function = builder.number(args[0]), ROUNDINGS[name]
    return NumberNode(lambda frame: spans.shaped(part.run(frame), function), part.unit, (part,))


def _clip(args: list[ast.expr], builder: BuildsParts) -> NumberNode:
    _insist(len(args) == 3, "clip")  # noqa: PLR2004 - value, lowest, highest
    value, low, high = (builder.number(part) for part in args)
    return NumberNode(
        lambda frame: spans.smaller(
            spans.larger(value.run(frame), low.run(frame)), high.run(frame)
        ),
        common_unit(value, low, high),
        (value, low, high),
    )


def _first_match(args: list[ast.expr], builder: BuildsParts) -> NumberNode:
    """Build `first_match(condition, value, condition, value, ..., otherwise)`."""
    _insist(len(args) % 2 == 1 and len(args) > 1, "first_match")
    conditions = [builder.truth(part) for part in args[:-1:2]]
    values = [builder.number(part) for part in args[1::2]]
    otherwise = builder.number(args[-1])

    def run(frame: Frame) -> Span:
        result = otherwise.run(frame)
        for condition, value in zip(reversed(conditions), reversed(values), strict=True):
            result = spans.chosen(condition.run(frame), value.run(frame), result)
        return result

    def reached(frame: Frame) -> list[tuple[Node, NDArray[np.bool_]]]:
        found: list[tuple[Node, NDArray[np.bool_]]] = []
        still = np.array([True])
        for condition, value in zip(conditions, values, strict=True):
            truth = condition.run(frame)
            found += [(condition, still), (value, still & (truth != NO))]
            still = still & (truth != YES)
        return [*found, (otherwise, still)]

    unit = common_unit(*values, otherwise)
    return NumberNode(run, unit, (*conditions, *values, otherwise), reached=reached)


def _over_list(name: str, tree: ast.Call, builder: BuildsParts) -> Node:
    if not tree.args or not isinstance(tree.args[0], ast.Name):
        raise refusal("list_expected", name=name)
    rows_name = tree.args[0].id
    row = builder.row(rows_name)
    where = _where(tree.keywords, row)
    _insist(len(tree.args) <= 2, name)  # noqa: PLR2004 - the list and what is asked of a row
    body = row.build(tree.args[1]) if len(tree.args) > 1 else None
    return LISTED[name](rows_name, body, where)


def _where(keywords: list[ast.keyword], row: BuildsParts) -> TruthNode | None:
    if not keywords:
        return None
    if len(keywords) > 1 or keywords[0].arg != "where":
        raise refusal("keyword_not_allowed")
    return row.truth(keywords[0].value)


def _included(frame: Frame, rows_name: str, *conditions: TruthNode | None) -> Truth:
    inner, rows = frame.inside(rows_name), frame.rows[rows_name]
    result = rows.present
    for condition in conditions:
        if condition is not None:
            result = np.minimum(result, condition.run(inner))
    return result


def _any(rows_name: str, body: Node | None, where: TruthNode | None) -> TruthNode:
    asked = _asked(body, "any")

    def run(frame: Frame) -> Truth:
        included = _included(frame, rows_name, where, asked)
        return any_of(frame.rows[rows_name], frame.count, included)

    return TruthNode(run, _present(asked, where), rows=rows_name, used=frozenset({rows_name}))


def _all(rows_name: str, body: Node | None, where: TruthNode | None) -> TruthNode:
    asked = _asked(body, "all")
    return opposite(_any(rows_name, opposite(asked), where))


def _count(rows_name: str, body: Node | None, where: TruthNode | None) -> NumberNode:
    asked = None if body is None else _asked(body, "count")

    def run(frame: Frame) -> Span:
        included = _included(frame, rows_name, where, asked)
        return counted(frame.rows[rows_name], frame.count, included)

    return _counting(NumberNode(run, None, _present(asked, where)), rows_name)


def _sum(rows_name: str, body: Node | None, where: TruthNode | None) -> NumberNode:
    if not isinstance(body, NumberNode):
        raise refusal("number_expected", name="sum")

    def run(frame: Frame) -> Span:
        values = body.run(frame.inside(rows_name))
        included = _included(frame, rows_name, where)
        return summed(frame.rows[rows_name], frame.count, included, values)

    return _counting(NumberNode(run, body.unit, _present(body, where)), rows_name)


def _asked(body: Node | None, name: str) -> TruthNode:
    if not isinstance(body, TruthNode):
        raise refusal("yes_or_no_expected", name=name)
    return body


def _present(*parts: Node | None) -> tuple[Node, ...]:
    return tuple(part for part in parts if part is not None)


def _counting(node: NumberNode, rows_name: str) -> NumberNode:
    return replace(node, rows=rows_name, used=frozenset({rows_name}))


def _insist(right_number: bool, name: str) -> None:  # noqa: FBT001 - the check itself
    if not right_number:
        raise refusal("wrong_number_of_parts", name=name)


LISTED: Final[dict[str, Callable[[str, Node | None, TruthNode | None], Node]]] = {
    "any": _any,
    "all": _all,
    "count": _count,
    "sum": _sum,
}
