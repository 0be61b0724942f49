"""What the sender asks about the cause of words.

Whoever answers knows the care path. This side knows messages, their readers and telephones, and
nothing of cases.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, time
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import Message


class Causes(Protocol):
    """The causes of some messages, as they stand at the moment of asking."""

    def is_over(self, message: Message) -> bool:
        """Whether what these words speak about is over."""

    def has_died(self, message: Message) -> bool:
        """Whether the reader has died, or whoever the words are about."""

    def has_left(self, message: Message) -> bool:
        """Whether the words are for staff, and the reader works here no more."""

    def is_paused(self, message: Message) -> bool:
        """Whether the words ask by a plan that rests on this day."""

    def is_agreed_to(self, message: Message) -> bool:
        """Whether everybody agrees whose consent these words need."""

    def zone_of(self, message: Message) -> str | None:
        """By whose clock the reader lives, where it is not the town's."""

    def duty_phone_of(self, message: Message) -> UUID | None:
        """On which of their numbers the reader is on duty now, where one was chosen."""

    def asked_hours_of(self, message: Message) -> tuple[time, time] | None:
        """From when until when the reader wishes to be asked what these words ask; None: always."""

    def is_answered_by_carer(self, message: Message) -> bool:
        """Whether the answer that counts is a carer's alone."""

    def stands_until(self, message: Message) -> datetime | None:
        """Until when what these words offer stands, where it lapses."""


class ReadCauses(Protocol):
    """Reads the causes of many messages at once."""

    def __call__(self, session: Session, messages: Sequence[Message], *, now: datetime) -> Causes:
        """Read them: one statement a table, whatever the number of messages."""
