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
NOT_KNOWN: Final = N_("Not known exactly")


def how_far(band: DistanceBand | None, *, by_telephone: bool) -> str:
    """Say the band in the reader's language."""
    if by_telephone:
        return current_reader().say(BY_TELEPHONE)
    return current_reader().say(NOT_KNOWN if band is None else BANDS[band])
