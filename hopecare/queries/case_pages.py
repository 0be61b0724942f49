"""Everything the page of one case shows, in a fixed number of reads."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import or_, select

from hopecare.domain.care_path import CaseStatus, OfferStatus, TaskStatus
from hopecare.domain.needs import NeedRhythm
from hopecare.domain.timeline_groups import KINDS_OF
from hopecare.queries.aid import aid_of_case
from hopecare.queries.askings import askings_of_case
from hopecare.queries.cases import case_by_id
from hopecare.queries.goals import goals_of_case
from hopecare.queries.merged import is_of
from hopecare.queries.needs import LIVE, needs_of_case
from hopecare.queries.places import find_household
from hopecare.queries.residents import person_by_id
from hopecare.queries.timelines import Stretch, newest_before, stretch_of
from hopecare.queries.weekly import backups_of_case, missed_weeks_of_case
from models import (
    Area,
    Centre,
    Offer,
    Person,
    Report,
    Task,
    TimelineEntry,
    Visit,
    Worry,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.orm import Session

    from hopecare.domain.offers import TaskEnd
    from hopecare.domain.timeline_groups import TimelineGroup
    from hopecare.queries.askings import AskedSoFar
    from hopecare.queries.timelines import Place
    from models import AidGiven, Backup, Case, CaseGoal, Household, MissedWeek, Need

LAST_VISITS = 10
LAST_ENTRIES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedView:
    """One need with who helps, who is asked and what they said."""

    need: Need
    tasks: Sequence[Task]
    offers: Sequence[Offer]
    backup: Backup | None
    missed: Sequence[MissedWeek]
    """The days its helper could not come."""
    covers: MissedWeek | None
    """The missed day it stands in for."""
    asking: AskedSoFar | None = None
    """The last time neighbours were asked for it."""

    @property
    def is_asked_by_itself(self) -> bool:
        """Whether a wave follows without anybody's doing."""
        return self.asking is not None and self.asking.asking.ended_at is None

    @property
    def is_live(self) -> bool:
        """Whether it is neither met nor ended."""
        return self.need.status in LIVE

    @property
    def helpers(self) -> list[Task]:
        """The tasks that run now."""
        return [task for task in self.tasks if task.status is TaskStatus.ACTIVE]

    @property
    def standing(self) -> list[Offer]:
        """The offers that wait for an answer."""
        return [offer for offer in self.offers if offer.status is OfferStatus.STANDING]

    @property
    def ends(self) -> Mapping[UUID | None, TaskEnd | None]:
        """How what came of an offer has ended, where it has."""
        return {task.offer_id: task.ended_by for task in self.tasks if task.ended_by}

    @property
    def untold(self) -> list[Offer]:
        """Those whose question never came to whoever was asked."""
        return [offer for offer in self.offers if offer.words_lost_at is not None]

    @property
    def asked_people(self) -> set[UUID]:
        """Whom this asking reached, each once: nobody of before the day the page names."""
        return {offer.helper_id for offer in self.offers if self._is_of_asking(offer)}

    @property
    def asked_before(self) -> set[UUID]:
        """Whom only an earlier asking reached."""
        return {offer.helper_id for offer in self.offers} - self.asked_people

    def _is_of_asking(self, offer: Offer) -> bool:
        return self.asking is None or offer.made_at >= self.asking.asking.opened_at

    @property
    def backups(self) -> list[Offer]:
        """Those who said yes after it was taken."""
        return [offer for offer in self.offers if offer.status is OfferStatus.LATE]

    @property
    def is_weekly(self) -> bool:
        """Whether it is needed every week."""
        return self.need.rhythm is NeedRhythm.WEEKLY

    @property
    def places_left(self) -> int:
        """How many more helpers it takes."""
        return self.need.people_needed - len(self.helpers) if self.is_live else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """One case as its page shows it."""

    case: Case
    resident: Person
    centre: Centre
    area: Area | None
    home: Household | None
    needs: Sequence[NeedView]
    visits: Sequence[Visit]
    worries: Sequence[Worry]
    aid: Sequence[AidGiven]
    goals: Sequence[CaseGoal]
    entries: Stretch[TimelineEntry]
    words: Mapping[UUID, str]
    """What was said at an entry of the timeline, by its subject."""
    people: Mapping[UUID, Person]

    @property
    def is_open(self) -> bool:
        """Whether it is not closed."""
        return self.case.status is not CaseStatus.CLOSED

    @property
    def open_worries(self) -> list[Worry]:
        """The worries nobody has settled."""
        return [worry for worry in self.worries if worry.settled_at is None]

    @property
    def person_ids(self) -> list[UUID]:
        """Whom the page shows."""
        return [self.resident.id, *self.people]

    def called(self, person_id: UUID | None) -> str:
        """What a person is called; nothing for nobody."""
        person = self.people.get(person_id) if person_id else None
        return person.full_name if person else ""

    def helper_of(self, entry: TimelineEntry) -> str:
        """The volunteer an entry is about."""
        helper_id = entry.facts.get("helper_id")
        found = (person for key, person in self.people.items() if str(key) == helper_id)
        return next((person.full_name for person in found), "")


