"""Asks the press for a small clean picture of a paper: one file at a time, and never for long."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore
from typing import Final

from hopecare.domain.attachments import A_MEGABYTE, LARGEST_UPLOAD, PaperFault, fault_of_file
from hopecare.errors import FileNotAcceptedError

PRESS: Final = (sys.executable, "-m", "hopecare.reading.paper_press")
ROOT: Final = Path(__file__).resolve().parents[2]
LONGEST_S: Final = 30
_turn: Final = BoundedSemaphore(1)


def press_paper(content: bytes, *, longest_s: float = LONGEST_S) -> bytes:
    """Give the JPEG that is kept of a file, or refuse the file with a code and its numbers."""
    fault = fault_of_file(content)
    if fault is PaperFault.TOO_LARGE:
        raise FileNotAcceptedError(problem=fault.value, limit=LARGEST_UPLOAD // A_MEGABYTE)
    if fault is not None:
        raise FileNotAcceptedError(problem=fault.value)
    if not _turn.acquire(timeout=longest_s):
        raise FileNotAcceptedError(problem=PaperFault.BUSY.value)
    try:
        return _pressed(content, longest_s)
    finally:
        _turn.release()


def _pressed(content: bytes, longest_s: float) -> bytes:
    """A press that crashed, ran out of memory or of time says: this file cannot be read."""
    try:
        done = subprocess.run(  # noqa: S603  our own program; the file goes in as its input
            PRESS,
            input=content,
            capture_output=True,
            check=True,
            timeout=longest_s,
            cwd=ROOT,
            env={},
        )
    except subprocess.SubprocessError as error:
        raise FileNotAcceptedError(problem=PaperFault.UNREADABLE.value) from error
    answer, _, pressed = done.stdout.partition(b"\n")
    facts = json.loads(answer)
    if facts:
        raise FileNotAcceptedError(**facts)
    return pressed
