"""How much memory a command has used."""

from __future__ import annotations

import resource
import sys


def peak_memory_mib() -> float:
    """The most this process used; Linux counts it in kibibytes, macOS in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)
