"""The number of one of the staff: whole to whoever sets the rota, its end to everybody else.

Whoever sets the rota types these numbers into it, and rings them; to others a colleague's telephone
is that colleague's own matter. The end tells two numbers apart.
"""

from __future__ import annotations

from hopecare.domain.permissions import could_ever
from hopecare.web.identity import find_current_identity
from hopecare.web.language import current_reader

PERMISSION = "duty.set"


def staff_phone(number: str | None) -> str:
    """Give it as far as this reader may read it."""
    if not number:
        return ""
    identity = find_current_identity()
    is_open = identity is not None and could_ever(identity, PERMISSION)
    return current_reader().phone(number) if is_open else f"···· {number[-4:]}"
