"""Words that wait for a person to read them: whether they may wait for the morning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.domain.look_ins import LookInAnswer, read_look_in_answer
from hopecare.domain.replies import DISTRESS
from hopecare.domain.worry_words import sounds_worried

if TYPE_CHECKING:
    from datetime import datetime

    from hopecare.domain.replies import ReplyMeaning

SOON: Final = timedelta(minutes=30)
"""Somebody reads it within this time; then whoever is on duty hears that nobody has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """What is known of whoever may have written: one person, or all who share the telephone."""

    are_volunteers: bool
    """Each of them is known, and a volunteer and nothing else."""
    stands_beside: bool
    """One of them is somebody's carer, keyholder or another contact a resident named."""
    is_asked: bool
    """One of them was asked to look in or to knock, helps, or was told of an alert not ended."""

    @property
    def is_plain(self) -> bool:
        """A volunteer who stands beside nobody, and whom nobody has sent anywhere."""
        return self.are_volunteers and not self.stands_beside and not self.is_asked


def may_be_about_safety(writer: Writer, meaning: ReplyMeaning, body: str | None) -> bool:
    """Say whether unread words may be about somebody's safety.

    They may, unless a plain volunteer wrote them, whom nobody has sent anywhere, and no distress,
    no trouble at a door and no worry about somebody is heard in them. A call has no words: in it
    nobody heard anything.
    """
    if body is None or not writer.is_plain or meaning in DISTRESS:
        return True
    return read_look_in_answer(body) is LookInAnswer.NEEDS_HELP or sounds_worried(body)


def read_by(*, now: datetime, morning: datetime | None, about_safety: bool) -> datetime:
    """Say by when somebody has to read it.

    `morning` is when the night ends in which that half hour would be over; None by day. What is
    about nobody's safety wakes nobody: it has its half hour then, when the digest has named it.
    """
    if about_safety or morning is None:
        return now + SOON
    return morning + SOON
