"""Reads which automatic wordings of a town somebody has looked at, and which nobody has yet."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.language.wording_versions import version_of
from hopecare.language.wordings import Text
from models import Person, WordingRehearsal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session


HOLDS_NO_LONGER: Final = ""
"""Stands in place of a version where the network changed: no look before it holds any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """When somebody last looked at one version of a wording, and who."""

    version: str
    at: datetime
    by: Person | None
    """None where the town was set up with it seen."""

    @property
    def holds_no_longer(self) -> bool:
        """Say whether the network has changed since somebody looked."""
        return self.version == HOLDS_NO_LONGER


def unseen_wordings(
    session: Session, town_id: UUID, *, among: Iterable[Text] = tuple(Text)
) -> list[Text]:
    """Give the wordings whose present version nobody of the town has looked at.

    What was looked at for another network, by which it is said otherwise, counts no more.
    """
    looked = (
        select(WordingRehearsal.wording, WordingRehearsal.version)
        .where(WordingRehearsal.town_id == town_id)
        .order_by(WordingRehearsal.seen_at, WordingRehearsal.id)
    )
    seen: dict[str, set[str]] = defaultdict(set)
    for wording, version in session.execute(looked):
        if version == HOLDS_NO_LONGER:
            seen[wording].clear()
        else:
            seen[wording].add(version)
    wanted = set(among)
    return [each for each in Text if each in wanted and version_of(each) not in seen[each.value]]


def was_ever_seen(session: Session, town_id: UUID, wording: Text) -> bool:
    """Say whether anybody of the town has ever looked at this wording, in whichever version."""
    looked = select(WordingRehearsal.id).where(
        WordingRehearsal.town_id == town_id,
        WordingRehearsal.wording == wording.value,
        WordingRehearsal.version != HOLDS_NO_LONGER,
    )
    return session.scalar(looked.limit(1)) is not None


def last_look_at(session: Session, town_id: UUID) -> datetime | None:
    """Give when somebody last looked at any wording of the town."""
    looked = select(WordingRehearsal.seen_at).where(WordingRehearsal.town_id == town_id)
    return session.scalars(looked.order_by(WordingRehearsal.seen_at.desc()).limit(1)).first()


def last_looks(session: Session, town_id: UUID) -> Mapping[str, Look]:
    """Give the last look at each wording, whichever version it had."""
    looked = (
        select(WordingRehearsal, Person)
        .outerjoin(Person, Person.id == WordingRehearsal.seen_by_id)
        .where(WordingRehearsal.town_id == town_id)
        .order_by(WordingRehearsal.seen_at, WordingRehearsal.id)
    )
    return {
        row.wording: Look(version=row.version, at=row.seen_at, by=by)
        for row, by in session.execute(looked)
    }
