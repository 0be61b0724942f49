"""The people around the named ones: households and volunteers, many at once.

They are rows without a course of their own, so they are laid set-wise; whatever happens to them
afterwards is told through the verbs like everything else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.demo.cast import years_before
from hopecare.demo.inventing import Inventor
from hopecare.demo.stage import BY
from hopecare.demo.town_files import read_toml
from hopecare.domain.ages import age_band
from hopecare.domain.channels import ReplyWay
from hopecare.domain.consent import ConsentAct, ConsentForm, ConsentPurpose
from hopecare.domain.names import called_with_honorific, romanised
from hopecare.domain.needs import NeedKind
from hopecare.domain.people import ContactKind, HouseholdMemberRole, Sex
from hopecare.domain.roles import Role
from hopecare.domain.timeline import EntryKind
from hopecare.queries.search_terms import (
    address_index,
    building_index,
    number_indexes,
    person_terms,
)
from models import (
    Account,
    Base,
    ConsentEntry,
    ContactPoint,
    Household,
    HouseholdMember,
    Person,
    PersonRole,
    Responsibility,
    SearchTerm,
    TimelineEntry,
    VolunteerProfile,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from hopecare.demo.stage import Stage
    from models import Area

HOUSEHOLDS: Final = 300
VOLUNTEERS: Final = 1000
FIRST_RESIDENT_NUMBER: Final = 200_100
FIRST_VOLUNTEER_NUMBER: Final = 500_500
TOO_OLD_FOR_CHILDREN: Final = 55
GRID: Final = 3
"""Decimals of a degree: about a hundred metres."""
SKILL_SETS: Final = (
    ("side_dishes", "companion_visit"),
    ("side_dishes", "knock"),
    ("companion_visit", "escort", "phone_companion"),
    ("escort", "papers", "lift"),
    ("house_repair", "goods"),
    ("child_after_school", "tutoring"),
    ("meal_together", "companion_visit", "knock"),
    ("personal_care", "respite"),
    ("goods", "lift"),
    ("phone_companion",),
)
NEEDS_CHECK: Final = frozenset({"child_after_school", "tutoring", "personal_care", "respite"})
EVENINGS: Final = "0001" * 5 + "0111" * 2
DAYTIMES: Final = "0110" * 5 + "0000" * 2
WHOLE_DAYS: Final = "0111" * 7


@dataclass(slots=True)
class Crowd(Inventor):
    """Makes invented people for one town; the same seed gives the same people."""

    later: list[Base] = field(default_factory=list)
    """Rows that point at people and homes, laid when those stand."""

    def lay_residents(self, how_many: int) -> list[Person]:
        """Lay households with one to four members; gives the heads."""
        with self.stage.session.no_autoflush:
            heads = [self._lay_household(number) for number in range(how_many)]
        self._lay_the_rest()
        return heads

    def lay_volunteers(self, how_many: int) -> list[Person]:
        """Lay volunteers with what they offer."""
        with self.stage.session.no_autoflush:
            people = [self._lay_volunteer(number) for number in range(how_many)]
        self._lay_the_rest()
        return people

    def _lay_household(self, number: int) -> Person:
        random, session = self.stage.random, self.stage.session
        area = self.an_area()
        point, address = self.a_point(area), self.an_address(area)
        household = Household(
            town_id=self.stage.town.id,
            area_id=area.id,
            from_on=self.stage.today,
            address=address,
            address_index=address_index(address),
            building_index=building_index(address),
            exact_point={"lat": point[0], "lon": point[1]},
            grid_lat=round(point[0], GRID),
            grid_lon=round(point[1], GRID),
        )
        session.add(household)
        age = random.choices((28, 42, 56, 71, 83), (1, 3, 3, 5, 4))[0] + random.randint(-4, 6)
        head = self._person(area, age, Role.RESIDENT)
        self._member(household, head, HouseholdMemberRole.HEAD)
        self._telephone(head, FIRST_RESIDENT_NUMBER + number, is_mobile=self.happens(0.75))
        self._consents(head, tuple(ConsentPurpose))
        for role, other_age in self._others(age):
            other = self._person(area, other_age, Role.RESIDENT)
            self._member(household, other, role)
            self._consents(other, (ConsentPurpose.KEEP_RECORD,))
        return head

    def _others(self, age: int) -> list[tuple[HouseholdMemberRole, int]]:
        """Who lives with somebody of this age."""
        random = self.stage.random
        others: list[tuple[HouseholdMemberRole, int]] = []
        if self.happens(0.4):
            others.append((HouseholdMemberRole.SPOUSE, age + random.randint(-4, 4)))
        if age < TOO_OLD_FOR_CHILDREN:
            others += [(HouseholdMemberRole.CHILD, random.randint(3, 17))] * random.randint(0, 2)
        return others

    def _lay_volunteer(self, number: int) -> Person:
        random, _session = self.stage.random, self.stage.session
        area = self.an_area()
        person = self._person(area, random.randint(20, 76), Role.VOLUNTEER)
        self._telephone(person, FIRST_VOLUNTEER_NUMBER + number)
        point = self.a_point(area)
        skills = random.choice(SKILL_SETS)
        level, expires_on = self._check(skills)
        is_away = self.happens(0.04)
        self.later.append(
            VolunteerProfile(
                town_id=self.stage.town.id,
                person_id=person.id,
                joined_on=self.stage.today,
                centre_id=person.centre_id,
                skills=sorted(NeedKind(skill).value for skill in skills),
                languages=[self.stage.town.language],
                slots=random.choice((EVENINGS, DAYTIMES, WHOLE_DAYS)),
                radius_m=random.choice((800, 1000, 1500, 2000, 3000)),
                max_active=random.choice((1, 2, 2, 3)),
                check_level=level,
                check_expires_on=expires_on,
                is_on_duty=not self.happens(0.05),
                away_until=self.stage.date_of(random.randint(3, 40)) if is_away else None,
                answers_by=ReplyWay.SMS if self.stage.town.language == "en" else ReplyWay.PAGE,
                grid_lat=round(point[0], GRID),
                grid_lon=round(point[1], GRID),
            )
        )
        self.later.append(
            Account(
                town_id=self.stage.town.id,
                person_id=person.id,
                language=person.language,
                created_at=self.stage.now,
            )
        )
        self._note(person, EntryKind.VOLUNTEER_JOINED)
        return person

    def _check(self, skills: tuple[str, ...]) -> tuple[int, date | None]:
        """How far somebody was checked, and until when; a few have run out."""
        random = self.stage.random
        level = 2 if NEEDS_CHECK & set(skills) else random.choice((0, 1, 1, 1))
        if level == 0:
            return 0, None
        days = random.randint(-60, -1) if self.happens(0.06) else random.randint(20, 700)
        return level, self.stage.date_of(days)

    def _person(self, area: Area, age: int, role: Role) -> Person:
        random, stage = self.stage.random, self.stage
        name = self.a_name()
        born = years_before(stage.day - timedelta(days=random.randint(1, 360)), age)
        is_korean = stage.town.language == "ko"
        letters = romanised(name).title() if is_korean and self.happens(0.05) else None
        person = Person(
            town_id=stage.town.id,
            full_name=name,
            called=called_with_honorific(name, stage.town.language),
            language=stage.town.language,
            created_at=stage.now,
            romanised=letters,
            birth_on=born.isoformat(),
            age_band=age_band(born, day=stage.day).value,
            sex=random.choice((Sex.FEMALE, Sex.MALE)),
            centre_id=stage.covered_by[area.id],
            area_id=area.id,
        )
        stage.session.add(person)
        self.later.extend(
            SearchTerm(town_id=stage.town.id, person_id=person.id, kind=kind, term=term)
            for kind, term in sorted(person_terms(name, romanised=letters, birth_on=born))
        )
        self._roles(person, role)
        return person

    def _roles(self, person: Person, role: Role) -> None:
        stage = self.stage
        self.later.append(
            PersonRole(town_id=stage.town.id, person_id=person.id, role=role, from_on=stage.today)
        )
        if role is not Role.RESIDENT or person.centre_id is None:
            return
        self.later.append(
            Responsibility(
                town_id=stage.town.id,
                person_id=person.id,
                centre_id=person.centre_id,
                from_at=stage.now,
            )
        )
        self._note(person, EntryKind.RESIDENT_OPENED)

    def _member(self, household: Household, person: Person, role: HouseholdMemberRole) -> None:
        self.later.append(
            HouseholdMember(
                town_id=household.town_id,
                household_id=household.id,
                person_id=person.id,
                role=role,
                from_on=household.from_on,
            )
        )

    def _telephone(self, person: Person, count: int, *, is_mobile: bool = True) -> None:
        number = self.stage.number(count, is_mobile=is_mobile)
        self.later.append(
            ContactPoint(
                town_id=person.town_id,
                person_id=person.id,
                kind=ContactKind.MOBILE if is_mobile else ContactKind.LANDLINE,
                value=number.e164,
                **number_indexes(number.e164),
                can_text=is_mobile,
                valid_from=self.stage.today,
            )
        )

    def _consents(self, person: Person, purposes: tuple[ConsentPurpose, ...]) -> None:
        for purpose in purposes:
            entry = ConsentEntry(
                town_id=person.town_id,
                person_id=person.id,
                purpose=purpose,
                act=ConsentAct.GIVEN,
                form=ConsentForm.PAPER,
                at=self.stage.now,
                recorded_by_id=None,
            )
            self.later.append(entry)
            self._note(person, EntryKind.CONSENT_GIVEN, entry.id, purpose=purpose.value)

    def _note(
        self, person: Person, kind: EntryKind, subject_id: UUID | None = None, **facts: str
    ) -> None:
        entry = TimelineEntry(
            town_id=person.town_id,
            kind=kind,
            at=self.stage.now,
            by=BY.code,
            by_person_id=None,
            person_id=person.id,
            subject_id=subject_id or person.id,
            facts=dict(facts),
        )
        self.later.append(entry)

    def _lay_the_rest(self) -> None:
        """People and homes first, then everything that points at them."""
        self.stage.session.flush()
        self.stage.session.add_all(self.later)
        self.stage.session.flush()
        self.later.clear()


def crowd_of(stage: Stage) -> Crowd:
    """A crowd with the words of the town's language."""
    return Crowd(stage, read_toml("names.toml")[stage.town.language])


def words_of(stage: Stage) -> Mapping[str, Sequence[str]]:
    """What people of the crowd say, in the town's language."""
    words: Mapping[str, Sequence[str]] = read_toml("names.toml")["words"][stage.town.language]
    return words
