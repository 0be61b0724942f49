"""Crises for other systems: help first, the check after, one person responsible."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from blueprints.api.acting import Verb, serve_act, serve_verbs
from blueprints.api.lists import Noun, serve_list, serve_one
from blueprints.api.views import view_of
from hopecare.services.answer_hand_over import answer_hand_over
from hopecare.services.end_crisis import end_crisis
from hopecare.services.hand_crisis_on import hand_crisis_on
from hopecare.services.open_crisis import open_crisis
from hopecare.services.record_after_check import record_after_check
from hopecare.services.record_crisis_help import FirstHelp, record_crisis_help
from hopecare.services.record_emergency import record_emergency
from hopecare.services.take_crisis import take_crisis
from hopecare.web.language import current_reader
from hopecare.web.listings.crises import CRISES
from hopecare.web.requests.crises import (
    AfterCheckRequest,
    AnswerHandOverRequest,
    CrisisHelpRequest,
    EndCrisisRequest,
    HandOnRequest,
    OpenCrisisRequest,
    RecordEmergencyRequest,
    emergency_from,
)
from models import Case, Crisis

if TYPE_CHECKING:
    from uuid import UUID

    from blueprints.api.acting import Act

NOUN: Final = Noun(
    path="crises",
    singular="crisis",
    rows=Crisis,
    view=view_of(
        "CrisisView",
        Crisis,
        "id version case_id person_id opened_at opened_by_id responsible_id handed_to_id handed_at "
        "helped_on checked_on check_result ended_at ended_as ended_by_id",
        "One crisis, without words.",
    ),
    permission="crisis.read",
)
SCOPE: Final = "api.crises.write"
CHANGE: Final = "crisis.change"


def _open(act: Act) -> UUID:
    return open_crisis(act.session, case_id=act.row_id, **act.body, **act.told()).id


def _emergency(act: Act) -> UUID:
    rang = emergency_from(act.body, current_reader().zone)
    return record_emergency(act.session, crisis_id=act.row_id, rang=rang, **act.told()).id


def _help(act: Act) -> UUID:
    first = FirstHelp(**act.body)
    return record_crisis_help(act.session, crisis_id=act.row_id, first=first, **act.told()).id


def _check(act: Act) -> UUID:
    return record_after_check(act.session, crisis_id=act.row_id, **act.body, **act.told()).id


def _hand_on(act: Act) -> UUID:
    return hand_crisis_on(act.session, crisis_id=act.row_id, **act.body, **act.told()).id


def _answer(act: Act) -> UUID:
    return answer_hand_over(act.session, crisis_id=act.row_id, **act.body, **act.told()).id


def _take(act: Act) -> UUID:
    return take_crisis(act.session, crisis_id=act.row_id, **act.told()).id


def _end(act: Act) -> UUID:
    return end_crisis(act.session, crisis_id=act.row_id, **act.body, **act.told()).id


serve_list(NOUN, CRISES, says="List crises; without a filter, those without an all-clear.")
serve_one(NOUN, says="Give one crisis.")
serve_act(
    Verb(
        name="open_crisis",
        path="/cases/<uuid:case_id>/crises",
        scope=SCOPE,
        permission="crisis.open",
        rows=Case,
        says="Open a crisis: whoever is named is responsible until the all-clear.",
        takes=OpenCrisisRequest,
    ),
    _open,
)
CRISIS_VERBS: Final = (
    (
        _emergency,
        "record_emergency",
        "emergencies",
        CHANGE,
        RecordEmergencyRequest,
        "Write down that an emergency service was rung, and what came of it.",
    ),
    (_help, "record_crisis_help", "help", CHANGE, CrisisHelpRequest, "Write what help came first."),
    (
        _check,
        "record_after_check",
        "check",
        CHANGE,
        AfterCheckRequest,
        "Write what the check after the help came to.",
    ),
    (
        _hand_on,
        "hand_crisis_on",
        "hand-on",
        CHANGE,
        HandOnRequest,
        "Ask somebody to be responsible; until they say yes, nothing changes.",
    ),
    (
        _answer,
        "answer_hand_over",
        "answer",
        CHANGE,
        AnswerHandOverRequest,
        "Say, as the one who was asked, whether one takes it over.",
    ),
    (
        _take,
        "take_crisis",
        "take",
        CHANGE,
        None,
        "Be responsible for a crisis whose responsible person has left.",
    ),
    (_end, "end_crisis", "end", CHANGE, EndCrisisRequest, "Give the all-clear: how one knows."),
)
serve_verbs(SCOPE, "/crises/<uuid:crisis_id>", Crisis, CRISIS_VERBS)
