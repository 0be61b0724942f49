"""What an office reads of an objection, by link and on paper, and what staff read of it here."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.applications import Decision
from hopecare.domain.outcomes import AnswerDoor, ReferralOutcome, RefusalReason
from hopecare.services.decide_application import Decided, decide_application
from hopecare.services.make_receiver_link import make_receiver_link
from hopecare.services.name_last_day import name_last_day
from hopecare.services.object_to_decision import object_to_decision
from hopecare.services.object_to_referral import object_to_referral
from hopecare.services.record_referral_outcome import record_referral_outcome
from models import Case, Organisation, ReferralPacket, Service
from tests.blueprints.test_applications import Desk
from tests.factories.applications import an_application, its_decision, its_submission
from tests.factories.cases import BY
from tests.factories.referrals import a_referral, a_service, its_refusal
from tests.factories.towns import NOW, TODAY

WEEK = timedelta(days=7)
BEFORE = NOW - WEEK


@pytest.fixture
def desk(database, town_scope, visitor):
    return Desk(database, town_scope, visitor, "KR")


def refused(desk, *, now=BEFORE, reason=RefusalReason.OBLIGOR):
    """Sent and refused a week ago."""

    def act(session, case):
        referral = a_referral(session, case=case, now=now)
        return its_refusal(session, referral, reason, on=now.date(), now=now)

    return desk.write(act)


def objected(desk, **given):
    made = refused(desk)

    def act(session, _case):
        return object_to_referral(
            session, referral_id=made.id, words="열두 해 동안 연락 없음", by=BY, now=NOW, **given
        )

    return desk.write(act)


def objected_at_application(desk):
    def act(session, case):
        referral = a_referral(session, case=case, now=BEFORE)
        applied = an_application(session, case=case, referral=referral, now=BEFORE)
        applied = its_submission(session, applied, on=BEFORE.date(), now=BEFORE)
        its_decision(session, applied, on=BEFORE.date(), now=BEFORE)
        object_to_decision(
            session, application_id=applied.id, objected_on=TODAY, due_on=None, by=BY, now=NOW
        )
        return referral

    return desk.write(act)


def link_to(desk, referral, *, for_all=False):
    def act(session, _case):
        made = make_receiver_link(session, referral_id=referral.id, for_all=for_all, by=BY, now=NOW)
        return f"/o/{made.token}"

    return desk.write(act)


def the_sheet(visitor, referral, language):
    return visitor.get(f"/referrals/{referral.id}/sheet?language={language}").main


@pytest.mark.parametrize(
    ("language", "heads", "facts"),
    [
        (
            "en",
            "Objection to a decision",
            ("Not granted", "Decided on 16 November 2026", "Date of notice 18 November 2026"),
        ),
        ("ko", "결정에 대한 이의신청", ("받지 못함", "2026년 11월 16일", "2026년 11월 18일")),
    ],
)
def test_the_sheet_says_that_it_is_one_and_against_what(desk, visitor, language, heads, facts):
    made = objected(desk, told_on=BEFORE.date() + timedelta(days=2))
    sheet = the_sheet(visitor, made, language)
    assert heads in sheet
    for each in facts:
        assert each in sheet
    assert "열두 해 동안 연락 없음" in sheet
    if language == "en":
        assert "Because of close family (obligor)" in sheet
        assert "Sent on 23 November 2026" in sheet
        assert "First sent on 16 November 2026" in sheet
        assert "Why we turn to you" not in sheet


def test_a_first_sending_says_nothing_of_it(desk, visitor):
    made = desk.write(lambda session, case: a_referral(session, case=case))
    sheet = the_sheet(visitor, made, "en")
    assert "Objection to" not in sheet
    assert "First sent on" not in sheet
    assert "Why we turn to you" in sheet


def test_where_nobody_said_when_they_were_told_the_sheet_leaves_room_for_it(desk, visitor):
    sheet = the_sheet(visitor, objected(desk), "en")
    assert "Date of notice" in sheet
    assert "not known to the centre" in sheet


@pytest.mark.parametrize("objects", [objected, objected_at_application])
def test_the_office_sees_by_its_link_what_it_has_before_it(desk, visitor, objects):
    made = objects(desk)
    link = link_to(desk, made)
    cover = visitor.get(link)
    assert "Objection to a decision" in cover.main
    assert "Sent on Mon 23 Nov First sent on Mon 16 Nov" in cover.main
    assert desk.resident.full_name not in cover.text
    opened = visitor.follow(visitor.send(link, {"act": "read"}))
    said = opened.main
    assert "The decision objected to" in said
    assert "Decided on 16 November 2026" in said
    assert "Sent on 23 November 2026" in said
    assert "First sent on 16 November 2026" in said


def test_a_list_of_several_says_which_is_an_objection_and_when_each_was_sent(desk, visitor):
    made = objected(desk)

    def first(session, _case):
        organisation = session.get_one(
            Organisation, session.get_one(Service, made.service_id).organisation_id
        )
        service = a_service(session, organisation=organisation, programme="housing")
        a_referral(session, case=session.get_one(Case, made.case_id), service=service, now=BEFORE)

    desk.write(first)
    page = visitor.get(link_to(desk, made, for_all=True))
    assert page.main.count("Objection to a decision") == 1
    assert page.main.count("sent Mon 23 Nov") == 1
    assert page.main.count("sent Mon 16 Nov") == 1


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (ReferralOutcome.NOT_GRANTED, "Not granted"),
        (ReferralOutcome.PARTLY_GRANTED, "Partly granted"),
    ],
)
def test_staff_read_what_was_decided_and_is_objected_to(desk, visitor, outcome, said):
    def act(session, case):
        referral = a_referral(session, case=case, now=BEFORE)
        record_referral_outcome(
            session, referral_id=referral.id, outcome=outcome, outcome_on=BEFORE.date(),
            amount_minor=None, currency=None, door=AnswerDoor.LETTER, by=BY, now=BEFORE,
        )  # fmt: skip
        return object_to_referral(session, referral_id=referral.id, words="다시", by=BY, now=NOW)

    page = visitor.get(f"/referrals/{desk.write(act).id}")
    assert f"Objection to {said} · Mon 16 Nov" in page.main
    assert "Sent on Mon 16 Nov" in page.main
    assert "Objection sent on Mon 23 Nov" in page.main


def test_what_an_earlier_release_sent_is_named_by_the_timeline(desk, visitor):
    """Its packet does not say that it is one: it is headed so, and staff are told against what."""
    made = objected(desk)

    def as_before(session, _case):
        (packet,) = session.scalars(select(ReferralPacket).where(ReferralPacket.number == 2))
        packet.snapshot = {key: part for key, part in packet.snapshot.items() if key != "objection"}

    desk.write(as_before)
    page = visitor.get(f"/referrals/{made.id}")
    assert "Objection to Not granted · Because of close family (obligor) · Mon 16 Nov" in page.main
    sheet = the_sheet(visitor, made, "en")
    assert "Objection to a decision" in sheet
    assert "The decision objected to" not in sheet


def test_the_form_asks_when_they_were_told(desk, visitor):
    made = refused(desk)
    here = f"/referrals/{made.id}"
    assert visitor.get(f"{here}/objection").fields()["told_on"] == ""
    wrong = {"words": "다시", "told_on": (BEFORE.date() - WEEK).isoformat()}
    visitor.post(f"{here}/objection", wrong, status=422)
    told_on = BEFORE.date() + timedelta(days=1)
    told = {"words": "다시", "told_on": told_on.isoformat()}
    page = visitor.follow(visitor.post(f"{here}/objection", told))
    assert "told on Tue 17 Nov" in page.main


def test_a_refused_referral_has_a_draft_to_sign(desk, visitor):
    made = refused(desk)
    here = f"/referrals/{made.id}"
    draft = f"{here}/objection/sheet"
    assert draft in visitor.get(here).links
    assert draft in visitor.get(f"{here}/objection").links
    steps = [link for link in visitor.get(here).links if "/steps/" in link]
    assert any(draft in visitor.get(link).links for link in steps)
    page = visitor.get(f"{draft}?language=en")
    for said in (
        "Jinjeop-eup office", desk.resident.full_name, "Not granted", "16 November 2026",
        "부양의무자의 소득",
        "Because of close family (obligor)", "Date of notice", "Why I object", "Signature",
    ):  # fmt: skip
        assert said in page.main
    assert "이의신청하는 결정" in visitor.get(f"{draft}?language=ko").main


def test_the_draft_at_an_application_knows_what_its_referral_knows(desk, visitor):
    """Its office said why and by when to object; the decision itself was written without either."""
    told_on = BEFORE.date() + timedelta(days=2)

    def act(session, case):
        referral = a_referral(session, case=case, now=BEFORE)
        applied = an_application(session, case=case, referral=referral, now=BEFORE)
        its_submission(session, applied, on=BEFORE.date(), now=BEFORE)
        its_refusal(session, referral, RefusalReason.OBLIGOR, on=BEFORE.date(), now=BEFORE)
        name_last_day(
            session, referral_id=referral.id, due_on=TODAY + 9 * WEEK, notice_on=told_on,
            by=BY, now=NOW,
        )  # fmt: skip
        decided = Decided(
            decision=Decision.REFUSED, decided_on=BEFORE.date(), reason_is_unknown=True
        )
        return decide_application(
            session, application_id=applied.id, decided=decided, by=BY, now=NOW
        )

    applied = desk.write(act)
    draft = visitor.get(f"/applications/{applied.id}/objection/sheet?language=en").main
    assert "Reason the office gave Because of close family (obligor)" in draft
    assert "Date of notice 18 November 2026" in draft


def test_where_nothing_is_decided_there_is_no_draft(desk, visitor):
    made = desk.write(lambda session, case: a_referral(session, case=case))
    page = visitor.get(f"/referrals/{made.id}/objection/sheet")
    assert "There is no decision to object to." in page.main
    assert "Signature" not in page.main


def test_at_the_application_too_it_is_said_why(desk, visitor):
    def act(session, case):
        referral = a_referral(session, case=case)
        applied = its_submission(session, an_application(session, case=case, referral=referral))
        its_decision(session, applied)
        return referral, applied

    made, applied = desk.write(act)
    here = f"/applications/{applied.id}/objection"
    assert visitor.get(here).fields()["words"] == ""
    said = {"words": "소득이 줄었습니다.", "objected_on": TODAY.isoformat()}
    visitor.follow(visitor.post(here, said))
    sheet = the_sheet(visitor, made, "en")
    assert "Why the decision does not fit 소득이 줄었습니다." in sheet
    assert "What was said before the objection 월세가 밀려 있습니다." in sheet
