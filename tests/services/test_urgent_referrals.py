"""What cannot wait: a crisis that goes on, and an objection in an emergency."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from hopecare.domain.calls import CallOutcome
from hopecare.domain.outcomes import AnswerDoor, RefusalReason
from hopecare.domain.roles import Role
from hopecare.queries.silent_referrals import silent_calls_of
from hopecare.services.answer_referral import answer_referral
from hopecare.services.end_owed_call import CameOfCall, end_owed_call
from hopecare.services.object_to_referral import object_to_referral
from models import ServiceHours
from tests.factories.cases import BY, a_case
from tests.factories.crises import a_crisis, its_end
from tests.factories.people import a_staff_account, an_identity
from tests.factories.referrals import a_referral, a_service
from tests.factories.towns import NOW, TODAY

DAY = timedelta(days=1)
HOURS = timedelta(hours=4)
"""As the towns' setting is shipped."""


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


def office_hours(session, service, *windows):
    for weekday, opens, closes in windows:
        hours = ServiceHours(
            town_id=service.town_id,
            service_id=service.id,
            weekday=weekday,
            opens=time(opens),
            closes=time(closes),
        )
        session.add(hours)
    session.flush()


@pytest.mark.parametrize(
    ("sent", "rung"),
    [
        ("2026-11-23 10:00", "2026-11-23 14:00"),  # four hours later somebody is there
        ("2026-11-23 16:00", "2026-11-24 09:00"),  # then they have gone home
        ("2026-11-23 23:30", "2026-11-24 09:00"),
        ("2026-11-24 01:00", "2026-11-24 09:00"),
        ("2026-11-27 20:00", "2026-11-30 09:00"),  # a Friday night, open from Monday on
        ("2026-12-24 16:00", "2026-12-28 09:00"),  # the day after is a public holiday
    ],
)
def test_an_office_is_rung_when_somebody_is_there(session, sent, rung):
    service = a_service(session, programme="emergency")
    office_hours(session, service, *((day, 9, 18) for day in range(5)))
    moment, due = (datetime.fromisoformat(f"{each}+09:00") for each in (sent, rung))
    referral = a_referral(session, service=service, now=moment)
    assert owed(session, referral) == [due]
    assert referral.answer_due_on == due.date()


def test_whom_nobody_could_ask_at_noon_is_rung_again_when_they_open(session):
    service = a_service(session, programme="emergency")
    office_hours(session, service, (0, 9, 18), (1, 10, 18))
    referral = a_referral(session, service=service)
    (call,) = silent_calls_of(session, referral.id)
    worker = an_identity(session, a_staff_account(session, roles=(Role.SOCIAL_WORKER,)))
    late = datetime.fromisoformat("2026-11-23T17:30+09:00")
    came = CameOfCall(outcome=CallOutcome.NO_ANSWER)
    end_owed_call(session, task_id=call.id, came=came, by=worker, now=late)
    assert datetime.fromisoformat("2026-11-24T10:00+09:00") in owed(session, referral)


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
