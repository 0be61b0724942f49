"""What volunteers do in a story: register, are asked, say yes or no, visit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from hopecare.demo.cast import area_of, born_on, point_of
from hopecare.demo.finding import Finder, missing
from hopecare.demo.stage import BY
from hopecare.domain.care_path import OfferStatus
from hopecare.domain.channels import ReplyWay
from hopecare.domain.needs import CheckLevel, NeedKind
from hopecare.domain.offers import VisitResult
from hopecare.domain.people import Sex
from hopecare.queries.identities import identity_of
from hopecare.queries.offers import offer_by_id
from hopecare.services.answer_offer import OfferAnswer, answer_offer
from hopecare.services.ask_neighbours import Wave, ask_neighbours
from hopecare.services.change_contact_point import NewPoint, change_contact_point
from hopecare.services.join_as_volunteer import WHOLE_WEEK, VolunteerWish, join_as_volunteer
from hopecare.services.log_visit import VisitMade, log_visit
from hopecare.services.move_household import Home, move_household
from hopecare.services.note_person_terms import note_person_terms
from models import Account, Need, Offer, Person, Task

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hopecare.domain.identity import Identity
    from hopecare.domain.offers import DeclineReason


@dataclass(frozen=True, slots=True)
class VolunteerTeller(Finder):
    """Tells what volunteers do."""

    def asks(
        self,
        need: Need,
        *helpers: str,
        by: Identity,
        within: timedelta = timedelta(hours=12),
    ) -> list[Offer]:
        """Ask these volunteers, in one wave."""
        wave = Wave(
            helper_ids=tuple(self.stage.people[helper].id for helper in helpers),
            answer_within=within,
        )
        return ask_neighbours(
            self.stage.session, need_id=need.id, wave=wave, by=by, now=self.stage.now
        )

    def asks_next(self, need: Need, helper: str, *, by: Identity) -> Offer:
        """The offer that stands for this volunteer, or a new one: a hand-back asks by itself."""
        standing = select(Offer).where(
            Offer.need_id == need.id,
            Offer.helper_id == self.stage.people[helper].id,
            Offer.status == OfferStatus.STANDING,
        )
        found = self.stage.session.scalars(standing).first()
        return found or self.asks(need, helper, by=by)[0]

    def says_yes(self, offer: Offer, way: ReplyWay = ReplyWay.PAGE) -> Task:
        """Let the volunteer take it on."""
        answer = OfferAnswer(says_yes=True, way=way)
        return self._answers(offer, answer) or missing("task")

    def may_say_yes(self, offer: Offer, way: ReplyWay = ReplyWay.PAGE) -> Task | None:
        """Let the volunteer say yes; they may hold too much already."""
        return self._answers(offer, OfferAnswer(says_yes=True, way=way))

    def says_yes_on_the_phone(self, offer: Offer) -> Task:
        """Let the volunteer say yes in a call, which a coordinator writes down."""
        answer = OfferAnswer(says_yes=True, way=ReplyWay.HELPER_CALL)
        return self._answers(offer, answer) or missing("task")

    def says_yes_late(self, offer: Offer) -> None:
        """Let a volunteer say yes after somebody was faster: thanked, and kept as backup."""
        self._answers(offer, OfferAnswer(says_yes=True))

    def says_no(self, offer: Offer, reason: DeclineReason | None = None) -> None:
        """Let the volunteer say not this time."""
        self._answers(offer, OfferAnswer(says_yes=False, reason=reason))

    def _answers(self, offer: Offer, answer: OfferAnswer) -> Task | None:
        by = self.identity_of_helper(offer_by_id(self.stage.session, offer.id).helper_id)
        return answer_offer(
            self.stage.session, offer_id=offer.id, answer=answer, by=by, now=self.stage.now
        ).task

    def identity_of_helper(self, person_id: Any) -> Identity:  # noqa: ANN401  a key of people
        """Who the volunteer is at the doors."""
        session = self.stage.session
        account = session.query(Account).filter_by(person_id=person_id).one()
        return identity_of(session, account, now=self.stage.now)

    def visits(
        self,
        task: Task,
        *,
        minutes: int = 25,
        result: VisitResult = VisitResult.MET,
        words: str | None = None,
    ) -> None:
        """Let the helper write a visit down, just after it."""
        made = VisitMade(
            visited_at=self.stage.now - timedelta(minutes=minutes),
            minutes=minutes,
            result=result,
            words=words,
        )
        by = self.identity_of_helper(task.helper_id)
        log_visit(self.stage.session, task_id=task.id, made=made, by=by, now=self.stage.now)

    def joins(self, key: str) -> Person:
        """A volunteer of the cast registers."""
        said = self.cast.volunteers[key]
        person = self._new_person(said)
        point = point_of(self.cast, self.stage, said)
        area_id = self.stage.areas[area_of(self.cast, said)].id
        home = Home(area_id=area_id, address=said.get("address"), point=point)
        move_household(self.stage.session, [person], home, by=BY, now=self.stage.now)
        number = self.number_of(said)
        if number is not None:
            new = NewPoint(number=number)
            change_contact_point(self.stage.session, person, new, by=BY, now=self.stage.now)
        wish = self._wish(said)
        join_as_volunteer(
            self.stage.session, person_id=person.id, wish=wish, by=BY, now=self.stage.now
        )
        self.stage.people[key] = person
        return person

    def _new_person(self, said: Mapping[str, Any]) -> Person:
        area = self.stage.areas[area_of(self.cast, dict(said))]
        person = Person(
            town_id=self.stage.town.id,
            full_name=said["name"],
            called=f"{said['name']}님",
            language=self.stage.town.language,
            created_at=self.stage.now,
            birth_on=born_on(dict(said), self.stage.day).isoformat(),
            sex=Sex(said["sex"]),
            area_id=area.id,
            centre_id=self.centre_of(area.id),
        )
        self.stage.session.add(person)
        note_person_terms(self.stage.session, person)
        return person

    def _wish(self, said: Mapping[str, Any]) -> VolunteerWish:
        days = said.get("check_days")
        return VolunteerWish(
            skills=tuple(NeedKind(skill) for skill in said["skills"]),
            languages=tuple(said.get("languages", ("ko",))),
            slots=said.get("slots", WHOLE_WEEK),
            radius_m=said.get("radius", 2000),
            max_active=said.get("max_active", 2),
            check_level=CheckLevel(said.get("check", 0)),
            check_expires_on=self.stage.date_of(days) if days else None,
            answers_by=ReplyWay(said.get("answers_by", "page")),
        )
