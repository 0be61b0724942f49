"""How long a way is and takes on foot, where nobody knows the streets: said as an estimate."""

from __future__ import annotations

from typing import Final

METRES_A_MINUTE: Final = 80
"""4.8 km an hour on foot."""
DETOUR: Final = 1.3
"""Streets are longer than the straight line."""
METRES_A_KM: Final = 1_000


def minutes_on_foot(straight_m: float) -> int:
    """Reckon whole minutes from the straight line; never less than one."""
    return max(1, round(straight_m * DETOUR / METRES_A_MINUTE))


def whole_km(straight_m: float) -> int:
    """Round to whole kilometres, where no more is known; never less than one."""
    return max(1, round(straight_m / METRES_A_KM))
