"""The project's own Python files, parsed once for every guard."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("blueprints", "hopecare", "models", "notifications")


@dataclass(frozen=True, slots=True)
class Source:
    """One file: its path from the top, its text and its tree."""

    path: str
    text: str

    @property
    def name(self) -> str:
        return Path(self.path).stem

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)


@cache
def sources() -> tuple[Source, ...]:
    """Every file of the product; tests and migrations have rules of their own."""
    paths = [ROOT / "wsgi.py"]
    for package in PACKAGES:
        paths += sorted((ROOT / package).rglob("*.py"))
    named = [(path.relative_to(ROOT).as_posix(), path) for path in paths]
    return tuple(
        Source(name, path.read_text()) for name, path in named if "hopecare/migrations/" not in name
    )


def under(*folders: str) -> list[Source]:
    return [source for source in sources() if source.path.startswith(folders)]


def functions(tree: ast.AST) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in ast.walk(tree) if isinstance(node, kinds)]


def dotted(node: ast.AST) -> str:
    """A name as it is written: `os.environ`; empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        inner = dotted(node.value)
        return f"{inner}.{node.attr}" if inner else f".{node.attr}"
    return ""
