"""What somebody at an office said, or we said to it: with who said it, the last words first."""

from __future__ import annotations


def said_by(speaker: str | None, words: str | None) -> str | None:
    """Put whoever spoke before their words, as one writes a talk down."""
    return ": ".join(part for part in (speaker, words) if part) or None


def above_the_earlier(words: str | None, earlier: str | None) -> str | None:
    """Put what is said now above what was said before: nothing that was said is lost."""
    return "\n\n".join(part for part in (words, earlier) if part) or None
