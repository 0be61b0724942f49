"""What cannot wait: a crisis that goes on, and an objection in an emergency."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hopecare.domain.outcomes import AnswerDoor, RefusalReason
from hopecare.queries.silent_referrals import silent_calls_of
from hopecare.services.answer_referral import answer_referral
from hopecare.services.object_to_referral import object_to_referral
from tests.factories.cases import BY, a_case
from tests.factories.crises import a_crisis, its_end
from tests.factories.referrals import a_referral, a_service
from tests.factories.towns import NOW, TODAY, a_town

DAY = timedelta(days=1)
HOURS = timedelta(hours=4)
"""As the towns' setting is shipped."""


@pytest.fixture
def session(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        yield session


def owed(session, referral):
    return [each.due_at for each in silent_calls_of(session, referral.id)]


def test_whoever_is_in_a_crisis_is_not_left_waiting_for_days(session):
    case, service = a_case(session), a_service(session, programme=None)
    crisis = a_crisis(session, case=case)
    referral = a_referral(session, case=case, service=service)
    assert owed(session, referral) == [NOW + HOURS]
    assert referral.answer_due_on == TODAY
    its_end(session, crisis)
    later = a_referral(session, case=case, service=a_service(session, programme=None))
    assert owed(session, later) == []
    assert later.answer_due_on > TODAY


def test_an_objection_in_an_emergency_waits_hours_as_the_referral_did(session):
    referral = a_referral(session, service=a_service(session, programme="emergency"))
    answer_referral(
        session, referral_id=referral.id, refusal=RefusalReason.OVER_INCOME, words=None,
        door=AnswerDoor.PHONE, answered_on=TODAY, by=BY, now=NOW,
    )  # fmt: skip
    assert owed(session, referral) == []
    object_to_referral(session, referral_id=referral.id, by=BY, now=NOW + DAY)
    assert owed(session, referral) == [NOW + DAY + HOURS]
    assert referral.answer_due_on == TODAY + DAY


def test_an_objection_without_haste_waits_as_long_as_the_law_says(session):
    referral = a_referral(session, service=a_service(session, programme="livelihood"))
    answer_referral(
        session, referral_id=referral.id, refusal=RefusalReason.OVER_INCOME, words=None,
        door=AnswerDoor.PHONE, answered_on=TODAY, by=BY, now=NOW,
    )  # fmt: skip
    object_to_referral(session, referral_id=referral.id, by=BY, now=NOW + DAY)
    assert owed(session, referral) == []
    assert referral.answer_due_on > TODAY + 7 * DAY
