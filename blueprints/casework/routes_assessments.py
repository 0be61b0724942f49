"""Assessments: the questionnaire, the answer before and after it is kept, what has changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import url_for

from blueprints.casework.assessment_words import (
    HOW_KNOWN,
    first_values,
    known_values,
    rows_of,
    sections_of,
)
from blueprints.casework.door import blueprint
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.eligibility.assessment import Verdict
from hopecare.domain.eligibility.evaluation import assess
from hopecare.domain.eligibility.facts import HouseholdFacts
from hopecare.domain.eligibility.storing import facts_from_json
from hopecare.errors import InvalidInputError, NoRulesOnDateError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.language.answer_cards import (
    answer_cards,
    change_in_words,
    next_asks,
    programme_name,
)
from hopecare.queries.assessments import (
    AFTER_DEATH,
    BY_RESCREENING,
    answer_of,
    assessment_view,
    find_changes,
    find_latest_assessment,
    find_mark,
    said_in,
)
from hopecare.queries.cases import find_live_case
from hopecare.queries.households import find_living
from hopecare.queries.residents import person_by_id
from hopecare.queries.visibility import refuse_unless
from hopecare.reading.country_packs import country_pack, find_country_pack
from hopecare.services.assess_household import RECEIVING, assess_household
from hopecare.standing_consents import agrees_to
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.forms import blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.language import current_language, current_reader
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.requests.assess_household import (
    BECAUSE,
    HOW,
    MOST_ROWS,
    ROWS,
    RowsRequest,
    assess_household_request,
    facts_from,
    field_name,
    findings_without_reason,
)
from hopecare.web.scopes import reading
from hopecare.web.town import current_town
from models import Assessment, Person

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.domain.eligibility.assessment import Assessment as Answer
    from hopecare.domain.eligibility.pack import Pack
    from hopecare.queries.assessments import Changes
    from hopecare.web.forms import Form

LOOK, SAVE, ADD = "look", "save", "add"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """Whose household is asked, and what the record knows of it."""

    resident: Person
    may_keep: bool
    values: Mapping[str, object]
    facts: HouseholdFacts
    has_earlier: bool


@blueprint.get("/residents/<uuid:person_id>/assess")
@permits("assessment.make")
def assess_form(person_id: UUID) -> ResponseReturnValue:
    """Show the questions, filled in with what was said last time."""
    pack = find_country_pack(current_town().country)
    asked = _asked(person_id, pack)
    if pack is None:
        return page("casework/assessment_without_rules.html", resident=asked.resident)
    answer = _find_answer(pack, asked.facts, current_reader().today)
    rows = int(str(asked.values[ROWS]))
    return _questions(pack, asked, blank_form(asked.values), answer, rows=rows)


@blueprint.post("/residents/<uuid:person_id>/assess")
@permits("assessment.make")
def assess_act(person_id: UUID) -> ResponseReturnValue:
    """Show the answer before anything is kept, make room for one more person, or keep it."""
    pack = country_pack(current_town().country)
    wanted = read_form(RowsRequest).data
    do, rows = wanted.get("do", LOOK), wanted.get(ROWS) or 1
    form = read_form(assess_household_request(pack.country, rows))
    if do == ADD:
        form.errors.clear()
        more = min(rows + 1, MOST_ROWS)
        return _questions(pack, _asked(person_id, pack), form, None, rows=more)
    for name in findings_without_reason(pack, form.data):
        form.refuse(name, "reason_needed")
    facts, on = facts_from(pack, form.data), form.data.get("on") or current_reader().today
    answer = _judge(pack, facts, on, form) if form.is_valid else None
    if answer is None or do != SAVE:
        asked = _asked(person_id, pack)
        return _questions(pack, asked, form, answer, rows=rows, is_answer=True)
    return _keep(person_id, facts, on, form)


@blueprint.get("/assessments/<uuid:assessment_id>")
@permits("assessment.read")
def assessment(assessment_id: UUID) -> ResponseReturnValue:
    """Show an answer that was kept, said anew in the reader's language, and what has changed."""
    with reading() as session:
        refuse_unless(session, "assessment.read", current_identity(), Assessment, assessment_id)
        view = assessment_view(session, assessment_id)
        changes = find_changes(session, view)
        resident = person_by_id(session, view.assessment.person_id)
        case = find_live_case(session, resident.id)
        by = view.assessment.made_by_id
        made_by = person_by_id(session, by).full_name if by else ""
        agreed = agrees_to(session, resident.id, current_reader().today)
        mark = find_mark(session, view.assessment)
    shown([resident.id])
    pack = country_pack(current_town().country)
    return page(
        "casework/assessment.html",
        assessment=view.assessment,
        resident=resident,
        case=case,
        made_by=made_by,
        is_after_death=mark == AFTER_DEATH,
        is_rescreened=mark == BY_RESCREENING,
        may_share=ConsentPurpose.SHARE_WITH_AGENCY in agreed,
        changes=_said_changes(changes, pack) if changes else None,
        verdict_words={str(each): current_reader().label(each) for each in Verdict},
        receipt_words={said: current_reader().label(each) for each, said in RECEIVING.items()},
        **_said_answer(answer_of(view.assessment), pack),
    )


