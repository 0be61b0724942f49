"""Answers that turned by the day or the rules: the list, one with its reasons, what was done."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import url_for

from blueprints.casework.door import blueprint
from hopecare.domain.assessment_changes import changed_facts
from hopecare.domain.screening import BY_A_PERSON, TurnKind
from hopecare.errors import StaleVersionError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.language.answer_cards import (
    change_in_words,
    find_answer_card,
    programme_choices,
    programme_name,
)
from hopecare.language.turn_words import criteria_in_words, verdict_in_words
from hopecare.queries.areas import districts
from hopecare.queries.asked_names import name_asked
from hopecare.queries.assessments import answer_of, assessment_by_id, said_in
from hopecare.queries.cases import find_live_case
from hopecare.queries.residents import person_by_id
from hopecare.queries.screening import turn_by_id
from hopecare.queries.visibility import refuse_unless
from hopecare.reading.country_packs import country_pack, find_country_pack
from hopecare.services.settle_turn import settle_turn
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.forms import Form, blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.listing import show_listing
from hopecare.web.listings.screening_turns import TURNS, WHICH
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.requests.settle_turn import SettleTurnRequest
from hopecare.web.scopes import reading
from hopecare.web.town import current_town
from models import ScreeningTurn

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from models import Assessment


@blueprint.get("/answers-that-turned")
@permits("assessment.read")
def screening_turns() -> ResponseReturnValue:
    """List the answers that turned, the oldest that nobody has looked at first."""
    reader, pack = current_reader(), find_country_pack(current_town().country)
    with reading() as session:
        areas = districts(session)
    return show_listing(
        TURNS,
        template="casework/screening_turns.html",
        areas=areas,
        TurnKind=TurnKind,
        which=[(which.value, reader.say(words)) for which, words in WHICH.items()],
        programmes=programme_choices(pack, reader.language),
    )


@blueprint.get("/answers-that-turned/<uuid:turn_id>")
@permits("assessment.read")
def screening_turn(turn_id: UUID) -> ResponseReturnValue:
    """Show one answer that turned: what it was, what it is, and why."""
    return page("casework/screening_turn.html", **_seen(turn_id, blank_form()))


@blueprint.post("/answers-that-turned/<uuid:turn_id>/settle")
@permits("assessment.make")
def settle_turn_act(turn_id: UUID) -> ResponseReturnValue:
    """Write what was done about it."""
    form, identity, now = read_form(SettleTurnRequest), current_identity(), desk().clock()
    if not form.is_valid:
        return again("casework/screening_turn.html", **_seen(turn_id, form))

    def act(session: Session) -> str:
        refuse_unless(session, "assessment.make", identity, ScreeningTurn, turn_id)
        settle_turn(
            session,
            turn_id=turn_id,
            version=form.data["version"],
            done=form.data["done"],
            words=form.data["words"],
            by=identity,
            now=now,
        )
        return url_for("casework.screening_turns")

    try:
        return act_once(identity, act, said=N_("Written down. It stands on the list no more."))
    except StaleVersionError:  # somebody was first: what they did is shown instead of the form
        late = page("casework/screening_turn.html", **_seen(turn_id, form))
        late.status_code = HTTPStatus.CONFLICT
        return late


def _seen(turn_id: UUID, form: Form) -> dict[str, Any]:
    with reading() as session:
        refuse_unless(session, "assessment.read", current_identity(), ScreeningTurn, turn_id)
        turn = turn_by_id(session, turn_id)
        resident = person_by_id(session, turn.person_id)
        before, after = (
            assessment_by_id(session, each) for each in (turn.before_id, turn.assessment_id)
        )
        case = find_live_case(session, resident.id)
        by = person_by_id(session, turn.settled_by_id) if turn.settled_by_id else None
    shown([resident.id])
    return {
        "form": form,
        "turn": turn,
        "resident": resident,
        "case": case,
        "settled_by": by.full_name if by else "",
        "before": before,
        "after": after,
        "choices_of_done": [(each.value, current_reader().label(each)) for each in BY_A_PERSON],
        **_said(turn, before, after, name_asked(resident, after)),
    }


def _said(
    turn: ScreeningTurn, before: Assessment, after: Assessment, names: Mapping[int, str]
) -> dict[str, Any]:
    """Say the answer before and after, what turned, and which facts are other ones."""
    reader, pack = current_reader(), country_pack(current_town().country)
    answers = [answer_of(each) for each in (before, after)]
    old, new = (
        find_answer_card(each, turn.programme, pack, reader.language, names) for each in answers
    )
    changed = changed_facts(said_in(before), said_in(after))
    return {
        "programme": programme_name(pack, turn.programme, reader.language),
        "verdicts": [
            verdict_in_words(each, reader) for each in (turn.verdict_before, turn.verdict_after)
        ],
        "criteria": criteria_in_words(turn.criteria, turn.programme, pack, reader),
        "rules": [each.on for each in answers],
        "old": old,
        "new": new,
        "facts": [change_in_words(each, pack, reader.language, names) for each in changed],
    }
