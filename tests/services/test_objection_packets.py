"""An objection says that it is one, and against which decision, at whichever door it was made."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hopecare.domain.applications import Decision
from hopecare.domain.outcomes import AnswerDoor, ReferralOutcome
from hopecare.domain.packets import digest_of
from hopecare.errors import InvalidInputError
from hopecare.queries.referral_packets import packets_of, shared_in
from hopecare.services.name_last_day import name_last_day
from hopecare.services.object_to_referral import object_to_referral
from hopecare.services.record_referral_outcome import record_referral_outcome
from tests.factories.applications import an_application, its_decision, its_submission
from tests.factories.cases import BY, a_case
from tests.factories.referrals import a_referral, its_refusal
from tests.factories.towns import NOW, TODAY, a_town
from tests.services.test_contested import DOORS

THREE_DAYS = timedelta(days=3)
LATER, THEN = NOW + THREE_DAYS, TODAY + THREE_DAYS


@pytest.fixture
def session(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        yield session


def refused(session):
    return its_refusal(session, a_referral(session))


def decided(session, decision=Decision.REFUSED):
    """Refused by a letter at the application, told the day after: the referral is decided by it."""
    case = a_case(session)
    referral = a_referral(session, case=case)
    applied = its_submission(session, an_application(session, case=case, referral=referral))
    its_decision(session, applied, decision)
    return referral, applied


def last_two(session, referral):
    newest, before, *_ = packets_of(session, referral.id)
    return newest, before


def test_a_refusal_is_named_with_its_day_and_the_reason_they_gave(session):
    referral = refused(session)
    object_to_referral(
        session, referral_id=referral.id, by=BY, now=LATER, words="연락 없음",
        told_on=TODAY + timedelta(days=1),
    )  # fmt: skip
    newest, first = last_two(session, referral)
    said = shared_in(newest)
    assert said["objection"] == {
        "sending": 2,
        "objected_on": THEN.isoformat(),
        "decision": "refused",
        "decided_on": TODAY.isoformat(),
        "told_on": (TODAY + timedelta(days=1)).isoformat(),
        "reason": "obligor",
        "words": "연락 없음",
    }
    assert said["words"] == "월세가 밀려 있습니다."
    assert "objection" not in shared_in(first)
    assert newest.digest == digest_of(said) != first.digest


@pytest.mark.parametrize(
    ("came_to", "decision"),
    [
        (ReferralOutcome.NOT_GRANTED, "refused"),
        (ReferralOutcome.PARTLY_GRANTED, "partly_granted"),
    ],
)
def test_what_was_granted_in_part_or_not_is_named_as_that(session, came_to, decision):
    referral = a_referral(session)
    record_referral_outcome(
        session, referral_id=referral.id, outcome=came_to, outcome_on=TODAY, amount_minor=None,
        currency=None, door=AnswerDoor.LETTER, by=BY, now=NOW,
    )  # fmt: skip
    object_to_referral(session, referral_id=referral.id, by=BY, now=LATER, words="더 필요")
    said = shared_in(last_two(session, referral)[0])["objection"]
    assert (said["decision"], said["decided_on"]) == (decision, TODAY.isoformat())
    assert said["told_on"] is None, "nobody said when they heard of it"
    assert said["reason"] is None


@DOORS
@pytest.mark.parametrize("decision", [Decision.REFUSED, Decision.PARTLY_GRANTED])
def test_either_door_names_the_decision_about_the_application(session, door, decision):
    referral, applied = decided(session, decision)
    reason = applied.refusal_reason.value if applied.refusal_reason else None
    door(session, referral, applied)
    newest, first = last_two(session, referral)
    said = shared_in(newest)["objection"]
    assert (said["decision"], said["reason"]) == (decision.value, reason)
    assert said["decided_on"] == said["told_on"] == TODAY.isoformat()
    assert said["objected_on"] == THEN.isoformat()
    assert newest.digest != first.digest


def test_two_objections_of_one_day_are_two_packets(session):
    referral = refused(session)
    for _ in range(2):
        object_to_referral(session, referral_id=referral.id, by=BY, now=NOW, words=None)
        its_refusal(session, referral)
    digests = {each.digest for each in packets_of(session, referral.id)}
    assert len(digests) == 3


def test_the_words_of_an_earlier_objection_stay_below(session):
    referral = refused(session)
    object_to_referral(session, referral_id=referral.id, by=BY, now=NOW, words="연락 없음")
    its_refusal(session, referral)
    object_to_referral(session, referral_id=referral.id, by=BY, now=LATER, words="집을 나갔음")
    said = shared_in(last_two(session, referral)[0])
    assert said["objection"]["words"] == "집을 나갔음"
    assert said["words"] == "연락 없음\n\n월세가 밀려 있습니다."
    assert referral.words == "집을 나갔음\n\n연락 없음\n\n월세가 밀려 있습니다."


def test_when_they_were_told_is_known_from_the_last_day_that_was_named(session):
    referral = refused(session)
    told_on = TODAY + timedelta(days=2)
    name_last_day(
        session, referral_id=referral.id, due_on=THEN + timedelta(days=60), notice_on=told_on,
        by=BY, now=LATER,
    )  # fmt: skip
    object_to_referral(session, referral_id=referral.id, by=BY, now=LATER, words="다시")
    said = shared_in(last_two(session, referral)[0])["objection"]
    assert said["told_on"] == told_on.isoformat()


@pytest.mark.parametrize(
    ("days", "code"), [(-1, "before_decision"), (4, "date_in_future")], ids=["before", "future"]
)
def test_nobody_was_told_before_it_was_decided_nor_after_today(session, days, code):
    referral = refused(session)
    with pytest.raises(InvalidInputError) as refusal:
        object_to_referral(
            session, referral_id=referral.id, by=BY, now=LATER, words="다시",
            told_on=TODAY + timedelta(days=days),
        )  # fmt: skip
    assert refusal.value.fields == {"told_on": [code]}
    assert len(packets_of(session, referral.id)) == 1
