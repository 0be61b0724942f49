"""What a row is to whoever asks, and the small predicates a permission is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hopecare.domain.roles import STAFF, Role

if TYPE_CHECKING:
    from uuid import UUID

    from hopecare.domain.identity import Identity


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a row is to the person who asks: whose it is, and who stands in it."""

    town_id: UUID | None = None
    centre_id: UUID | None = None
    """The centre responsible now; None while nobody is, so that every centre sees it."""
    person_id: UUID | None = None
    asked_id: UUID | None = None
    """The volunteer an offer was made to."""
    helper_id: UUID | None = None
    """The volunteer who holds the task; of an alert, whoever took it up."""
    is_active: bool = True
    """Whether the task still runs: address and telephone vanish when it ends."""
    told_ids: frozenset[UUID] = frozenset()
    """Whoever of staff was told of the alert, at whatever centre."""


NOWHERE: Final = Subject()
"""For permissions that look at no row, such as opening a page of one's own."""

Predicate = Callable[["Identity", Subject], bool]
Alternative = tuple[Predicate, ...]


def is_volunteer(identity: Identity, _subject: Subject) -> bool:
    """A registered neighbour."""
    return Role.VOLUNTEER in identity.roles


def is_staff(identity: Identity, _subject: Subject) -> bool:
    """Somebody who works for a centre, in whatever role."""
    return bool(identity.roles & STAFF)


def is_coordinator(identity: Identity, _subject: Subject) -> bool:
    """A coordinator."""
    return Role.COORDINATOR in identity.roles


def is_social_worker(identity: Identity, _subject: Subject) -> bool:
    """A social worker."""
    return Role.SOCIAL_WORKER in identity.roles


def is_administrator(identity: Identity, _subject: Subject) -> bool:
    """An administrator."""
    return Role.ADMINISTRATOR in identity.roles


def in_town(identity: Identity, subject: Subject) -> bool:
    """The row belongs to the person's own town: the hard wall."""
    return subject.town_id == identity.town_id


def in_centre(identity: Identity, subject: Subject) -> bool:
    """The row is the person's centre's, or nobody's yet, or they work for the whole town."""
    return identity.centre_id is None or subject.centre_id in (None, identity.centre_id)


def in_own_centre(identity: Identity, subject: Subject) -> bool:
    """The row is the person's centre's, or they work for the whole town: nobody's is the town's."""
    return identity.centre_id is None or subject.centre_id == identity.centre_id


def is_asked(identity: Identity, subject: Subject) -> bool:
    """The offer was made to this person."""
    return subject.asked_id == identity.person_id


def is_told(identity: Identity, subject: Subject) -> bool:
    """This person was told of the alert, so that they act on it."""
    return identity.person_id in subject.told_ids


def is_helper(identity: Identity, subject: Subject) -> bool:
    """The task, or the alert, is in this person's hands, also after it ended."""
    return subject.helper_id == identity.person_id


def is_active_helper(identity: Identity, subject: Subject) -> bool:
    """The task is this person's and still runs."""
    return subject.is_active and subject.helper_id == identity.person_id


def is_self(identity: Identity, subject: Subject) -> bool:
    """The row is about the person who asks."""
    return subject.person_id == identity.person_id


ROLE_PREDICATES: Final[frozenset[Predicate]] = frozenset(
    {is_volunteer, is_staff, is_coordinator, is_social_worker, is_administrator}
)
"""Predicates that look at the person only; the others look at the row."""
