"""What a page can do, another system can: each writing page has an operation, or a reason written.

The application itself says which pages write; `docs/api.md` says which stay with people, and why.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hopecare.app import create_app
from hopecare.settings import Settings
from hopecare.web.permits import permission_of

DOCS = Path(__file__).parents[2] / "docs" / "api.md"
CHAPTER = "## What stays with people"
WRITES = {"POST", "PUT", "PATCH", "DELETE"}
NO_PAGES = ("api.", "webhooks.", "handset.")
"""Doors of machines; the handset is a toy of development."""
LEAST_REASON = 25
SAME_VERB = {
    "accounts.add_listener": "add_a_webhook",
    "accounts.replay_listener": "replay_webhook",
    "accounts.start_listener": "start_webhook",
    "accounts.stop_listener": "stop_webhook",
    "casework.add_need_act": "add_need",
    "casework.add_paper_act": "add_application_paper",
    "casework.after_check_act": "record_after_check",
    "casework.answer_act": "answer_referral",
    "casework.answer_day_act": "name_answer_day",
    "casework.answer_hand_over_act": "answer_hand_over",
    "casework.application_paper_act": "set_application_paper",
    "casework.application_step_act": "settle_application_step",
    "casework.referral_step_act": "settle_referral_step",
    "casework.appointment_act": "set_appointment",
    "casework.approve_closing_act": "approve_closing",
    "casework.ask_act": "ask_neighbours",
    "casework.backup_act": "name_backup",
    "casework.begin_asking_act": "begin_asking",
    "casework.bridge_act": "settle_bridge",
    "casework.change_goal_act": "change_goal",
    "casework.change_need_act": "change_need",
    "casework.close_case_act": "close_case",
    "casework.companion_act": "ask_companion",
    "casework.crisis_help_act": "record_crisis_help",
    "casework.decide_act": "decide_application",
    "casework.emergency_act": "record_emergency",
    "casework.end_backup_act": "end_backup",
    "casework.end_crisis_act": "end_crisis",
    "casework.end_need_act": "end_need",
    "casework.end_other_help_act": "end_other_help",
    "casework.extend_act": "extend_application",
    "casework.give_up_goal_act": "give_up_goal",
    "casework.hand_on_act": "hand_crisis_on",
    "casework.last_day_act": "name_last_day",
    "casework.meet_need": "meet_need",
    "casework.missed_week_act": "say_missed_week",
    "casework.no_answer_act": "miss_referral_answer",
    "casework.object_act": "object_to_decision",
    "casework.objection_act": "object_to_referral",
    "casework.open_application_act": "open_application",
    "casework.open_case_act": "open_a_case",
    "casework.open_crisis_act": "open_crisis",
    "casework.take_crisis_act": "take_crisis",
    "casework.open_resident_act": "open_a_resident",
    "casework.other_help_act": "note_other_help",
    "casework.outcome_act": "record_referral_outcome",
    "casework.reach_goal_act": "reach_goal",
    "casework.record_aid_act": "record_aid",
    "casework.take_back_aid_act": "take_back_aid",
    "casework.record_consent_act": "record_consents",
    "casework.refer_act": "make_referral",
    "casework.reopen": "reopen_case",
    "casework.send_back_closing_act": "send_back_closing",
    "casework.set_goal_act": "set_goal",
    "casework.settle": "settle_worry",
    "casework.settle_double_help_act": "settle_double_help",
    "casework.stop_asking_act": "stop_asking",
    "casework.stop_task_act": "stop_task",
    "casework.submit_act": "submit_application",
    "casework.take_back_decision_act": "take_back_decision",
    "casework.take_back_missed_week": "take_back_week",
    "casework.tell_of_application": "tell_of_application",
    "casework.tell_of_referral": "tell_of_referral",
    "casework.offer_case_act": "offer_case",
    "casework.assign_case_act": "assign_case",
    "casework.accept_case_act": "accept_case",
    "casework.decline_case_act": "decline_case",
    "casework.withdraw_act": "withdraw_referral",
    "casework.check_application_act": "check_application",
    "casework.check_referral_act": "check_referral",
    "casework.withdraw_application_act": "withdraw_application",
    "casework.withdraw_closing_act": "withdraw_closing",
    "casework.withdraw_consent_act": "withdraw_consent",
    "coordination.answer_check_in": "answer_check_in",
    "coordination.answer_for_volunteer": "answer_offer",
    "coordination.choose_a_way": "choose_way",
    "coordination.end_alert": "resolve_alert",
    "coordination.end_call": "end_call_task",
    "coordination.end_knock": "answer_knock",
    "coordination.end_plan": "end_check_ins",
    "coordination.end_service_act": "end_service",
    "coordination.give_clear": "clear_check_in",
    "coordination.join": "join_report",
    "coordination.keep_report_apart": "keep_report_apart",
    "coordination.log_a_call": "log_a_call",
    "coordination.note_capacity_act": "note_capacity",
    "coordination.pause_plan": "pause_check_ins",
    "coordination.plan": "plan_check_ins",
    "coordination.put_off": "put_off_call_task",
    "coordination.reopen": "reopen_report",
    "coordination.resume_plan": "resume_check_ins",
    "coordination.set_aside": "set_report_aside",
    "coordination.take_alert": "acknowledge_alert",
    "coordination.take_call": "take_call_task",
    "coordination.take_report_act": "make_report",
    "coordination.take_up": "take_up_report",
    "coordination.try_to_reach": "try_to_reach",
    "coordination.undo_join": "undo_join_report",
    "reporting.send_report": "make_report",
    "volunteering.answer": "answer_offer",
    "volunteering.visit_act": "log_visit",
}
"""Each writing page, and the operation that does the same by the same service."""


@pytest.fixture(scope="module")
def views():
    """Every view that writes, by its endpoint."""
    env = {"HOPECARE_ENVIRONMENT": "test", "HOPECARE_DATA_DIR": "/nowhere"}
    app = create_app(Settings.from_env(env))
    rules = [rule for rule in app.url_map.iter_rules() if WRITES & (rule.methods or set())]
    return {rule.endpoint: app.view_functions[rule.endpoint] for rule in rules}


@pytest.fixture(scope="module")
def pages(views):
    """Every page that writes."""
    return {endpoint for endpoint in views if not endpoint.startswith(NO_PAGES)}


@pytest.fixture(scope="module")
def kept():
    """What the docs say stays with people, and why."""
    chapter = DOCS.read_text(encoding="utf-8").partition(CHAPTER)[2].partition("\n## ")[0]
    rows = [line.split("|")[1:-1] for line in chapter.splitlines() if line.startswith("| `")]
    return {
        endpoint: row[-1].strip() for row in rows for endpoint in re.findall(r"`([\w.]+)`", row[0])
    }


def test_every_writing_page_has_an_operation_or_a_reason(pages, kept):
    assert pages - set(SAME_VERB) - set(kept) == set(), "give it an operation, or a row in api.md"
    assert set(SAME_VERB) & set(kept) == set(), "it has an operation: docs/api.md says otherwise"


def test_neither_list_names_what_is_not_there(views, pages, kept):
    assert set(kept) - pages == set()
    assert set(SAME_VERB) - pages == set()
    assert {f"api.{each}" for each in SAME_VERB.values()} - set(views) == set()


def test_each_reason_is_a_reason(kept):
    assert kept
    assert [endpoint for endpoint, why in kept.items() if len(why) < LEAST_REASON] == []


def test_an_operation_asks_the_permission_of_its_page(views):
    verbs = {page: getattr(views[f"api.{name}"], "verb", None) for page, name in SAME_VERB.items()}
    asked = {page: verb.permission for page, verb in verbs.items() if verb is not None}
    assert len(asked) > len(SAME_VERB) / 2
    assert asked == {page: permission_of(views[page]) for page in asked}
