"""What was handed in and is not answered yet is said among missed benefits, and until when."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hopecare.domain.applications import Decision
from hopecare.domain.evidence import PackTold
from hopecare.domain.gaps import GapReason
from hopecare.domain.outcomes import AnswerDoor, RefusalReason
from hopecare.services.answer_referral import answer_referral
from hopecare.services.object_to_decision import object_to_decision
from hopecare.web.evidence.content import content_of
from tests.blueprints.offices import GapOffice
from tests.factories.applications import an_application, its_decision, its_submission
from tests.factories.assessments import a_gap_note
from tests.factories.cases import BY, a_case
from tests.factories.packs import a_pack
from tests.factories.referrals import a_referral, a_service
from tests.factories.towns import NOW, TODAY

LIST = "/missed-benefits?programme=livelihood"
NOTHING = "Not written down yet"
AWAITED = "Handed in on Fri 20 Nov, the answer is due by Sun 20 Dec"
FRIDAY = TODAY - timedelta(days=3)


@pytest.fixture
def office(database, town_scope, visitor):
    return GapOffice(database, town_scope, visitor)


@pytest.fixture
def case(office):
    with office.database.writing(office.scope) as session:
        return a_case(session, resident=office.resident, now=NOW - timedelta(days=60))


def handed_in(session, case, *, on=FRIDAY, **given):
    return its_submission(session, an_application(session, case=case, **given), on=on)


def objected(session, case):
    applied = its_decision(session, handed_in(session, case), on=FRIDAY)
    object_to_decision(
        session, application_id=applied.id, objected_on=TODAY, due_on=None, by=BY, now=NOW
    )


@pytest.mark.parametrize("is_written", [False, True])
def test_what_was_handed_in_is_said_with_the_day_of_its_answer(office, visitor, case, is_written):
    with office.database.writing(office.scope) as session:
        if is_written:
            a_gap_note(session, office.resident, reason=GapReason.NEVER_APPLIED)
        handed_in(session, case)
    for path in (LIST, office.ledger, office.page):
        assert AWAITED in visitor.get(path).main
    assert NOTHING not in visitor.get(LIST).main
    for narrowed in ("&unwritten=yes", "&reason=never_applied", "&reason=refused"):
        assert "김다래" not in visitor.get(LIST + narrowed).main


def test_a_day_that_is_over_is_said_to_be_over(office, visitor, case):
    with office.database.writing(office.scope) as session:
        handed_in(session, case, on=TODAY - timedelta(days=50))
    says = "Handed in on Sun 4 Oct, the answer was due by Tue 3 Nov"
    assert says in visitor.get(LIST).main


def test_an_objection_is_awaited_and_its_decision_is_no_last_word(office, visitor, case):
    with office.database.writing(office.scope) as session:
        objected(session, case)
    said = visitor.get(LIST).main
    assert "Objected to on Mon 23 Nov" in said
    assert "The office said no on" not in said
    assert "김다래" not in visitor.get(f"{LIST}&reason=refused").main


def test_what_is_handed_in_anew_is_awaited_whatever_was_answered_before(office, visitor, case):
    with office.database.writing(office.scope) as session:
        its_decision(session, handed_in(session, case), Decision.REFUSED, on=FRIDAY)
        handed_in(session, case, on=TODAY)
    assert "Handed in on Mon 23 Nov, the answer is due by Wed 23 Dec" in visitor.get(LIST).main
    assert "김다래" not in visitor.get(f"{LIST}&reason=refused").main


def test_the_no_of_an_office_after_it_was_handed_in_is_the_last_word(office, visitor, case):
    with office.database.writing(office.scope) as session:
        sent = NOW - timedelta(days=20)
        made = a_referral(session, case=case, service=a_service(session), now=sent)
        handed_in(session, case, referral=made)
        answer_referral(
            session,
            referral_id=made.id,
            answered_on=TODAY,
            refusal=RefusalReason.OVER_INCOME,
            door=AnswerDoor.PHONE,
            words=None,
            by=BY,
            now=NOW,
        )
    assert "The office said no on Mon 23 Nov" in visitor.get(f"{LIST}&reason=refused").main


def test_another_reason_that_was_written_down_stays(office, visitor, case):
    with office.database.writing(office.scope) as session:
        a_gap_note(session, office.resident, reason=GapReason.PAPER_MISSING)
        handed_in(session, case)
    assert "A paper is missing" in visitor.get(LIST).main


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("en", "Handed in on 20 November 2026, the answer is due by 20 December 2026"),
        ("ko", "2026년 11월 20일에 신청서를 냄, 2026년 12월 20일까지 답을 기다림"),
    ],
)
def test_a_pack_says_so_too(office, case, language, says):
    with office.database.writing(office.scope) as session:
        handed_in(session, case)
        pack = a_pack(session, case, told=tuple(PackTold), language=language)
        parts = {each["key"]: each for each in content_of(session, pack)["sections"]}
    assert says in " ".join(line["text"] for line in parts["gaps"]["entries"])
