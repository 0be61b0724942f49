"""What a volunteer may know of a distance before they have said yes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.matching.distance import DistanceBand
from hopecare.language import N_
from hopecare.web.language import current_reader

if TYPE_CHECKING:
    from collections.abc import Mapping

BANDS: Final[Mapping[DistanceBand, str]] = {
    DistanceBand.UNDER_500_M: N_("Less than 500 m from you"),
    DistanceBand.UNDER_1_KM: N_("Less than 1 km from you"),
    DistanceBand.UNDER_2_KM: N_("Less than 2 km from you"),
    DistanceBand.UNDER_5_KM: N_("Less than 5 km from you"),
    DistanceBand.FARTHER: N_("Farther than 5 km from you"),
}
BY_TELEPHONE: Final = N_("By telephone, from home")
FROM_THE_MIDDLE: Final = N_("%(distance)s, measured from the middle of the district")
NOT_KNOWN: Final = N_("Not known exactly")


def how_far(band: DistanceBand | None, *, by_telephone: bool, is_rough: bool = False) -> str:
    """Say the band in the reader's language; from the middle of a district never the nearest."""
    reader = current_reader()
    if by_telephone:
        return reader.say(BY_TELEPHONE)
    if band is None:
        return reader.say(NOT_KNOWN)
    if not is_rough:
        return reader.say(BANDS[band])
    wide = DistanceBand.UNDER_1_KM if band is DistanceBand.UNDER_500_M else band
    return reader.say(FROM_THE_MIDDLE, distance=reader.say(BANDS[wide]))
