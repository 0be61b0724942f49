"""The process in which a strange file is opened: no keys, no network of ours, bounded memory.

Reads a file from its input, and writes a line of JSON and then, if all went well, a JPEG.
"""

from __future__ import annotations

import json
import resource
import sys
from contextlib import suppress
from typing import Final

from hopecare.errors import FileNotAcceptedError
from hopecare.reading.pictures import press

MOST_MEMORY: Final = 1024 * 1024 * 1024
MOST_SECONDS: Final = 20


def main() -> None:
    """Press what comes in."""
    bound_process()
    try:
        pressed, answer = press(sys.stdin.buffer.read()), {}
    except FileNotAcceptedError as error:
        pressed, answer = b"", error.facts
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + pressed)


def bound_process() -> None:
    """Let this process have no more memory and time than a paper needs, and leave no traces."""
    _bound(resource.RLIMIT_AS, MOST_MEMORY)
    _bound(resource.RLIMIT_CPU, MOST_SECONDS)
    _bound(resource.RLIMIT_CORE, 0)


def _bound(what: int, most: int) -> None:
    with suppress(ValueError, OSError):  # a system without this bound keeps the others
        resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    main()
