"""What an office has answered about a benefit is said, and is not counted as not applied for."""

from __future__ import annotations

import pytest

from hopecare.domain.applications import Decision
from hopecare.domain.gaps import GapReason
from hopecare.domain.outcomes import RefusalReason
from tests.blueprints.offices import GapOffice
from tests.factories.applications import an_application, its_decision, its_submission
from tests.factories.assessments import a_gap_note
from tests.factories.cases import a_case
from tests.factories.referrals import a_referral, a_service, its_refusal

LIST = "/missed-benefits"
NOTHING = "Not written down yet"


@pytest.fixture
def office(database, town_scope, visitor):
    return GapOffice(database, town_scope, visitor)


def decided(session, resident, decision):
    case = a_case(session, resident=resident)
    waiting = its_submission(session, an_application(session, case=case, programme="livelihood"))
    its_decision(session, waiting, decision)


def refused(session, resident):
    made = a_referral(session, case=a_case(session, resident=resident), service=a_service(session))
    its_refusal(session, made, RefusalReason.OVER_INCOME)


@pytest.mark.parametrize(
    ("decision", "says"),
    [
        (Decision.GRANTED, "Granted by the office on Mon 23 Nov"),
        (Decision.PARTLY_GRANTED, "Partly granted by the office on Mon 23 Nov"),
        (Decision.REFUSED, "The office said no on Mon 23 Nov"),
    ],
)
@pytest.mark.parametrize("is_written", [False, True])
def test_a_decision_stands_in_the_place_of_nothing_written_or_never_applied(
    office, visitor, decision, says, is_written
):
    with office.database.writing(office.scope) as session:
        if is_written:
            a_gap_note(session, office.resident, reason=GapReason.NEVER_APPLIED)
        decided(session, office.resident, decision)
    for path in (LIST, office.ledger, office.page):
        assert says in visitor.get(path).main
    own = f"{LIST}?programme=livelihood"
    assert NOTHING not in visitor.get(own).main
    for narrowed in ("&unwritten=yes", "&reason=never_applied"):
        assert "김다래" not in visitor.get(own + narrowed).main
    is_no = decision is Decision.REFUSED
    assert ("김다래" in visitor.get(f"{own}&reason=refused").main) is is_no


def test_a_refused_referral_is_the_no_of_the_office(office, visitor, database, town_scope):
    with database.writing(town_scope) as session:
        refused(session, office.resident)
    for path in (f"{LIST}?reason=refused", office.ledger, office.page):
        assert "The office said no on Mon 23 Nov" in visitor.get(path).main


def test_another_reason_that_was_written_down_stays(office, visitor, database, town_scope):
    with database.writing(town_scope) as session:
        a_gap_note(session, office.resident, reason=GapReason.NOT_WANTED)
        refused(session, office.resident)
    assert "They do not want it" in visitor.get(office.ledger).main
    assert "김다래" not in visitor.get(f"{LIST}?reason=refused").main
