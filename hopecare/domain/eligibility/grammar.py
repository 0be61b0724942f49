"""Which text may be an expression at all: short, shallow, and made of the few forms we walk.

Nothing is ever evaluated or compiled: `ast.parse` gives the tree, our own closures walk it.
"""

from __future__ import annotations

import ast
import warnings
from typing import Final

from hopecare.errors import ExpressionRefusedError

LONGEST: Final = 500
MOST_NODES: Final = 200
DEEPEST: Final = 20

ALLOWED: Final = (
    ast.Add, ast.And, ast.Attribute, ast.BinOp, ast.BoolOp, ast.Call, ast.Compare, ast.Constant,
    ast.Div, ast.Eq, ast.Gt, ast.GtE, ast.In, ast.keyword, ast.Load, ast.Lt, ast.LtE, ast.Mult,
    ast.Name, ast.Not, ast.NotEq, ast.NotIn, ast.Or, ast.Sub, ast.Subscript, ast.Tuple,
    ast.UnaryOp, ast.USub,
)  # fmt: skip


def read_tree(source: str) -> ast.expr:
    """Read the text into a tree of allowed forms, or refuse it with the reason."""
    if len(source) > LONGEST:
        raise refusal("too_long", limit=LONGEST)
    tree = _parsed(source)
    nodes = list(ast.walk(tree))
    if len(nodes) > MOST_NODES:
        raise refusal("too_many_parts", limit=MOST_NODES)
    for node in nodes:
        _check(node)
    if _depth(tree) > DEEPEST:
        raise refusal("too_deep", limit=DEEPEST)
    return tree


def refusal(problem: str, **facts: object) -> ExpressionRefusedError:
    """Make the refusal of an expression, with a stable code."""
    return ExpressionRefusedError(problem=problem, **facts)


def dotted(node: ast.expr) -> str:
    """Give a declared name as it is written, dots included; anything else is refused."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=name):
            return f"{dotted(value)}.{name}"
        case _:
            raise refusal("name_expected")


def _parsed(source: str) -> ast.expr:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ExpressionRefusedError(problem="not_an_expression") from error


def _check(node: ast.AST) -> None:
    if not isinstance(node, ALLOWED):
        raise refusal("form_not_allowed", form=type(node).__name__)
    if isinstance(node, ast.Constant) and type(node.value) not in {int, float}:
        raise refusal("constant_not_allowed", form=type(node.value).__name__)


def _depth(node: ast.AST) -> int:
    return 1 + max((_depth(child) for child in ast.iter_child_nodes(node)), default=0)
