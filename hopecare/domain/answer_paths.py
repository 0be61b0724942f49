"""By which ways an answer finds its way back without a text to us: by what is asked. Data.

Whatever is asked has such a way in every network; a test walks each of them through its own door.
A person who rings and writes the answer down is always there, and stands in no list of machines.
"""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.channel_profiles import Answerable
from hopecare.domain.channels import Channel, ReplyWay

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hopecare.domain.channel_profiles import ChannelProfile


class AnswerPath(StrEnum):
    """A way back that needs no text to us."""

    KEYPRESS = "keypress"
    """A key in an automated call."""
    OWN_PAGE = "own_page"
    """Their own page, signed in."""
    LINK = "link"
    """A link that answers this one question, once."""


PATHS: Final[Mapping[Answerable, tuple[AnswerPath, ...]]] = MappingProxyType(
    {
        # Residents have no account and no page: they take a call, or open a link.
        Answerable.CHECK_IN: (AnswerPath.KEYPRESS, AnswerPath.LINK),
        Answerable.OFFER: (AnswerPath.KEYPRESS, AnswerPath.OWN_PAGE, AnswerPath.LINK),
        Answerable.ALERT: (AnswerPath.KEYPRESS, AnswerPath.OWN_PAGE, AnswerPath.LINK),
        # A keyholder has no account either.
        Answerable.LOOK_IN: (AnswerPath.KEYPRESS, AnswerPath.LINK),
    }
)
"""Every way there is; which of them a network has, `paths_of` says."""


def paths_of(profile: ChannelProfile, asked: Answerable) -> tuple[AnswerPath, ...]:
    """Give the ways by which this may be answered in a network, without a text to us.

    Staff are rung about an alert only where the network's file says so.
    """
    lacks = set()
    rings = asked is not Answerable.ALERT or ReplyWay.KEYPRESS in profile.answers[asked]
    if Channel.VOICE not in profile.channels or not rings:
        lacks.add(AnswerPath.KEYPRESS)
    if not profile.links_allowed:
        lacks.add(AnswerPath.LINK)
    return tuple(each for each in PATHS[asked] if each not in lacks)
