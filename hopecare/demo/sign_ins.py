"""Who may sign in to the demonstration, in the words printed at the start."""

from __future__ import annotations

from typing import Final

SIGN_INS: Final = (
    "coordinator          north centre, Namyangju (also east-, south-, west-coordinator)",
    "socialworker         north centre, Namyangju (also east-, south-, west-socialworker)",
    "admin                the whole town of Namyangju",
    "river-coordinator    Riverbend, the second town (also river-socialworker, river-admin)",
    "Gong Sup, volunteer  010-0000-0301; the code arrives on the handset page, /handset",
)
"""Sign-in name and what it opens; volunteers use telephone and code."""
