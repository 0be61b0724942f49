"""Change what a volunteer offers: by themself, or by a coordinator who also records checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.timeline import EntryKind
from hopecare.errors import StaleVersionError
from hopecare.queries.own_limits import is_beyond
from hopecare.queries.stoppable import tasks_held_by
from hopecare.queries.volunteers import person_by_id, profile_of
from hopecare.services.follow_changed_helper import follow_changed_helper
from hopecare.services.hold_asked import hold_asked
from hopecare.services.note_timeline import note_timeline
from hopecare.services.owe_check_call import owe_check_call
from hopecare.services.place_volunteer import place_volunteer
from hopecare.services.write_workplace import write_workplace

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.queries.asked_before import AskedBefore
    from hopecare.services.join_as_volunteer import VolunteerWish
    from models import Case, Need, VolunteerProfile

    _Asked = tuple[Case, Need, AskedBefore, bool]


def change_volunteer(  # noqa: PLR0913  whose profile, as it was read, as it shall be
    session: Session,
    *,
    person_id: UUID,
    version: int,
    wish: VolunteerWish,
    with_check: bool,
    by: Actor,
    now: datetime,
) -> VolunteerProfile:
    """Write the new wish; only staff may say which check somebody passed (`with_check`).

    What they are asked and lies outside it by now is let go, and asked of others.
    """
    profile = profile_of(session, person_id, alone=True)
    if profile.version != version:
        raise StaleVersionError(volunteer_id=person_id, version=profile.version)
    asked = _hold_asked(session, profile, now)
    checked_anew = with_check and _is_other_check(profile, wish)
    _write(profile, wish)
    _write_person(session, profile, wish)
    if checked_anew:
        profile.check_level = int(wish.check_level)
        profile.check_expires_on = wish.check_expires_on
        _follow_check(session, person_id, by, now)
    note_timeline(
        session,
        town_id=profile.town_id,
        kind=EntryKind.CHECK_RECORDED if checked_anew else EntryKind.VOLUNTEER_CHANGED,
        at=now,
        by=by,
        person_id=person_id,
        subject_id=profile.id,
        facts={"check_level": profile.check_level},
    )
    session.flush()
    _follow_asked(session, profile, asked, by, now)
    session.flush()
    return profile


def _hold_asked(session: Session, profile: VolunteerProfile, now: datetime) -> list[_Asked]:
    """Hold what they are asked, and read whether it lay beyond their way already."""
    held = hold_asked(session, residents=(), helpers=[profile.person_id], now=now).helped
    return [(case, need, before, is_beyond(session, profile, need)) for case, need, before in held]


def _follow_asked(
    session: Session,
    profile: VolunteerProfile,
    asked: Sequence[_Asked],
    by: Actor,
    now: datetime,
) -> None:
    """Let go what is outside by now, once for each need."""
    for case, need, before, was_beyond in asked:
        follow_changed_helper(
            session,
            case,
            need,
            before,
            profile=profile,
            was_beyond=was_beyond,
            by=by,
            now=now,
        )


def _follow_check(session: Session, person_id: UUID, by: Actor, now: datetime) -> None:
    """Ring about each help that the new check does not reach, and about no other any more."""
    session.flush()
    for task in tasks_held_by(session, person_id):
        owe_check_call(session, task_id=task.id, by=by, now=now)


def _is_other_check(profile: VolunteerProfile, wish: VolunteerWish) -> bool:
    before = (profile.check_level, profile.check_expires_on)
    return before != (int(wish.check_level), wish.check_expires_on)


def _write(profile: VolunteerProfile, wish: VolunteerWish) -> None:
    profile.skills = sorted(skill.value for skill in wish.skills)
    profile.languages = sorted(wish.languages)
    profile.avoids = sorted(wish.avoids)
    profile.slots = wish.slots
    profile.radius_m = wish.radius_m
    profile.max_active = wish.max_active
    profile.answers_by = wish.answers_by
    profile.askings_a_week = wish.askings_a_week
    profile.asked_from, profile.asked_until = wish.asked_hours or (None, None)
    if wish.grid is not None:
        profile.grid_lat, profile.grid_lon = wish.grid


def _write_person(session: Session, profile: VolunteerProfile, wish: VolunteerWish) -> None:
    """Write what follows from who they are: from where they start, and whose colleague they are."""
    person = person_by_id(session, profile.person_id)
    if wish.starts_from is not None and wish.starts_from is not profile.starts_from:
        place_volunteer(session, person, profile, starts_from=wish.starts_from)
    if wish.workplace is not None:
        write_workplace(person, wish.workplace)
