"""What whoever is to ring reads when somebody may be on the way where nobody has to go now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.language import N_

if TYPE_CHECKING:
    from hopecare.language.reader import Reader


def do_not_go(neighbour: str, resident: str, reader: Reader) -> str:
    """Say who must not go where, and that why is not to be said."""
    return reader.say(
        N_(
            "Ring now: %(neighbour)s was asked to look in on %(resident)s and must not go to the "
            "door any more. Do not say why."
        ),
        neighbour=neighbour,
        resident=resident,
    )


def need_not_go(neighbour: str, resident: str, reader: Reader) -> str:
    """Say who need not go any more, and that the news is not for them to hear first."""
    return reader.say(
        N_(
            "Ring now: %(neighbour)s was asked to look in on %(resident)s and need not go any "
            "more. What has happened, the family hears first."
        ),
        neighbour=neighbour,
        resident=resident,
    )


def alarm_is_over(reader: Reader) -> str:
    """Say, without names, as one of them may be what no text could be made with, that it is over.

    How the resident is stands on their page, and may not be for a neighbour.
    """
    return reader.say(
        N_(
            "Ring now: the alarm they heard of is over, and no text could tell them so. They need "
            "not go there or ring any more."
        )
    )
