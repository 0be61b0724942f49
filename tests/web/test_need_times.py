"""When help is needed reads the same on every page, in both languages."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import select

from hopecare.domain.needs import NeedRhythm
from hopecare.domain.roles import Role
from models import Account
from tests.factories.cases import a_case, a_need
from tests.factories.offers import a_task, an_offer
from tests.factories.people import a_staff_account
from tests.factories.towns import a_centre, a_town
from tests.factories.volunteers import neighbours

WISH: dict[str, Any] = {
    "rhythm": NeedRhythm.WEEKLY,
    "weekdays": ("wed", "sat"),
    "starts_at": time(18, 30),
}


@pytest.fixture
def two_needs(database, town_scope):
    """One that begins later this week and one that began weeks ago, and everybody in them."""
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        case = a_case(session, centre=centre)
        later = a_need(session, case=case, from_on=date(2026, 11, 28), **WISH)
        running = a_need(session, case=case, from_on=date(2026, 11, 5), **WISH)
        helper, asked = neighbours(session, 2, centre=centre)
        task = a_task(session, running, helper)
        offer = an_offer(session, later, asked)
        worker = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=centre)
    return case, later, task, offer, worker


@pytest.fixture
def signed_in(database, town_scope, visitor):
    """Signs somebody in, in a language."""

    def sign_in(person_id, language):
        with database.reading(town_scope) as session:
            account = session.scalars(select(Account).where(Account.person_id == person_id)).one()
        visitor.sign_in(account)
        visitor.client.set_cookie("language", language)
        return visitor

    return sign_in


@pytest.mark.parametrize(
    ("language", "running", "later_still"),
    [
        ("en", "Every week on Wed and Sat, 6:30 pm", ", from 28 November"),
        ("ko", "매주 수, 토 오후 6시 30분", " · 11월 28일부터"),
    ],
)
def test_help_every_week_is_said_by_its_days_and_never_by_one_past_day(
    two_needs, signed_in, language, running, later_still
):
    case, later, task, offer, worker = two_needs
    from_then = running + later_still
    visitor = signed_in(worker.person_id, language)
    assert from_then in visitor.get(f"/cases/{case.id}").main
    assert running in visitor.get(f"/cases/{case.id}").main
    assert from_then in visitor.get(f"/needs/{later.id}/ask").main
    visitor = signed_in(offer.helper_id, language)
    assert from_then in visitor.get("/my/").main
    assert from_then in visitor.get(f"/my/offers/{offer.id}").main
    visitor = signed_in(task.helper_id, language)
    for path in ("/my/", "/my/tasks", f"/my/tasks/{task.id}"):
        page = visitor.get(path)
        assert running in page.main
        assert "5 Nov" not in page.main
        assert "11월 5일" not in page.main


@pytest.mark.parametrize(
    ("language", "wished", "said"),
    [
        ("en", {"until_on": date(2026, 11, 28)}, "Once · Sat 28 Nov"),
        ("en", {}, "Once · from Sat 28 Nov"),
        ("en", {"until_on": date(2026, 11, 30)}, "Once · Sat 28 Nov, until 30 November"),
        ("ko", {"until_on": date(2026, 11, 28)}, "한 번 · 11월 28일(토)"),
        ("ko", {}, "한 번 · 11월 28일(토)부터"),
    ],
)
def test_once_says_whether_it_is_for_one_day_or_for_any_from_then_on(
    database, town_scope, signed_in, language, wished, said
):
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        case = a_case(session, centre=centre)
        need = a_need(session, case=case, from_on=date(2026, 11, 28), **wished)
        worker = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=centre)
    visitor = signed_in(worker.person_id, language)
    then = {"en": "An answer is awaited", "ko": "답을 기다리는 때"}[language]
    assert f"{said} {then}" in visitor.get(f"/needs/{need.id}/ask").main
