"""What stands on the page about each wish of a resident about those who may help them."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.people import HelperWish
from hopecare.language import N_

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class WishWords:
    """A heading, what stands now either way, and the two buttons."""

    title: str
    holds: str
    not_held: str
    wish: str
    stop: str


WISH_SENTENCES: Final[Mapping[HelperWish, WishWords]] = MappingProxyType(
    {
        HelperWish.NOBODY_OF_BUILDING: WishWords(
            N_("Neighbours of the same building"),
            N_("Nobody of the same building is asked."),
            N_("Neighbours of the same building may be asked."),
            N_("Rather nobody of the building"),
            N_("They may be asked"),
        ),
        HelperWish.NOBODY_OF_WORKPLACE: WishWords(
            N_("Colleagues"),
            N_("Nobody of the same workplace is asked."),
            N_("Colleagues may be asked."),
            N_("Rather no colleagues"),
            N_("Colleagues may be asked too"),
        ),
        HelperWish.ONLY_STRANGERS: WishWords(
            N_("Somebody they do not know"),
            N_(
                "Nobody who knows them is asked: who helped before, is related, or lives or "
                "works with them."
            ),
            N_("People they know may be asked."),
            N_("Rather a stranger"),
            N_("People they know may be asked too"),
        ),
        HelperWish.MAY_BE_NAMED: WishWords(
            N_("Their name, before somebody says yes"),
            N_("Whoever is asked may read on their page: %(called)s."),
            N_("Whoever is asked reads only: a neighbour. Texts and calls never say a name."),
            N_("They may be named"),
            N_("Say only: a neighbour"),
        ),
    }
)
