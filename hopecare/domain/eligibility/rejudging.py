"""Judges again after a change of facts or figures; what the change does not reach is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.eligibility.judging import (
    NOTHING_FORCED,
    Judged,
    ProgrammeColumns,
    judge_programme,
    work_out,
)
from hopecare.domain.eligibility.pack import ELIGIBLE

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np

    from hopecare.domain.eligibility.frame import Frame
    from hopecare.domain.eligibility.pack import Pack, Programme

Forced = Mapping[str, Mapping[str, "np.int8"]]
NOBODY_FORCED: Final[Forced] = MappingProxyType({})


def reached_by(pack: Pack, changed: Iterable[str]) -> frozenset[str]:
    """Give the changed names and every derived value that hangs on one of them."""
    reached = set(changed)
    for item in pack.derived:
        if not item.node.names.isdisjoint(reached):
            reached.add(item.key)
    return frozenset(reached)


def judge_again(
    pack: Pack,
    programmes: Sequence[Programme],
    frame: Frame,
    base: Mapping[str, ProgrammeColumns],
    reached: frozenset[str],
    forced: Forced = NOBODY_FORCED,
) -> dict[str, ProgrammeColumns]:
    """Judge programmes over a frame that was worked out before some names changed in it.

    `base` is what was found before; parts of a programme may be forced. A programme that neither
    reaches is kept whole.
    """
    work_out((item for item in pack.derived if item.key in reached), frame)
    found, names = {}, set(reached)
    for programme in programmes:
        key = programme.key
        if key not in forced and programme.names.isdisjoint(names):
            found[key] = base[key]
            continue
        names.add(ELIGIBLE + key)
        kept = _kept(programme, base[key], names)
        found[key] = judge_programme(
            programme, frame, kept=kept, forced=forced.get(key, NOTHING_FORCED)
        )
    return found


def _kept(programme: Programme, base: ProgrammeColumns, reached: set[str]) -> dict[str, Judged]:
    return {
        path: base.criteria[path]
        for path, criterion in programme.criteria.items()
        if criterion.test is not None and criterion.test.names.isdisjoint(reached)
    }
