"""Why somebody who may help was left in peace at a look: each cap as a sentence. Data."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.matching.caps import REST_DAY, Cap
from hopecare.language import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hopecare.language.reader import Reader

CAP_SENTENCES: Final[Mapping[Cap, str]] = MappingProxyType(
    {
        Cap.SAID_NO: N_("%(number)s said not this time, or help here already, or did before"),
        Cap.HAS_ENOUGH: N_("%(number)s hold as many tasks as they wish to"),
        Cap.ASKED_NOW: N_("%(number)s have not answered yet, this or something else"),
        Cap.ASKED_LATELY: N_("%(number)s were asked for this in the last day"),
        Cap.ON_LEAVE: N_("%(number)s rest until a day they named"),
        Cap.OWN_HOURS: N_("%(number)s wish to be asked at other hours"),
        Cap.OWN_LIMIT: N_("%(number)s were asked as often this week as they wish to be"),
        Cap.THIS_DAY: N_("%(number)s were asked for something today"),
        Cap.THIS_WEEK: N_("%(number)s were asked often enough this week"),
        Cap.RESTS: N_("%(number)s rest after a heavy task"),
        Cap.CLASHES: N_("%(number)s have promised to help somewhere else at that time"),
        Cap.NO_WAY: N_("%(number)s cannot be reached: no texts are wished, or none comes there"),
        Cap.HELPS_MUCH: N_("%(number)s help much oftener than is usual, and others may be asked"),
    }
)


WAITING_SENTENCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        Cap.ASKED_NOW: N_("Waits: has not answered what they were asked before"),
        Cap.ASKED_LATELY: N_("Waits: was asked for this in the last day"),
        Cap.ON_LEAVE: N_("Waits: rests until a day they named"),
        Cap.OWN_HOURS: N_("Waits: wishes to be asked at other hours"),
        Cap.OWN_LIMIT: N_("Waits: was asked as often this week as they wish to be"),
        Cap.THIS_DAY: N_("Waits: was asked for something today"),
        Cap.THIS_WEEK: N_("Waits: was asked often enough this week"),
        Cap.RESTS: N_("Waits: rests after a heavy task"),
        Cap.CLASHES: N_("Has promised to help somewhere else at that time"),
        Cap.NO_WAY: N_("No text reaches them: please ring"),
        REST_DAY: N_("Waits: today is a public holiday, and this can wait"),
    }
)
"""Why one volunteer who is proposed is not asked yet, by the code that is kept."""


def cap_lines(skipped: Mapping[str, int], reader: Reader) -> list[str]:
    """Say each, the most frequent first; a code that is not known any more is left out."""
    known = {cap: skipped[cap.value] for cap in Cap if skipped.get(cap.value)}
    ordered = sorted(known.items(), key=lambda found: (-found[1], found[0].value))
    return [reader.say(CAP_SENTENCES[cap], number=reader.count(number)) for cap, number in ordered]
