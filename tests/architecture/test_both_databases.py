"""Whoever races, or expects a database to refuse, never takes turns between the databases."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.plugins.everyday import TURNING

ROOT = Path(__file__).parents[2]
ASKS_THE_DATABASE = re.compile(
    r"\b(Barrier|Thread|ThreadPoolExecutor|Popen|multiprocessing|is_sqlite"
    r"|IntegrityError|OperationalError|StaleDataError|begin_nested)\b"
)
MODULES = sorted(
    str(path.relative_to(ROOT)) for place in TURNING for path in (ROOT / place).rglob("*.py")
)


def names_of(path: Path) -> set[str]:
    """Every name the code uses; words in sentences do not count."""
    tree = ast.parse(path.read_text("utf-8"))
    found = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return found | {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


def test_whoever_races_or_expects_a_refusal_runs_on_both():
    asking = {
        module
        for module in MODULES
        if any(ASKS_THE_DATABASE.fullmatch(name) for name in names_of(ROOT / module))
        and "both_databases" not in (ROOT / module).read_text("utf-8")
    }
    assert asking == set()
