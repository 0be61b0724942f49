"""Units of declared numbers, so that a monthly amount is never compared with a yearly one."""

from __future__ import annotations

from collections import Counter
from functools import cache

Unit = frozenset[tuple[str, int]]

PLAIN: Unit = frozenset()


def read_unit(text: str) -> Unit:
    """Read `KRW/month`, `1/month`, `persons` or an empty text into a unit."""
    top, _, bottom = text.partition("/")
    powers: Counter[str] = Counter()
    powers.update(dict.fromkeys(_names(top), 1))
    powers.subtract(dict.fromkeys(_names(bottom), 1))
    return _unit(powers)


def product(left: Unit | None, right: Unit | None) -> Unit | None:
    """Give the unit of a product; a bare literal (None) takes the other's unit."""
    if left is None or right is None:
        return right if left is None else left
    powers = Counter(dict(left))
    powers.update(dict(right))
    return _unit(powers)


def quotient(left: Unit | None, right: Unit | None) -> Unit | None:
    """Give the unit of a quotient; a bare literal (None) takes the other's unit."""
    if right is None:
        return left
    return product(left or PLAIN, frozenset((name, -power) for name, power in right))


def fits(left: Unit | None, right: Unit | None) -> bool:
    """Tell whether two numbers may be added or compared; a literal fits everything."""
    return left is None or right is None or left == right


@cache
def show_unit(unit: Unit | None) -> str:
    """Write a unit as it is declared: `KRW/month`; a plain number has an empty one."""
    top = sorted(name for name, power in unit or () if power > 0)
    bottom = sorted(name for name, power in unit or () if power < 0)
    return "*".join(top or ["1"][: len(bottom)]) + "".join(f"/{name}" for name in bottom)


def _names(text: str) -> list[str]:
    return [name for name in text.strip().split("*") if name not in {"", "1"}]


def _unit(powers: Counter[str]) -> Unit:
    return frozenset((name, power) for name, power in powers.items() if power != 0)
