"""A mistaken death undone brings back what left without a yes, while its right still holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from hopecare.domain.care_path import ReferralStatus
from hopecare.domain.consent import ConsentAct, ConsentPurpose
from hopecare.domain.packets import OverrideReason
from hopecare.domain.undoing import LeftReason
from hopecare.queries.referrals import find_sharing_consent
from hopecare.services.override_sharing import Override
from hopecare.services.record_death import record_death
from hopecare.services.undo_death import undo_death
from tests.factories.cases import BY, a_case
from tests.factories.people import a_consent, a_resident
from tests.factories.referrals import PAST_DOUBTS, a_referral
from tests.factories.towns import NOW, TODAY, a_centre

MINUTE = timedelta(minutes=1)
DIED_AT, SOON = NOW + 10 * MINUTE, NOW + 20 * MINUTE


def without_a_yes(session, right):
    """A referral of somebody who does not agree to sharing, by a written right."""
    person = a_resident(session, centre=a_centre(session))
    case = a_case(session, resident=person)
    said_no(session, person, at=NOW + MINUTE)
    override = Override(reason=right, words="숨이 막힌다고 합니다.")
    sending = replace(PAST_DOUBTS, override=override)
    referral = a_referral(session, case=case, sending=sending, now=NOW + 2 * MINUTE)
    assert find_sharing_consent(session, person.id, on=TODAY) is None
    return person, referral


def said_no(session, person, *, at):
    a_consent(session, person, ConsentPurpose.SHARE_WITH_AGENCY, act=ConsentAct.WITHDRAWN, at=at)


def undone(session, person, meanwhile=None):
    record_death(session, person_id=person.id, died_on=TODAY, by=BY, now=DIED_AT)
    if meanwhile:
        meanwhile()
    return undo_death(session, person_id=person.id, by=BY, now=SOON).stopped["left"]["referrals"]


def test_what_left_by_a_right_that_holds_against_a_no_lies_at_its_office_again(session):
    person, referral = without_a_yes(session, OverrideReason.DANGER_TO_LIFE)
    assert undone(session, person) == {}
    assert referral.status is ReferralStatus.SENT


@pytest.mark.parametrize(
    ("right", "stands"),
    [(OverrideReason.LEGAL_DUTY, True), (OverrideReason.CANNOT_BE_ASKED, False)],
)
def test_a_no_that_came_meanwhile_ends_only_the_right_of_who_could_not_be_asked(
    session, right, stands
):
    person, referral = without_a_yes(session, right)
    left = undone(session, person, lambda: said_no(session, person, at=DIED_AT))
    assert (referral.status is ReferralStatus.SENT) is stands
    assert left == ({} if stands else {str(referral.id): LeftReason.NO_CONSENT})
