"""What the pages of proposals say of each pair: its reasons in metres, and who else could come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.domain.matching.constraints import Rule
from hopecare.language import N_
from hopecare.language.match_words import Reason, Wished, reasons_of, rule_words
from hopecare.queries.batch_helpers import helpers_of
from hopecare.queries.candidate_facts import facts_of_helpers, facts_of_need
from hopecare.queries.proposal_choices import choices_for
from hopecare.queries.residents import matches_typed
from models import Person, VolunteerProfile

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.language.reader import Reader
    from hopecare.queries.proposal_choices import Choice
    from hopecare.queries.proposal_pages import Proposed

NEAR_M: Final = 6_000
"""How far around is looked for others; a name that is typed is found anywhere."""
BEST: Final = 6
HELD: Final = 4
STOPPED: Final = 6
FOUND: Final = 10
LEFT_IT: Final = N_("Held this before, and it has ended: only a person asks them again")


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """One volunteer beside the proposed one: what they would cost, or why not them."""

    person: Person
    fits: bool
    cost: int | None
    reasons: Sequence[Reason]
    why_not: str


def wished_of(proposed: Proposed) -> Wished:
    """Say what the need of a proposal wishes for."""
    return Wished(
        language=proposed.need.language,
        gender_wish=proposed.need.gender_wish,
        is_rough=proposed.proposal.is_rough,
    )


def reasons_for(proposed: Proposed, reader: Reader) -> list[Reason]:
    """Say every term of a proposal; the metres add up to its cost."""
    return reasons_of(proposed.proposal.terms, wished_of(proposed), reader)


def others_near(
    session: Session, proposed: Proposed, reader: Reader, *, now: datetime
) -> list[Other]:
    """Give the best who fit, those who are needed elsewhere, and some whom a rule stops.

    Whom a list may propose before whom only a person may ask, however near they live.
    """
    near = facts_of_need(session, proposed.need, now=now).near
    half_m = NEAR_M if near.point is not None else None
    around = [
        helper
        for helper in facts_of_helpers(
            session, near, town_id=proposed.need.town_id, half_m=half_m, now=now
        )
        if helper.helper_id != proposed.helper.id
    ]
    judged = choices_for(session, proposed.proposal, around, now=now)
    priced = sorted(
        (each for each in judged if each.cost is not None),
        key=lambda each: (
            each.by_hand is not None,
            each.cost.metres if each.cost else 0,
            str(each.helper_id),
        ),
    )
    fitting = [each for each in priced if each.fits][:BEST]
    held = [each for each in priced if not each.fits][:HELD]
    stopped = [each for each in judged if each.rule is not None][:STOPPED]
    return _named(session, [*fitting, *held, *stopped], proposed, reader)


def others_called(
    session: Session, proposed: Proposed, typed: str, reader: Reader, *, now: datetime, country: str
) -> list[Other]:
    """Give the volunteers somebody typed the name of, each with what stands in the way."""
    matching = matches_typed(typed, country=country)
    if matching is None:
        return []
    found = session.scalars(
        select(Person.id)
        .join(VolunteerProfile, VolunteerProfile.person_id == Person.id)
        .where(matching, Person.id != proposed.helper.id)
        .order_by(Person.id)
        .limit(FOUND)
    ).all()
    helpers = helpers_of(session, found, now=now)
    judged = choices_for(session, proposed.proposal, helpers, now=now)
    return _named(session, judged, proposed, reader)


def why_not(choice: Choice, reader: Reader) -> str:
    """Say why not this one: the rule, why only a person asks, or where they are needed more."""
    if choice.by_hand is Rule.ASKED_ALREADY:
        return reader.say(LEFT_IT)
    rule = choice.rule or choice.by_hand
    if rule is not None:
        return rule_words(rule.value, reader)
    if choice.elsewhere is not None:
        return reader.say(
            N_("Better placed for case %(code)s: to take them away costs %(price)s m"),
            code=choice.elsewhere.case_code,
            price=reader.count(choice.elsewhere.price),
        )
    return ""


def _named(
    session: Session, choices: Sequence[Choice], proposed: Proposed, reader: Reader
) -> list[Other]:
    ids: list[UUID] = [each.helper_id for each in choices]
    people = {
        person.id: person for person in session.scalars(select(Person).where(Person.id.in_(ids)))
    }
    return [
        Other(
            person=people[choice.helper_id],
            fits=choice.fits,
            cost=choice.cost.metres if choice.cost else None,
            reasons=_reasons(choice, proposed, reader),
            why_not=why_not(choice, reader),
        )
        for choice in choices
    ]


def _reasons(choice: Choice, proposed: Proposed, reader: Reader) -> list[Reason]:
    if choice.cost is None:
        return []
    terms = {term.value: metres for term, metres in choice.cost.terms.items()}
    return reasons_of(terms, wished_of(proposed), reader)
