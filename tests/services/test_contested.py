"""An objection is one, at whichever door it was written down: of a referral or its application."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hopecare.domain.care_path import ReferralStatus
from hopecare.domain.outcomes import AnswerDoor, ReferralOutcome
from hopecare.errors import MoveNotAllowedError
from hopecare.queries.referral_packets import packets_of
from hopecare.services.object_to_referral import object_to_referral
from hopecare.services.record_referral_outcome import record_referral_outcome
from tests.factories.cases import BY
from tests.factories.referrals import a_referral
from tests.factories.towns import NOW, TODAY, a_town

LATER = NOW + timedelta(days=3)


@pytest.fixture
def session(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        yield session


def outcome(session, referral, came_to, *, on=TODAY, now=NOW, amount=None):
    return record_referral_outcome(
        session, referral_id=referral.id, outcome=came_to, outcome_on=on, amount_minor=amount,
        currency="KRW" if amount else None, door=AnswerDoor.LETTER, by=BY, now=now,
    )  # fmt: skip


@pytest.mark.parametrize("came_to", [ReferralOutcome.GRANTED, ReferralOutcome.OTHER])
def test_what_gave_all_that_was_asked_is_not_objected_to(session, came_to):
    referral = a_referral(session)
    amount = 713_100 if came_to is ReferralOutcome.GRANTED else None
    outcome(session, referral, came_to, amount=amount)
    with pytest.raises(MoveNotAllowedError):
        object_to_referral(session, referral_id=referral.id, by=BY, now=LATER, words="다시")
    assert (referral.status, referral.outcome) == (ReferralStatus.DONE, came_to)
    assert referral.amount_minor == amount
    assert len(packets_of(session, referral.id)) == 1
