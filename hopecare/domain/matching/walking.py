"""How long a way takes on foot, where nobody knows the streets: said as an estimate."""

from __future__ import annotations

from typing import Final

METRES_A_MINUTE: Final = 80
"""4.8 km an hour on foot."""
DETOUR: Final = 1.3
"""Streets are longer than the straight line."""


def minutes_on_foot(straight_m: float) -> int:
    """Reckon whole minutes from the straight line; never less than one."""
    return max(1, round(straight_m * DETOUR / METRES_A_MINUTE))
