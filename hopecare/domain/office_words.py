"""What somebody at an office said, with who said it."""

from __future__ import annotations


def said_by(speaker: str | None, words: str | None) -> str | None:
    """Put whoever spoke before their words, as one writes a talk down."""
    return ": ".join(part for part in (speaker, words) if part) or None
