"""The simulator's figures as drawings: bars for each figure, and foretold beside observed.

Drawn here, in SVG: a few bars and a line need no drawing library, and every machine can draw them.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from hopecare.commands.matching_tables import ROWS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from hopecare.domain.matching.simulation.calibration import Calibration
    from hopecare.domain.matching.simulation.figures import Figures

LABELS, BARS, NUMBERS = 170, 400, 70
"""Widths of a drawing's three columns."""
ROW, HEAD = 22, 34
SIDE, EDGE = 320, 40
"""Of the square in which chances are drawn, and around it."""
OURS, OTHERS = "#0b6e4f", "#8a94a0"
INK: Final = "#1f2933"


def write_plots(folder: Path, found: Mapping[str, Figures]) -> None:
    """Draw each figure over all ways of asking, and each way's chances."""
    for field, (title, shape) in ROWS.items():
        values = {name: float(getattr(each, field)) for name, each in found.items()}
        (folder / f"{field}.svg").write_text(bars(title, values, shape), encoding="utf-8")
    for name, each in found.items():
        if each.foretold is not None:
            file = folder / f"chances-{name.replace(' ', '-')}.svg"
            file.write_text(chances(name, each.foretold), encoding="utf-8")


def bars(title: str, values: Mapping[str, float], shape: str) -> str:
    """One figure: a bar a way of asking, with its number."""
    most = max(values.values(), default=0.0) or 1.0
    parts = [_text(0, 18, title, weight="bold")]
    for at, (name, value) in enumerate(values.items()):
        top, long = HEAD + at * ROW, max(0.0, value / most * BARS)
        colour = OURS if name.startswith("ours") else OTHERS
        parts.append(_text(0, top + 13, name))
        parts.append(
            f'<rect x="{LABELS}" y="{top}" width="{long:.1f}" height="{ROW - 6}" fill="{colour}"/>'
        )
        parts.append(_text(LABELS + long + 6, top + 13, f"{value:{shape}}"))
    return _drawing(LABELS + BARS + NUMBERS, HEAD + len(values) * ROW, title, parts)


def chances(name: str, found: Calibration) -> str:
    """What was foretold (across) and what came (upwards), a dot a tenth; on the line it is true."""
    most = max(max(part.foretold, part.observed) for part in found.parts) or 1.0
    title = f"{name}: chances foretold and observed, up to {most:.2f}"
    low, high = EDGE + SIDE, EDGE
    parts = [
        _text(0, 18, title, weight="bold"),
        f'<rect x="{EDGE}" y="{EDGE}" width="{SIDE}" height="{SIDE}" fill="none" stroke="{INK}"/>',
        f'<line x1="{EDGE}" y1="{low}" x2="{low}" y2="{high}" stroke="{OTHERS}"/>',
    ]
    for part in found.parts:
        x, y = EDGE + part.foretold / most * SIDE, low - part.observed / most * SIDE
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{OURS}"/>')
    parts.append(_text(EDGE, low + 18, "foretold"))
    parts.append(_text(0, EDGE - 6, "observed"))
    return _drawing(SIDE + 2 * EDGE + 60, SIDE + 2 * EDGE, title, parts)


def _text(x: float, y: float, words: str, *, weight: str = "normal") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" font-weight="{weight}">{escape(words)}</text>'


def _drawing(width: int, height: int, title: str, parts: Iterable[str]) -> str:
    inside = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-10 0 {width + 20} {height + 10}"'
        f' width="{width + 20}" height="{height + 10}" role="img"'
        f' font-family="sans-serif" font-size="13" fill="{INK}">\n'
        f"<title>{escape(title)}</title>\n"
        f'<rect x="-10" width="{width + 20}" height="{height + 10}" fill="white"/>\n'
        f"{inside}\n</svg>\n"
    )
