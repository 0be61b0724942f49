"""Assessments: the questionnaire, the answer before and after it is kept, what has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from blueprints.casework.all_questions import whole_page
from blueprints.casework.assessing import (
    asked_of,
    judged,
    kept,
    refuse_half_said,
    said_answer,
)
from blueprints.casework.door import blueprint
from blueprints.casework.watch_lines import watching_of
from blueprints.casework.ways import answer_today, way_of
from hopecare.domain.branching import missed_in
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.eligibility.assessment import Verdict
from hopecare.domain.eligibility.evaluation import assess
from hopecare.domain.rules_day import day_of_rules
from hopecare.errors import NoRulesOnDateError
from hopecare.language.answer_cards import (
    change_in_words,
    programme_name,
)
from hopecare.queries.asked_names import name_asked
from hopecare.queries.assessments import (
    AFTER_DEATH,
    BY_RESCREENING,
    answer_of,
    assessment_view,
    find_changes,
    find_mark,
)
from hopecare.queries.cases import find_live_case
from hopecare.queries.residents import person_by_id
from hopecare.queries.standing_answers import find_standing
from hopecare.queries.visibility import refuse_unless
from hopecare.reading.country_packs import country_pack, find_country_pack
from hopecare.services.assess_household import RECEIVING
from hopecare.standing_consents import agrees_to
from hopecare.web.access_log import shown
from hopecare.web.forms import blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.language import current_language, current_reader
from hopecare.web.pages import page
from hopecare.web.permits import permits
from hopecare.web.requests.assess_household import (
    MOST_ROWS,
    ROWS,
    RowsRequest,
    assess_household_request,
    facts_from,
)
from hopecare.web.scopes import reading
from hopecare.web.town import current_town
from models import Assessment

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from hopecare.domain.branching import Way
    from hopecare.domain.eligibility.assessment import Assessment as Answer
    from hopecare.domain.eligibility.facts import HouseholdFacts
    from hopecare.domain.eligibility.pack import Pack
    from hopecare.queries.assessments import Changes

LOOK, SAVE, ADD, ALL = "look", "save", "add", "all"


@blueprint.get("/residents/<uuid:person_id>/assess")
@permits("assessment.make")
def assess_form(person_id: UUID) -> ResponseReturnValue:
    """Show the questions, filled in with what was said last time."""
    pack = find_country_pack(current_town().country)
    asked = asked_of(person_id, pack)
    if pack is None:
        return page("casework/assessment_without_rules.html", resident=asked.resident)
    answer = _find_answer(pack, asked.facts, current_reader().today)
    rows = int(str(asked.values[ROWS]))
    return whole_page(pack, asked, blank_form(asked.values), answer, rows=rows)


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
        return whole_page(pack, asked_of(person_id, pack), form, None, rows=more)
    refuse_half_said(pack, form, rows)
    facts, on = facts_from(pack, form.data), form.data.get("on") or current_reader().today
    if do == SAVE and form.is_valid:
        done = kept(person_id, facts, on, form, version=wanted.get("stored") or 0)
        if done is not None:
            return done
    answer = judged(pack, facts, on, form) if form.is_valid else None
    asked = asked_of(person_id, pack)
    return whole_page(pack, asked, form, answer, rows=rows, is_answer=do != ALL)


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
        last = find_standing(session, resident.id, current_reader().today)
        # What is to be watched hangs from the answer of today; nobody who has died is watched.
        is_last = last is not None and last.id == assessment_id and resident.died_on is None
        watching = watching_of(session, last) if is_last else None
        way = way_of(session, view.assessment)
    shown([resident.id])
    pack, names = country_pack(current_town().country), name_asked(resident, view.assessment)
    return page(
        "casework/assessment.html",
        assessment=view.assessment,
        resident=resident,
        case=case,
        made_by=made_by,
        is_after_death=mark == AFTER_DEATH,
        is_rescreened=mark == BY_RESCREENING,
        watching=watching,
        has_sheet=is_last and mark != AFTER_DEATH,
        may_share=ConsentPurpose.SHARE_WITH_AGENCY in agreed,
        changes=_said_changes(changes, pack, names) if changes else None,
        verdict_words={str(each): current_reader().label(each) for each in Verdict},
        receipt_words={said: current_reader().label(each) for each, said in RECEIVING.items()},
        **_said_way(way, answer_today(view.assessment), pack),
        **said_answer(answer_of(view.assessment), pack, names),
    )


def _said_way(way: Way, answer: Answer, pack: Pack) -> dict[str, Any]:
    """Say where the answer leads, and what may be missed."""
    language = current_language()
    return {
        "way": way,
        "way_names": [programme_name(pack, key, language) for key in way.programmes],
        "missed": [(key, programme_name(pack, key, language)) for key in missed_in(answer)],
    }


def _said_changes(changes: Changes, pack: Pack, names: Mapping[int, str]) -> dict[str, Any]:
    language = current_language()
    return {
        "before": changes.before,
        "answers": [
            (programme_name(pack, each.programme, language), each) for each in changes.answers
        ],
        "facts": [change_in_words(each, pack, language, names) for each in changes.facts],
        "by_rules_alone": changes.are_by_rules_alone,
    }


def _find_answer(pack: Pack, facts: HouseholdFacts, today: date) -> Answer | None:
    """Give what the rules would ask first; None on a day before all of them."""
    try:
        return assess(pack, facts, on=day_of_rules(pack, today), about=today)
    except NoRulesOnDateError:
        return None
