"""Who acts: a signed-in person, or the system itself by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID

    from hopecare.domain.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A signed-in person, without any row behind it."""

    account_id: UUID
    person_id: UUID
    town_id: UUID
    centre_id: UUID | None
    """None for those who work for the whole town, and for volunteers of no centre."""
    roles: frozenset[Role]
    language: str
    sign_in_id: UUID | None = None

    @property
    def code(self) -> str:
        """Name the actor by id, for keys and logs."""
        return f"account:{self.account_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemActor:
    """The system by the name of its job, or a door without sign-in such as the public page."""

    name: str

    @property
    def person_id(self) -> UUID | None:
        """No person acts here."""
        return None

    @property
    def code(self) -> str:
        """Name the actor by its job, for keys and logs."""
        return f"system:{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkHolder:
    """Whoever holds the telephone that a link was sent to: the person it was meant for."""

    link_id: UUID
    person_id: UUID

    @property
    def code(self) -> str:
        """Name the actor by the link's row, never by the link itself."""
        return f"link:{self.link_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiverHolder:
    """Whoever at an office holds the link it was given: nobody we know by name."""

    link_id: UUID

    @property
    def person_id(self) -> UUID | None:
        """No person of ours acts here."""
        return None

    @property
    def code(self) -> str:
        """Name the actor by the link's row, never by the link itself."""
        return f"receiver:{self.link_id}"


Actor = Identity | SystemActor | LinkHolder | ReceiverHolder
