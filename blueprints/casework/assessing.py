"""What both ways of asking share: whose household it is, what is known, judging and keeping it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import url_for

from blueprints.casework.assessment_words import known_values
from blueprints.casework.drafts import drop_kept
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.eligibility.evaluation import assess
from hopecare.domain.eligibility.facts import HouseholdFacts
from hopecare.domain.eligibility.storing import facts_from_json, facts_to_json
from hopecare.domain.first_facts import OnRecord, facts_on_record
from hopecare.domain.later_ages import Born, facts_later
from hopecare.domain.row_names import Named, names_in, who_is_who
from hopecare.domain.rules_day import closed_on, day_of_rules
from hopecare.errors import InvalidInputError, NoRulesOnDateError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.language.answer_cards import NOBODY, answer_cards, next_asks
from hopecare.queries.areas import find_area
from hopecare.queries.assessments import find_latest_assessment, said_in
from hopecare.queries.households import find_living
from hopecare.queries.residents import person_by_id
from hopecare.queries.standing_answers import find_standing
from hopecare.queries.visibility import refuse_unless
from hopecare.services.assess_household import assess_household
from hopecare.standing_consents import agrees_to
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.identity import current_identity
from hopecare.web.language import current_language, current_reader
from hopecare.web.requests.assess_household import (
    MOST_ROWS,
    field_name,
    findings_without_reason,
    limits_without_end,
)
from hopecare.web.scopes import reading
from models import Person

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from flask import Response
    from sqlalchemy.orm import Session

    from hopecare.domain.eligibility.assessment import Assessment as Answer
    from hopecare.domain.eligibility.pack import Pack
    from hopecare.queries.households import Living
    from hopecare.web.forms import Form
    from models import Assessment


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Whose household is asked, and what is known before the first question."""

    resident: Person
    may_keep: bool
    values: Mapping[str, object]
    facts: HouseholdFacts
    has_earlier: bool
    people: tuple[Named, ...]
    """Who lives there by the record, the resident first."""

    def names(self, pack: Pack, facts: HouseholdFacts, on: date) -> dict[int, str]:
        """Give the names of those whom the answers are clearly about; they are shown then."""
        rows = facts.rows.get(next(iter(pack.lists)), ())
        first, *others = self.people
        who = who_is_who(rows, first, others, on=on)
        shown(each.id for each in who.values())
        return names_in(who)


def asked_of(person_id: UUID, pack: Pack | None) -> Asked:
    """Read what was said last time, or else what the record knows; ages are those of today."""
    today = current_reader().today
    with reading() as session:
        refuse_unless(session, "assessment.make", current_identity(), Person, person_id)
        resident = person_by_id(session, person_id)
        last = find_standing(session, person_id, today)
        last = last or find_latest_assessment(session, person_id)
        living = find_living(session, person_id)
        area = find_area(session, resident.area_id)
        may_keep = ConsentPurpose.KEEP_RECORD in agrees_to(session, person_id, today)
    shown([person_id])
    facts = HouseholdFacts()
    if pack is not None:
        code = area.code if area else None
        record = _on_record(resident, living)
        facts = _said_last(pack, last, record, today) if last else HouseholdFacts()
        facts = facts if last else facts_on_record(pack, record, area=code, today=today)
    return Asked(
        resident=resident,
        may_keep=may_keep,
        values=known_values(pack, facts_to_json(facts)) if pack else {},
        facts=facts,
        has_earlier=last is not None,
        people=tuple(_named(each) for each in _people(resident, living)),
    )


def judged(pack: Pack, facts: HouseholdFacts, on: date, form: Form) -> Answer | None:
    """Give the answer by the rules of a day, or the last known before it.

    What cannot be true is put beside the questions.
    """
    try:
        return assess(pack, facts, on=day_of_rules(pack, on), about=on)
    except (InvalidInputError, NoRulesOnDateError) as error:
        refuse_facts(form, error)
    return None


def kept(
    person_id: UUID, facts: HouseholdFacts, on: date, form: Form, *, version: int
) -> Response | None:
    """Keep the answer and lead to it, or put what cannot be true beside the questions.

    The draft of this version has become the answer, and goes.
    """
    identity, now = current_identity(), desk().clock()

    def act(session: Session) -> str:
        refuse_unless(session, "assessment.make", identity, Person, person_id)
        made = assess_household(
            session, person_id=person_id, facts=facts, on=on, by=identity, now=now
        )
        drop_kept(session, person_id, version, identity)
        return url_for("casework.assessment", assessment_id=made.id)

    try:
        return act_once(identity, act, said=N_("The answer is kept."), form=form)
    except (InvalidInputError, NoRulesOnDateError) as error:
        refuse_facts(form, error)
    return None


def refuse_half_said(pack: Pack, form: Form, rows: int) -> None:
    """Ask why for a judgement without its reason, and for the second of two limits."""
    for name in findings_without_reason(pack, form.data):
        form.refuse(name, "reason_needed")
    for name in limits_without_end(pack, form.data, rows):
        form.refuse(name, "second_limit_needed")


def refuse_facts(form: Form, error: InvalidInputError | NoRulesOnDateError) -> None:
    """Put a refusal of the rules beside the fields it is about."""
    if isinstance(error, NoRulesOnDateError):
        form.refuse("on", "no_rules_on_date")
        return
    for key, codes in error.fields.items():
        form.refuse(field_name(key), codes[0])


def said_answer(answer: Answer, pack: Pack, names: Mapping[int, str] = NOBODY) -> dict[str, Any]:
    """Give what the pages say of an answer."""
    language = current_language()
    return {
        "answer": answer,
        "cards": answer_cards(answer, pack, language, names),
        "asks": next_asks(answer, pack, language, names),
        "field_name": field_name,
        "closed": closed_on(pack, current_reader().today),
        "is_newer_pack": answer.version != pack.version,
    }


def _on_record(resident: Person, living: Living | None) -> list[OnRecord]:
    """Give those who live together, the one asked about first."""
    roles = {person.id: role for person, role in living.members} if living else {}
    return [
        OnRecord(born=_born(each), role=roles.get(each.id)) for each in _people(resident, living)
    ]


def _people(resident: Person, living: Living | None) -> list[Person]:
    others = living.others(resident.id) if living else ()
    return [resident, *(each for each in others if each.died_on is None)][:MOST_ROWS]


def _named(person: Person) -> Named:
    return Named(id=person.id, name=person.full_name, born=_born(person))


def _born(person: Person) -> date | None:
    return date.fromisoformat(person.birth_on) if person.birth_on else None


def _said_last(
    pack: Pack, last: Assessment, record: Sequence[OnRecord], today: date
) -> HouseholdFacts:
    """Give what was said last time; nothing where the questions have changed since."""
    try:
        facts = facts_from_json(pack, said_in(last))
    except InvalidInputError:
        return HouseholdFacts()
    births = [
        Born(on=each.born, is_asked=place == 0) for place, each in enumerate(record) if each.born
    ]
    return facts_later(pack, facts, births, said_on=last.on_date, today=today)
