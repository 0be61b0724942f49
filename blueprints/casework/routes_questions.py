"""The questions one at a time: each answer is a post that leads to the next question.

What was said travels in the form itself until it is kept: nothing is stored before, nothing stands
in an address, and a sign-in that lapsed carries it along. Each page has all that came before it, so
the browser's own way back loses nothing either.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from blueprints.casework.all_questions import whole_page
from blueprints.casework.assessing import asked_of, judged, kept, refuse_half_said, said_answer
from blueprints.casework.assessment_words import HOW_KNOWN
from blueprints.casework.door import blueprint
from blueprints.casework.question_words import (
    asking_of,
    said_of,
    standings_of,
    step_of,
)
from hopecare.domain.eligibility.checking import problems_of
from hopecare.domain.eligibility.questions import Step, steps_of
from hopecare.reading.country_packs import country_pack, find_country_pack
from hopecare.web.forms import Form, blank_form, read_form
from hopecare.web.language import current_language, current_reader
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.requests.assess_household import (
    BECAUSE,
    HOW,
    MOST_ROWS,
    ROWS,
    TO,
    HowKnown,
    assess_household_request,
    facts_from,
    field_name,
)
from hopecare.web.requests.next_question import (
    BACK,
    BETWEEN_KEYS,
    NEXT,
    SAVE,
    UNKNOWN,
    NextQuestionRequest,
)
from hopecare.web.town import current_town

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from blueprints.casework.assessing import Asked
    from hopecare.domain.eligibility.assessment import Assessment as Answer
    from hopecare.domain.eligibility.facts import HouseholdFacts
    from hopecare.domain.eligibility.pack import Pack

FEW: Final = 10
"""So many questions left are counted out loud; most of a greater number fall away on the way."""


@dataclass(slots=True, kw_only=True)
class _Draft:
    """What was said so far and where the reader stands; all of it goes from page to page."""

    form: Form
    rows: int
    do: str = NEXT
    shown: Step | None = None
    wanted: Step | None = None
    trail: list[str] = field(default_factory=list)
    was: dict[str, str] = field(default_factory=dict)

    def forget_shown(self) -> None:
        """Leave what was asked not known, whatever stood in its fields."""
        for name in _names(self.shown):
            self._forget(name)

    def forget_refused(self, problems: Iterable[str]) -> None:
        """Whoever turns to another question leaves behind what cannot be read or be true here."""
        wrong = {field_name(key) for key in problems} | set(self.form.errors)
        if wrong & set(_names(self.shown)):
            self.forget_shown()

    def _forget(self, name: str) -> None:
        self.form.values.pop(name, None)
        self.form.data.pop(name, None)
        self.form.errors.pop(name, None)

    def go_on(self) -> None:
        """Lay the step that was answered behind the others."""
        if self.shown is not None:
            keys = BETWEEN_KEYS.join(self.shown.keys)
            self.trail = [each for each in self.trail if each != keys] + [keys]

    @property
    def passed(self) -> set[str]:
        """Give every key that was asked already, whatever was said to it."""
        return {key for keys in self.trail for key in keys.split(BETWEEN_KEYS)}


@blueprint.get("/residents/<uuid:person_id>/assess/questions")
@permits("assessment.make")
def questions_form(person_id: UUID) -> ResponseReturnValue:
    """Show the question that settles most, with what is known already."""
    pack = find_country_pack(current_town().country)
    asked = asked_of(person_id, pack)
    if pack is None:
        return page("casework/assessment_without_rules.html", resident=asked.resident)
    draft = _Draft(form=blank_form(asked.values), rows=int(str(asked.values[ROWS])))
    return _shown(pack, asked, draft, asked.facts)


@blueprint.post("/residents/<uuid:person_id>/assess/questions")
@permits("assessment.make")
def questions_act(person_id: UUID) -> ResponseReturnValue:
    """Take one answer and lead to the next question, or keep what was said so far."""
    pack = country_pack(current_town().country)
    draft = _read(pack)
    if draft.do == UNKNOWN:
        draft.forget_shown()
    refuse_half_said(pack, draft.form, draft.rows)
    facts = facts_from(pack, draft.form.data)
    if draft.do == BACK or draft.wanted is not None:
        draft.forget_refused(problems_of(pack, facts))
        facts = facts_from(pack, draft.form.data)
    if draft.do == SAVE and draft.form.is_valid:
        on = draft.form.data.get("on") or current_reader().today
        done = kept(person_id, facts, on, draft.form)
        if done is not None:
            return done
    return _shown(pack, asked_of(person_id, pack), draft, facts)


def _read(pack: Pack) -> _Draft:
    """Read what travels along; how many live there makes room for as many."""
    where = read_form(NextQuestionRequest).data
    rows = where.get(ROWS) or 1
    form = read_form(assess_household_request(pack.country, rows))
    size = _number_of_people(pack, form)
    if size is not None and size != rows:
        rows = size
        form = read_form(assess_household_request(pack.country, rows))
        form.data[ROWS] = rows
    stood = [each.partition("=") for each in (where.get("was") or "").split()]
    return _Draft(
        form=form,
        rows=rows,
        do=where.get("do") or NEXT,
        shown=step_of(pack, where.get("shown"), rows),
        wanted=step_of(pack, where.get("show"), rows),
        trail=[keys for keys in where.get("trail") or [] if step_of(pack, keys, rows)],
        was={key: verdict for key, _, verdict in stood},
    )


def _number_of_people(pack: Pack, form: Form) -> int | None:
    """Give how many live there, where it was said exactly and a form has room for them."""
    name = field_name(next(iter(pack.lists.values())).counted_by)
    size, how = form.data.get(name), form.data.get(name + HOW)
    is_exact = how is None or how is HowKnown.EXACTLY
    return size if size and is_exact and size <= MOST_ROWS else None


def _shown(pack: Pack, asked: Asked, draft: _Draft, facts: HouseholdFacts) -> ResponseReturnValue:
    """Show the next question; where something else than the last answer is wrong, all of them."""
    on = draft.form.data.get("on") or current_reader().today
    answer = None
    if draft.form.is_valid:
        answer = judged(pack, facts, on, draft.form)
    if set(draft.form.errors) - set(_names(draft.shown)):
        return whole_page(pack, asked, draft.form, None, rows=draft.rows)
    steps = () if answer is None else steps_of(pack, answer)
    step = _next_step(pack, draft, steps)
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
        carried=_carried(draft.form, step),
        how_known=[(str(how), current_reader().say(said)) for how, said in HOW_KNOWN.items()],
        HOW=HOW,
        TO=TO,
        BECAUSE=BECAUSE,
        **_said(pack, asked, draft, facts, step),
        **_said_standing(pack, draft, answer, steps, step),
    )


def _next_step(pack: Pack, draft: _Draft, steps: Sequence[Step]) -> Step | None:
    """Say what is asked now; None once nothing is left that is likely to matter."""
    if not draft.form.is_valid:
        return draft.shown
    if draft.do == BACK and draft.trail:
        return step_of(pack, draft.trail.pop(), draft.rows)
    if draft.wanted is not None:
        return draft.wanted
    draft.go_on()
    return next((step for step in _left(draft, steps) if not step.rarely), None)


def _left(draft: _Draft, steps: Sequence[Step]) -> list[Step]:
    """Give what was not asked yet."""
    return [step for step in steps if not draft.passed.issuperset(step.keys)]


def _names(step: Step | None) -> list[str]:
    """Give the fields of a step."""
    keys = () if step is None else step.keys
    return [field_name(key) + part for key in keys for part in ("", HOW, TO, BECAUSE)]


def _carried(form: Form, step: Step | None) -> list[tuple[str, str]]:
    """Give what was said elsewhere, to travel on unseen."""
    left_out = {*_names(step), ROWS}
    return [
        (name, value)
        for name, values in form.values.items()
        if name not in left_out and (not form.reads or name in form.reads)
        for value in values
        if value
    ]


def _said(
    pack: Pack, asked: Asked, draft: _Draft, facts: HouseholdFacts, step: Step | None
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
    pack: Pack, draft: _Draft, answer: Answer | None, steps: Sequence[Step], step: Step | None
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
