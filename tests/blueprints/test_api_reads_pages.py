"""What a page shows, another system reads: each page that only shows has an operation, or a reason.

A page with a form at its own address belongs to the act that it begins: test_api_covers_pages.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hopecare.app import create_app
from hopecare.domain.api_scopes import API_SCOPES
from hopecare.settings import Settings
from hopecare.web.permits import permission_of
from tests.blueprints.test_api_covers_pages import LEAST_REASON, NO_PAGES, WRITES

DOCS = Path(__file__).parents[2] / "docs" / "api.md"
CHAPTER = "## What is read on pages only"
SAME_ROWS = {
    "casework.aid_given": "list_aid",
    "casework.application": "get_application",
    "casework.applications": "list_applications",
    "casework.case": "get_case",
    "casework.cases": "list_cases",
    "casework.closing": "get_closing",
    "casework.closings": "list_closings",
    "casework.crises": "list_crises",
    "casework.crisis": "get_crisis",
    "casework.desk": "list_desk",
    "casework.gaps": "list_gaps",
    "casework.given": "list_aid",
    "casework.ledger": "list_gaps",
    "casework.needs": "list_needs",
    "casework.overrides": "list_overrides",
    "casework.packs": "list_packs",
    "casework.referral": "get_referral",
    "casework.referral_fhir": "get_referral_fhir",
    "casework.referral_sheet": "get_referral_packet",
    "casework.referrals": "list_referrals",
    "casework.resident": "get_resident",
    "casework.residents": "list_residents",
    "casework.transfer": "list_transfers",
    "casework.transfers": "list_transfers",
    "casework.visits": "list_visits",
    "coordination.alert": "get_alert",
    "coordination.alerts": "list_alerts",
    "coordination.call_task": "get_call_task",
    "coordination.call_tasks": "list_call_tasks",
    "coordination.check_in": "get_check_in",
    "coordination.check_ins": "list_check_ins",
    "coordination.message": "get_message",
    "coordination.messages": "list_messages",
    "coordination.organisations": "list_organisations",
    "coordination.report": "get_report",
    "coordination.service": "get_service",
    "coordination.triage": "list_reports",
    "coordination.volunteer": "get_volunteer",
    "coordination.volunteers": "list_volunteers",
}
"""Each page that only shows, and the operation that reads the same rows."""


@pytest.fixture(scope="module")
def app():
    env = {"HOPECARE_ENVIRONMENT": "test", "HOPECARE_DATA_DIR": "/nowhere"}
    return create_app(Settings.from_env(env))


@pytest.fixture(scope="module")
def shows(app):
    """Every page that only shows: nothing is posted to its address."""
    rules = list(app.url_map.iter_rules())
    posted = {rule.rule for rule in rules if WRITES & (rule.methods or set())}
    return {
        rule.endpoint
        for rule in rules
        if "GET" in (rule.methods or set())
        and rule.rule not in posted
        and not rule.endpoint.startswith(NO_PAGES)
    }


@pytest.fixture(scope="module")
def kept():
    """What the docs say is read on pages only, and why."""
    chapter = DOCS.read_text(encoding="utf-8").partition(CHAPTER)[2].partition("\n## ")[0]
    rows = [line.split("|")[1:-1] for line in chapter.splitlines() if line.startswith("| `")]
    return {
        endpoint: row[-1].strip() for row in rows for endpoint in re.findall(r"`([\w.-]+)`", row[0])
    }


def test_every_page_that_shows_has_an_operation_or_a_reason(shows, kept):
    assert shows - set(SAME_ROWS) - set(kept) == set(), "give it an operation, or a row in api.md"
    assert set(SAME_ROWS) & set(kept) == set(), "it has an operation: docs/api.md says otherwise"


def test_neither_list_names_what_is_not_there(app, shows, kept):
    assert set(kept) - shows == set()
    assert set(SAME_ROWS) - shows == set()
    assert {f"api.{each}" for each in SAME_ROWS.values()} - set(app.view_functions) == set()


def test_each_reason_is_a_reason(kept):
    assert kept
    assert [endpoint for endpoint, why in kept.items() if len(why) < LEAST_REASON] == []


def test_an_operation_asks_the_permission_of_its_page(app):
    scopes = {
        page: API_SCOPES[str(permission_of(app.view_functions[f"api.{name}"]))]
        for page, name in SAME_ROWS.items()
    }
    assert scopes == {page: permission_of(app.view_functions[page]) for page in scopes}
