"""What is wrong with a point that somebody wrote down, by the code of its refusal."""

from __future__ import annotations

from typing import Final

from hopecare.language import N_

OF_POINTS: Final[dict[str, str]] = {
    "point_in_other_district": N_("This lies in another district than the one chosen here."),
    "point_outside_district": N_("This lies outside the district that is chosen here."),
    "point_not_of_home": N_(
        "This lies in another district than the home does. Where they live elsewhere now, write "
        "that down instead."
    ),
    "point_outside_home_district": N_(
        "This lies outside the district of the home. Where they live elsewhere now, write that "
        "down instead."
    ),
    "point_at_zero": N_("0/0 lies in the sea. Please write where it is."),
    "point_swapped": N_("Latitude and longitude seem to be the wrong way round."),
    "point_far_off": N_("This lies more than 50 km from every district of our town."),
}
