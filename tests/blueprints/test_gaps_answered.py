"""What an office has answered about a benefit is said, and is not counted as not applied for."""

from __future__ import annotations

import pytest

from hopecare.domain.applications import Decision
from hopecare.domain.evidence import PackTold
from hopecare.domain.gaps import GapReason
from hopecare.domain.outcomes import RefusalReason
from hopecare.web.evidence.content import content_of
from tests.blueprints.offices import GapOffice
from tests.factories.applications import an_application, its_decision, its_submission
from tests.factories.assessments import a_gap_note
from tests.factories.cases import a_case
from tests.factories.packs import a_pack
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


def refused(session, resident, *, case=None):
    case = case or a_case(session, resident=resident)
    made = a_referral(session, case=case, service=a_service(session))
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


@pytest.mark.parametrize(
    ("language", "says", "never"),
    [
        ("en", "The office said no on 23 November 2026", "Never applied"),
        ("ko", "2026년 11월 23일에 기관에서 안 된다고 함", "신청한 적 없음"),
    ],
)
def test_a_pack_says_of_a_missed_benefit_what_the_pages_say(office, language, says, never):
    with office.database.writing(office.scope) as session:
        a_gap_note(session, office.resident, reason=GapReason.NEVER_APPLIED)
        case = a_case(session, resident=office.resident)
        before = gaps_of_a_pack(session, case, language)
        refused(session, office.resident, case=case)
        after = gaps_of_a_pack(session, case, language)
    assert never in before
    assert says in after
    assert never not in after


def gaps_of_a_pack(session, case, language):
    pack = a_pack(session, case, told=tuple(PackTold), language=language)
    parts = {each["key"]: each for each in content_of(session, pack)["sections"]}
    return " ".join(line["text"] for line in parts["gaps"]["entries"])
