"""The questions one at a time: each answer is a post that leads to the next question.

What was said travels in the form itself until it is kept: nothing stands in an address, and a
sign-in that lapsed carries it along. Each page has all that came before it, so the browser's own
way back loses nothing either. Beside it each step is kept as a draft, which a page that is older
than the draft never overwrites by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import request

from blueprints.casework.all_questions import whole_page
from blueprints.casework.assessing import asked_of, judged, kept, refuse_half_said, said_answer
from blueprints.casework.assessment_words import HOW_KNOWN
from blueprints.casework.door import blueprint
from blueprints.casework.drafts import find_begun, keep_said, said_in
from blueprints.casework.question_walk import Walk, names_of, posted_walk, resumed_walk
from blueprints.casework.question_words import (
    asking_of,
    said_of,
    standings_of,
    step_of,
)
from hopecare.domain.eligibility.checking import problems_of
from hopecare.domain.eligibility.questions import Step, steps_of
from hopecare.reading.country_packs import country_pack, find_country_pack
from hopecare.web.forms import Form, blank_form
from hopecare.web.language import current_language, current_reader
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.requests.assess_household import (
    BECAUSE,
    HOW,
    ROWS,
    TO,
    facts_from,
)
from hopecare.web.requests.next_question import (
    BACK,
    SAVE,
    UNKNOWN,
)
from hopecare.web.town import current_town

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from blueprints.casework.assessing import Asked
    from hopecare.domain.eligibility.assessment import Assessment as Answer
    from hopecare.domain.eligibility.facts import HouseholdFacts
    from hopecare.domain.eligibility.pack import Pack

FEW: Final = 10
"""So many questions left are counted out loud; most of a greater number fall away on the way."""


GO_ON: Final = "go_on"
"""Stands in the address of what was begun and goes on."""


@blueprint.get("/residents/<uuid:person_id>/assess/questions")
@permits("assessment.make")
def questions_form(person_id: UUID) -> ResponseReturnValue:
    """Show the question that settles most, with what is known already, or what was begun."""
    pack = find_country_pack(current_town().country)
    asked = asked_of(person_id, pack)
    if pack is None:
        return page("casework/assessment_without_rules.html", resident=asked.resident)
    begun = find_begun(person_id)
    if begun is None:
        draft = Walk(form=blank_form(asked.values), rows=int(str(asked.values[ROWS])))
        return _shown(pack, asked, draft, asked.facts)
    if GO_ON in request.args:
        draft = resumed_walk(pack, begun)
        return _shown(pack, asked, draft, facts_from(pack, draft.form.data))
    return page(
        "casework/questions_begun.html",
        form=blank_form(),
        resident=asked.resident,
        draft=begun.draft,
        answered_since=begun.answered_since,
    )


@blueprint.post("/residents/<uuid:person_id>/assess/questions")
@permits("assessment.make")
def questions_act(person_id: UUID) -> ResponseReturnValue:
    """Take one answer and lead to the next question, or keep what was said so far."""
    pack = country_pack(current_town().country)
    draft = posted_walk(pack)
    if draft.is_here and draft.wanted is None:
        draft.wanted = draft.shown
    if draft.do == UNKNOWN:
        draft.forget_shown()
    refuse_half_said(pack, draft.form, draft.rows)
    facts = facts_from(pack, draft.form.data)
    if draft.do == BACK or draft.wanted is not None:
        draft.forget_refused(problems_of(pack, facts))
        facts = facts_from(pack, draft.form.data)
    if draft.do == SAVE and draft.form.is_valid:
        on = draft.form.data.get("on") or current_reader().today
        done = kept(person_id, facts, on, draft.form, version=draft.version)
        if done is not None:
            return done
    return _shown(pack, asked_of(person_id, pack), draft, facts, stores=True)


def _shown(
    pack: Pack, asked: Asked, draft: Walk, facts: HouseholdFacts, *, stores: bool = False
) -> ResponseReturnValue:
    """Show the next question; where something else than the last answer is wrong, all of them."""
    on = draft.form.data.get("on") or current_reader().today
    answer = None
    if draft.form.is_valid:
        answer = judged(pack, facts, on, draft.form)
    if set(draft.form.errors) - set(names_of(draft.shown)):
        return whole_page(pack, asked, draft.form, None, rows=draft.rows)
    steps = () if answer is None else steps_of(pack, answer)
    step = _next_step(pack, draft, steps)
    if stores and draft.form.is_valid and asked.may_keep:
        _store(asked.resident.id, draft)
    show = page if draft.form.is_valid else again
    return show(
        "casework/question.html",
        form=draft.form,
        resident=asked.resident,
        may_keep=asked.may_keep,
        has_earlier=asked.has_earlier,
        trail=draft.trail,
        row_count=draft.rows,
        rules_day=on,
        few=FEW,
        stored=draft.version,
        is_old=draft.is_old,
        carried=_carried(draft.form, step),
        how_known=[(str(how), current_reader().say(said)) for how, said in HOW_KNOWN.items()],
        HOW=HOW,
        TO=TO,
        BECAUSE=BECAUSE,
        **_said(pack, asked, draft, facts, step),
        **_said_standing(pack, draft, answer, steps, step),
    )


def _store(person_id: UUID, draft: Walk) -> None:
    """Store what was said so far, unless something else was said since this page was made."""
    said = said_in(draft.form, draft.rows, draft.trail)
    read = None if draft.is_here else draft.version
    version = keep_said(person_id, draft.form, said, version=read)
    draft.is_old = version is None
    draft.version = draft.version if version is None else version


def _next_step(pack: Pack, draft: Walk, steps: Sequence[Step]) -> Step | None:
    """Say what is asked now; None once nothing is left that is likely to matter."""
    if not draft.form.is_valid:
        return draft.shown
    if draft.do == BACK and draft.trail:
        return step_of(pack, draft.trail.pop(), draft.rows)
    if draft.wanted is not None:
        return draft.wanted
    draft.go_on()
    return next((step for step in _left(draft, steps) if not step.rarely), None)


def _left(draft: Walk, steps: Sequence[Step]) -> list[Step]:
    """Give what was not asked yet."""
    return [step for step in steps if not draft.passed.issuperset(step.keys)]


def _carried(form: Form, step: Step | None) -> list[tuple[str, str]]:
    """Give what was said elsewhere, to travel on unseen."""
    left_out = {*names_of(step), ROWS}
    return [
        (name, value)
        for name, values in form.values.items()
        if name not in left_out and (not form.reads or name in form.reads)
        for value in values
        if value
    ]


def _said(
    pack: Pack, asked: Asked, draft: Walk, facts: HouseholdFacts, step: Step | None
) -> dict[str, Any]:
    language = current_language()
    names = asked.names(pack, facts, current_reader().today)
    known = said_of(pack, facts, language, names)
    answered = () if draft.shown is None or draft.do == BACK else draft.shown.keys
    return {
        "asking": None if step is None else asking_of(pack, step, facts, language, names),
        "known": known,
        "last_said": [each for each in known if each.key in answered],
    }


def _said_standing(
    pack: Pack, draft: Walk, answer: Answer | None, steps: Sequence[Step], step: Step | None
) -> dict[str, Any]:
    if answer is None:
        return {"standings": [], "was": "", "left": 0, "rare": []}
    left = _left(draft, steps)
    told = said_answer(answer, pack) if step is None else {"answer": answer}
    return {
        **told,
        "asks": (),
        "standings": standings_of(pack, answer, draft.was, current_language()),
        "was": " ".join(f"{item.programme}={item.verdict.value}" for item in answer.programmes),
        "left": sum(not each.rarely for each in left),
        "rare": [each for each in left if each.rarely],
    }
