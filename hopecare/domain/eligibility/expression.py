"""Turns the tree of an expression into our own closures over a frame, checking units on the way."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from hopecare.domain.eligibility import spans
from hopecare.domain.eligibility.functions import build_call
from hopecare.domain.eligibility.grammar import dotted, read_tree, refusal
from hopecare.domain.eligibility.nodes import (
    NameKind,
    Node,
    NumberNode,
    Sides,
    TruthNode,
    Vocabulary,
    common_unit,
    number,
    opposite,
    truth,
)
from hopecare.domain.eligibility.spans import NO, YES
from hopecare.domain.eligibility.units import Unit, fits, product, quotient

if TYPE_CHECKING:
    from collections.abc import Callable

    from hopecare.domain.eligibility.frame import Frame
    from hopecare.domain.eligibility.spans import Span, Truth

LARGEST_CONSTANT: Final = 1e15


def read_number(source: str, vocabulary: Vocabulary, *, within: str | None = None) -> NumberNode:
    """Read an expression that gives a number."""
    return number(Builder(vocabulary, within).build(read_tree(source)))


def read_truth(source: str, vocabulary: Vocabulary, *, within: str | None = None) -> TruthNode:
    """Read an expression that gives yes or no."""
    return truth(Builder(vocabulary, within).build(read_tree(source)))


def read_any(source: str, vocabulary: Vocabulary, *, within: str | None = None) -> Node:
    """Read an expression of either kind."""
    return Builder(vocabulary, within).build(read_tree(source))


@dataclass(frozen=True, slots=True)
class Builder:
    """Builds closures for one expression, seen from a household or from a row of a list."""

    vocabulary: Vocabulary
    within: str | None

    def build(self, tree: ast.expr) -> Node:
        """Turn a tree into a node, or give the one that was built of the same tree before."""
        written = (self.within, ast.dump(tree))
        built = self.vocabulary.built
        if written not in built:
            built[written] = self._build(tree)
        return built[written]

    def _build(self, tree: ast.expr) -> Node:  # noqa: C901, PLR0911 - one case a form
        match tree:
            case ast.Constant(value=value):
                return _literal(value)
            case ast.Name() | ast.Attribute():
                return self._name(dotted(tree))
            case ast.UnaryOp():
                return self._unary(tree)
            case ast.BinOp():
                return _arithmetic(tree.op, self.number(tree.left), self.number(tree.right))
            case ast.BoolOp():
                return _joined(tree.op, [truth(self.build(part)) for part in tree.values])
            case ast.Compare():
                return self._compare(tree)
            case ast.Subscript():
                return self._lookup(tree)
            case ast.Call():
                return build_call(tree, self)
            case _:
                raise refusal("form_not_allowed", form=type(tree).__name__)

    def number(self, tree: ast.expr) -> NumberNode:
        """Build a part that must be a number."""
        return number(self.build(tree))

    def truth(self, tree: ast.expr) -> TruthNode:
        """Build a part that must be yes or no."""
        return truth(self.build(tree))

    def row(self, rows_name: str) -> Builder:
        """Give the builder for a row of the list; lists are not counted inside lists."""
        if self.within is not None:
            raise refusal("list_inside_list", name=rows_name)
        if rows_name not in self.vocabulary.lists:
            raise refusal("unknown_list", name=rows_name)
        return Builder(self.vocabulary, rows_name)

    def _name(self, name: str) -> Node:
        declared = self.vocabulary.declared(name, self.within)
        used = frozenset({name})
        match declared.kind:
            case NameKind.NUMBER:
                return NumberNode(
                    lambda frame: frame.span(name), declared.unit, name=name, used=used
                )
            case NameKind.TRUTH:
                return TruthNode(lambda frame: frame.truth(name), name=name, used=used)
            case NameKind.CODE:
                value = spans.constant(declared.code)
                return NumberNode(lambda _: value, declared.unit)
            case NameKind.TABLE:
                raise refusal("table_needs_a_key", name=name)

    def _unary(self, tree: ast.UnaryOp) -> Node:
        if isinstance(tree.op, ast.Not):
            inner = self.truth(tree.operand)
            return opposite(inner)
        return _arithmetic(ast.Sub(), _literal(0), self.number(tree.operand))

    def _compare(self, tree: ast.Compare) -> TruthNode:
        parts = [tree.left, *tree.comparators]
        links = [
            self._link(op, left, right)
            for op, left, right in zip(tree.ops, parts, parts[1:], strict=False)
        ]
        return links[0] if len(links) == 1 else _joined(ast.And(), links)

    def _link(self, op: ast.cmpop, left: ast.expr, right: ast.expr) -> TruthNode:
        if isinstance(op, ast.In | ast.NotIn):
            return self._membership(op, left, right)
        return _comparison(op, self.number(left), self.number(right))

    def _membership(self, op: ast.cmpop, left: ast.expr, right: ast.expr) -> TruthNode:
        if not isinstance(right, ast.Tuple):
            raise refusal("list_of_values_expected")
        value = self.number(left)
        equal = [_comparison(ast.Eq(), value, self.number(item)) for item in right.elts]
        found = _joined(ast.Or(), equal)
        if isinstance(op, ast.In):
            return found
        return opposite(found)

    def _lookup(self, tree: ast.Subscript) -> NumberNode:
        name = dotted(tree.value)
        declared = self.vocabulary.declared(name, self.within)
        if declared.kind is not NameKind.TABLE:
            raise refusal("not_a_table", name=name)
        key = self.number(tree.slice)
        if not fits(declared.key_unit, key.unit):
            raise refusal("unit_mismatch", name=name)
        return NumberNode(
            lambda frame: frame.table(name).at(key.run(frame)),
            declared.unit,
            (key,),
            used=frozenset({name}),
        )


def _literal(value: object) -> NumberNode:
    if not isinstance(value, int | float):
        raise refusal("constant_not_allowed")
    if abs(value) > LARGEST_CONSTANT:
        raise refusal("constant_too_large")
    fixed = spans.constant(value)
    return NumberNode(lambda _: fixed, None)


def _arithmetic(op: ast.operator, left: NumberNode, right: NumberNode) -> NumberNode:
    function = _ARITHMETIC[type(op)]
    return NumberNode(
        lambda frame: function(left.run(frame), right.run(frame)),
        _result_unit(op, left, right),
        (left, right),
        adds=isinstance(op, ast.Add | ast.Sub),
    )


def _result_unit(op: ast.operator, left: NumberNode, right: NumberNode) -> Unit | None:
    match op:
        case ast.Mult():
            return product(left.unit, right.unit)
        case ast.Div():
            return quotient(left.unit, right.unit)
        case _:
            return common_unit(left, right)


def _joined(op: ast.boolop, parts: list[TruthNode]) -> TruthNode:
    function, last = (np.minimum, NO) if isinstance(op, ast.And) else (np.maximum, YES)

    def run(frame: Frame) -> Truth:
        found = parts[0].run(frame)
        for part in parts[1:]:
            if found.shape[0] == 1 and found[0] == last:
                break
            found = function(found, part.run(frame))
        return found

    return TruthNode(run, tuple(parts))


def _comparison(op: ast.cmpop, left: NumberNode, right: NumberNode) -> TruthNode:
    common_unit(left, right)
    judge, sign = _COMPARISONS[type(op)]
    return TruthNode(
        lambda frame: judge(left.run(frame), right.run(frame)),
        (left, right),
        Sides(left, right, sign, judge) if sign else None,
    )


_ARITHMETIC: Final[dict[type[ast.operator], Callable[[Span, Span], Span]]] = {
    ast.Add: spans.add,
    ast.Sub: spans.subtract,
    ast.Mult: spans.multiply,
    ast.Div: spans.divide,
}

_COMPARISONS: Final[dict[type[ast.cmpop], tuple[Callable[[Span, Span], Truth], int]]] = {
    ast.LtE: (spans.at_most, 1),
    ast.Lt: (spans.less, 1),
    ast.GtE: (lambda a, b: spans.at_most(b, a), -1),
    ast.Gt: (lambda a, b: spans.less(b, a), -1),
    ast.Eq: (spans.same, 0),
    ast.NotEq: (lambda a, b: spans.inverse(spans.same(a, b)), 0),
}
