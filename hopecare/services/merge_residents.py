"""Make two records of one person one: the second leads to the first, and nothing is lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.merging import WORDS, MergeField, Obstacle
from hopecare.domain.people import HelperWish
from hopecare.domain.timeline import EntryKind
from hopecare.errors import MergeRefusedError, StaleVersionError
from hopecare.queries.merge_rows import MOVED, called
from hopecare.queries.merge_views import MergeView, merge_view
from hopecare.queries.merged import kept_of
from hopecare.queries.not_to_send import visits_could_harm
from hopecare.queries.residents import person_by_id
from hopecare.queries.town_days import local_day
from hopecare.services.call_off_visits import call_off_visits
from hopecare.services.end_doubles import end_doubles
from hopecare.services.follow_merged_homes import follow_merged_homes
from hopecare.services.gather_in_centre import gather_in_centre
from hopecare.services.hold_homes import hold_homes
from hopecare.services.hold_people import hold_people
from hopecare.services.join_texts_wishes import join_texts_wishes
from hopecare.services.note_person_terms import note_person_terms
from hopecare.services.note_timeline import note_timeline
from hopecare.services.place_merged import place_merged
from hopecare.services.point_rows import point_rows
from hopecare.services.set_noted import Noted, set_noted
from hopecare.services.settle_plans import settle_plans
from models import Merge

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeWish:
    """Which record stays, as both were read, and which words of the other one stand."""

    kept_id: UUID
    other_id: UUID
    versions: tuple[int, int]
    from_other: frozenset[MergeField] = frozenset()
    seen: str | None = None
    """What both records said when they were shown (`MergeView.seen_as`); None for no page."""
    plan_id: UUID | None = None
    """The check-in plan that stands, where both records have one."""


def merge_residents(session: Session, wish: MergeWish, *, by: Actor, now: datetime) -> Merge:
    """Merge in one transaction, or refuse and say what a person has to settle first."""
    hold_people(session, wish.kept_id, wish.other_id)
    view = merge_view(
        session, wish.kept_id, wish.other_id, on=local_day(session, _town(session, wish), now)
    )
    _refuse(session, view, wish)
    noted: Noted = []
    homes = hold_homes(session, wish.kept_id, wish.other_id, now=now)
    _keep_from_doors(session, view, by, now)
    settle_plans(session, view, plan_id=wish.plan_id, noted=noted, by=by, now=now)
    end_doubles(session, view, from_other=wish.from_other, noted=noted, now=now)
    join_texts_wishes(session, view, noted=noted, by=by, now=now)
    _choose_words(view, wish, noted)
    gather_in_centre(session, view, noted=noted, by=by, now=now)
    moved = _point(session, wish)
    place_merged(session, homes, noted=noted)
    merge = Merge(
        town_id=view.kept.person.town_id,
        kept_id=wish.kept_id,
        merged_id=wish.other_id,
        at=now,
        by_id=by.person_id,
        moved=moved,
        replaced=list(noted),
    )
    session.add(merge)
    session.flush()
    note_person_terms(session, view.kept.person)
    # Before the merge's own word: only what comes after it forbids the undo.
    follow_merged_homes(session, homes, merge, by=by, now=now)
    _note(session, merge, by, now)
    return merge


def _keep_from_doors(session: Session, view: MergeView, by: Actor, now: datetime) -> None:
    """A record that says that a visit could harm says it of both: nobody stays on the way."""
    both = (view.kept.person, view.other.person)
    today = local_day(session, view.kept.person.town_id, now)
    if visits_could_harm(session, [each.id for each in both], on=today):
        for each in both:
            call_off_visits(session, each, by=by, now=now)


def _point(session: Session, wish: MergeWish) -> dict[str, list[str]]:
    """Point every row at the one who stays; say which, by their columns."""
    moved = {
        called(column): point_rows(session, column, source=wish.other_id, target=wish.kept_id)
        for column in MOVED
    }
    # The rows were pointed elsewhere behind the session's back; whoever reads on reads them anew.
    session.flush()
    session.expire_all()
    return {name: ids for name, ids in moved.items() if ids}


def _town(session: Session, wish: MergeWish) -> UUID:
    return person_by_id(session, wish.kept_id).town_id


def _refuse(session: Session, view: MergeView, wish: MergeWish) -> None:
    """Refuse what changed since it was read, and whatever stands in the way."""
    both = (wish.kept_id, wish.other_id)
    if wish.kept_id == wish.other_id or any(kept_of(session, each) for each in both):
        raise MergeRefusedError(obstacles=[])
    versions = (view.kept.person.version, view.other.person.version)
    if versions != wish.versions or wish.seen not in (None, view.seen_as):
        raise StaleVersionError(kind="person", person_id=wish.kept_id)
    obstacles = list(view.obstacles)
    plans = {plan.id for plan in (*view.kept.plans, *view.other.plans)}
    if view.chooses_plan and wish.plan_id not in plans:
        obstacles.append(Obstacle.NO_PLAN_CHOSEN)
    if obstacles:
        raise MergeRefusedError(obstacles=[each.value for each in obstacles])


def _choose_words(view: MergeView, wish: MergeWish, noted: Noted) -> None:
    """Let the chosen words of the other record stand in the one that stays."""
    person, other = view.kept.person, view.other.person
    for field in sorted(wish.from_other):
        for name in WORDS.get(field, ()):
            set_noted(noted, person, **{name: getattr(other, name)})
    _keep_stricter_wishes(person, other, noted)


def _keep_stricter_wishes(person: Person, other: Person, noted: Noted) -> None:
    """Of two wishes about helpers the stricter one stands, and a known workplace with it."""
    for wish in HelperWish:
        both = getattr(person, wish.value), getattr(other, wish.value)
        stricter = all(both) if wish is HelperWish.MAY_BE_NAMED else any(both)
        set_noted(noted, person, **{wish.value: stricter})
    if person.workplace is None and other.workplace is not None:
        set_noted(noted, person, workplace=other.workplace, workplace_index=other.workplace_index)


def _note(session: Session, merge: Merge, by: Actor, now: datetime) -> None:
    """One entry on the one timeline that is read from now on; it is the merge's last word."""
    session.flush()
    note_timeline(
        session,
        town_id=merge.town_id,
        kind=EntryKind.RESIDENTS_MERGED,
        at=now,
        by=by,
        person_id=merge.kept_id,
        subject_id=merge.id,
        facts={"merged": str(merge.merged_id)},
    )
    session.flush()