def case_view(
    session: Session,
    case_id: UUID,
    *,
    before: Place | None = None,
    group: TimelineGroup | None = None,
) -> CaseView:
    """Read the case with everything that hangs from it; its timeline before a place, or a part."""
    case = case_by_id(session, case_id)
    resident = person_by_id(session, case.resident_id)
    visits, worries = _visits(session, case_id), _worries(session, case_id)
    needs, entries = _needs(session, case_id), _entries(session, case, before, group)
    goals = goals_of_case(session, case_id)
    return CaseView(
        case=case,
        resident=resident,
        centre=session.get_one(Centre, case.centre_id),
        area=session.get(Area, resident.area_id) if resident.area_id else None,
        home=find_household(session, resident.id),
        needs=needs,
        visits=visits,
        worries=worries,
        aid=aid_of_case(session, case_id),
        goals=goals,
        entries=entries,
        words=_words(session, entries, [*worries, *goals]),
        people=_people(session, case, needs, worries, entries),
    )


def _needs(session: Session, case_id: UUID) -> list[NeedView]:
    tasks: dict[UUID, list[Task]] = defaultdict(list)
    for task in session.scalars(
        select(Task).where(Task.case_id == case_id).order_by(Task.started_at, Task.id)
    ):
        tasks[task.need_id].append(task)
    offers: dict[UUID, list[Offer]] = defaultdict(list)
    for offer in session.scalars(
        select(Offer).where(Offer.case_id == case_id).order_by(Offer.made_at, Offer.cost, Offer.id)
    ):
        offers[offer.need_id].append(offer)
    askings = askings_of_case(session, case_id)
    backups = {each.need_id: each for each in backups_of_case(session, case_id)}
    missed = missed_weeks_of_case(session, case_id)
    covers = {each.cover_need_id: each for each in missed}
    return [
        NeedView(
            need=need,
            tasks=tasks[need.id],
            offers=offers[need.id],
            asking=askings.get(need.id),
            backup=backups.get(need.id),
            missed=[each for each in missed if each.need_id == need.id],
            covers=covers.get(need.id),
        )
        for need in needs_of_case(session, case_id)
    ]


def _visits(session: Session, case_id: UUID) -> Sequence[Visit]:
    return session.scalars(
        select(Visit)
        .where(Visit.case_id == case_id)
        .order_by(Visit.visited_at.desc(), Visit.id.desc())
        .limit(LAST_VISITS)
    ).all()


def _worries(session: Session, case_id: UUID) -> Sequence[Worry]:
    return session.scalars(
        select(Worry).where(Worry.case_id == case_id).order_by(Worry.raised_at.desc())
    ).all()


def _entries(
    session: Session, case: Case, before: Place | None, group: TimelineGroup | None
) -> Stretch[TimelineEntry]:
    """The resident's own timeline: this case, what belongs to no case, and the reports on them."""
    reports = select(Report.id).where(Report.resident_id == case.resident_id)
    own = or_(
        is_of(TimelineEntry.person_id, case.resident_id), TimelineEntry.report_id.in_(reports)
    )
    mine = select(TimelineEntry).where(
        or_(TimelineEntry.case_id == case.id, own & TimelineEntry.case_id.is_(None))
    )
    if group is not None:
        mine = mine.where(TimelineEntry.kind.in_(KINDS_OF[group]))
    read = session.scalars(newest_before(mine, before, size=LAST_ENTRIES)).all()
    return stretch_of([(entry, entry) for entry in read], size=LAST_ENTRIES)


def _words(
    session: Session, entries: Iterable[TimelineEntry], others: Iterable[Worry | CaseGoal]
) -> dict[UUID, str]:
    """Of the visits this page tells of, however long ago they were, and of every other row."""
    told = [entry.subject_id for entry in entries if entry.subject_id]
    visits = session.scalars(select(Visit).where(Visit.id.in_(told)))
    said = {visit.id: visit.words for visit in visits if visit.words}
    return said | {each.id: each.words for each in others if each.words}


def _people(
    session: Session,
    case: Case,
    needs: Sequence[NeedView],
    worries: Sequence[Worry],
    entries: Iterable[TimelineEntry],
) -> dict[UUID, Person]:
    """Read the names of everybody who helps, was asked, worried or did something."""
    wanted: set[UUID | None] = {case.owner_id}
    for view in needs:
        wanted.update(offer.helper_id for offer in view.offers)
        wanted.update(task.helper_id for task in view.tasks)
        wanted.update(each.helper_id for each in (view.backup, view.covers) if each)
    wanted.update(worry.raised_by_id for worry in worries)
    told = list(entries)
    wanted.update(entry.by_person_id for entry in told)
    wanted.update(UUID(str(each)) for entry in told if (each := entry.facts.get("helper_id")))
    wanted.discard(None)
    people = session.scalars(select(Person).where(Person.id.in_(wanted)))
    return {person.id: person for person in people}