def _keep(person_id: UUID, facts: HouseholdFacts, on: date, form: Form) -> ResponseReturnValue:
    identity, now = current_identity(), desk().clock()

    def act(session: Session) -> str:
        refuse_unless(session, "assessment.make", identity, Person, person_id)
        kept = assess_household(
            session, person_id=person_id, facts=facts, on=on, by=identity, now=now
        )
        return url_for("casework.assessment", assessment_id=kept.id)

    return act_once(identity, act, said=N_("The answer is kept."), form=form)


def _asked(person_id: UUID, pack: Pack | None) -> _Asked:
    today = current_reader().today
    with reading() as session:
        refuse_unless(session, "assessment.make", current_identity(), Person, person_id)
        resident = person_by_id(session, person_id)
        last = find_latest_assessment(session, person_id)
        living = find_living(session, person_id)
        may_keep = ConsentPurpose.KEEP_RECORD in agrees_to(session, person_id, today)
    shown([person_id])
    members = [resident, *(living.others(person_id) if living else ())]
    values: dict[str, object] = {} if pack is None else first_values(pack, members, today)
    facts = HouseholdFacts()
    if pack is not None and last is not None:
        values = known_values(pack, said_in(last))
        facts = _known_facts(pack, last)
    return _Asked(
        resident=resident,
        may_keep=may_keep,
        values=values,
        facts=facts,
        has_earlier=last is not None,
    )


def _known_facts(pack: Pack, last: Assessment) -> HouseholdFacts:
    """Give what was said last time; nothing where the questions have changed since."""
    try:
        return facts_from_json(pack, said_in(last))
    except InvalidInputError:
        return HouseholdFacts()


def _questions(
    pack: Pack,
    asked: _Asked,
    form: Form,
    answer: Answer | None,
    *,
    rows: int,
    is_answer: bool = False,
) -> ResponseReturnValue:
    """Show the form; with `is_answer`, what it comes to stands above it."""
    language = current_language()
    listed = next(iter(pack.lists.values()))
    is_shown = is_answer and answer is not None
    said = _said_answer(answer, pack) if answer is not None else {}
    show = page if form.is_valid else again
    return show(
        "casework/assessment_form.html",
        form=form,
        resident=asked.resident,
        may_keep=asked.may_keep,
        has_earlier=asked.has_earlier,
        sections=sections_of(pack, answer, language),
        rows=rows_of(pack, listed, rows, language),
        row_count=rows,
        has_room=rows < MOST_ROWS,
        is_shown=is_shown,
        how_known=[(str(how), current_reader().say(said)) for how, said in HOW_KNOWN.items()],
        programmes=[(key, programme_name(pack, key, language)) for key in pack.programmes],
        HOW=HOW,
        BECAUSE=BECAUSE,
        **said,
    )


def _said_answer(answer: Answer, pack: Pack) -> dict[str, Any]:
    language = current_language()
    return {
        "answer": answer,
        "cards": answer_cards(answer, pack, language),
        "asks": next_asks(answer, pack, language),
        "field_name": field_name,
        "is_newer_pack": answer.version != pack.version,
    }


def _said_changes(changes: Changes, pack: Pack) -> dict[str, Any]:
    language = current_language()
    return {
        "before": changes.before,
        "answers": [
            (programme_name(pack, each.programme, language), each) for each in changes.answers
        ],
        "facts": [change_in_words(each, pack, language) for each in changes.facts],
        "by_rules_alone": changes.are_by_rules_alone,
    }


def _judge(pack: Pack, facts: HouseholdFacts, on: date, form: Form) -> Answer | None:
    """Give the answer, or put what cannot be true beside the questions."""
    try:
        return assess(pack, facts, on=on)
    except InvalidInputError as error:
        for key, codes in error.fields.items():
            form.refuse(field_name(key), codes[0])
    except NoRulesOnDateError:
        form.refuse("on", "no_rules_on_date")
    return None


def _find_answer(pack: Pack, facts: HouseholdFacts, today: date) -> Answer | None:
    """Give what the rules would ask first; None on a day they say nothing about."""
    try:
        return assess(pack, facts, on=today)
    except NoRulesOnDateError:
        return None
