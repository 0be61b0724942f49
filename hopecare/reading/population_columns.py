"""Reads lines of a population column by column: what is written often is interpreted once.

Only lines without a mistake are read so; who wrote what where is told line by line.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

import numpy as np

from hopecare.domain.eligibility.answered import Answered
from hopecare.domain.eligibility.answers import read_answer
from hopecare.domain.eligibility.pack import RECEIVING
from hopecare.domain.eligibility.probing import receipt_fact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hopecare.domain.eligibility.facts import Fact
    from hopecare.domain.eligibility.pack import Pack
    from hopecare.domain.eligibility.spans import IntColumn
    from hopecare.reading.sheets import Line

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the heading of one column asks: a fact, and for a list which row of which list."""

    fact: Fact
    listed: str = ""
    place: int = 0


def asked_by(pack: Pack, key: str) -> Asked:
    """Give what a heading asks; it must be one that is known."""
    if key.startswith(RECEIVING):
        return Asked(receipt_fact(pack.programmes[key.removeprefix(RECEIVING)]))
    listed, _, rest = key.partition(".")
    if listed not in pack.lists:
        return Asked(pack.facts[key])
    place, _, short = rest.partition(".")
    return Asked(pack.facts[f"{pack.lists[listed].row}.{short}"], listed, int(place))


def texts_of(lines: Sequence[Line], headings: Sequence[str]) -> list[Texts] | None:
    """Give the columns under these headings; None where a cell stands under no heading."""
    columns = list(zip_longest(*(cells for _, cells in lines), fillvalue=""))
    columns += [("",) * len(lines)] * (len(headings) - len(columns))
    nameless = [column for column, name in zip_longest(columns, headings) if not name]
    return None if any(map(any, nameless)) else columns[: len(headings)]


def read_columns(pack: Pack, columns: dict[str, Texts], count: int) -> Answered | None:
    """Read the columns by their headings; None where something is not as it may be."""
    answers, listed = {}, {key: np.zeros(count, dtype=np.int64) for key in pack.lists}
    for key, texts in columns.items():
        asked = asked_by(pack, key)
        read = {text: read_answer(asked.fact, text) for text in set(texts)}
        if any(problem for _, problem in read.values()):
            return None
        answers[key] = [read[text][0] for text in texts]
        if asked.listed:
            listed[asked.listed] = np.maximum(listed[asked.listed], _reach(texts, asked.place))
    said = Answered(count=count, answers=answers, listed=listed)
    return said if said.is_sound(pack) else None


def _reach(texts: Texts, place: int) -> IntColumn:
    """Say how many rows a cell stands for: it and those before it, or none where it is empty."""
    return np.array([place + 1 if text else 0 for text in texts], dtype=np.int64)
