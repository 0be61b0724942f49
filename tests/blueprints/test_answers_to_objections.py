"""An office answers an objection by what it is: it looks anew, or stands by what it decided."""

from __future__ import annotations

import pytest

from hopecare.domain.care_path import ReferralStatus
from models import Referral
from tests.blueprints.test_objection_sheets import desk, link_to, objected, refused, the_sheet
from tests.factories.referrals import a_referral
from tests.factories.towns import NOW

__all__ = ["desk"]

TAKES_ON = "We take it on"
CANNOT = "We cannot take it on"
ANEW = "We look at our decision anew"
STANDS_BY = "We stand by our decision"


def pressed(visitor, at, **fields):
    return visitor.follow(visitor.send(at, fields)).main


def row(desk, made):
    return desk.write(lambda session, _case: session.get_one(Referral, made.id))


def test_the_link_of_an_objection_offers_to_look_anew_or_to_stand_by_it(desk, visitor):
    said = pressed(visitor, link_to(desk, objected(desk)), act="read")
    assert ANEW in said
    assert STANDS_BY in said
    assert "It is decided anew already: what became of it?" in said
    assert TAKES_ON not in said
    assert CANNOT not in said


@pytest.mark.parametrize(
    ("pressing", "status", "says"),
    [
        (
            {"act": "accepted"},
            ReferralStatus.ACCEPTED,
            (
                "You look at your decision anew. Please tell us here what became of it.",
                "Thank you. We know that you look at your decision anew.",
                f"What you told us {ANEW}",
                STANDS_BY,
            ),
        ),
        (
            {"refusal": "over_income"},
            ReferralStatus.REFUSED,
            (
                "You have answered that you stand by your decision.",
                f"What you told us {STANDS_BY}",
                ANEW,
            ),
        ),
    ],
)
def test_what_was_pressed_is_said_so(desk, visitor, pressing, status, says):
    made = objected(desk)
    said = pressed(visitor, link_to(desk, made), stood="unanswered", **pressing)
    assert row(desk, made).status is status
    for each in says:
        assert each in said
    assert TAKES_ON not in said
    assert CANNOT not in said


@pytest.mark.parametrize(
    ("language", "says", "never"),
    [
        (
            "en",
            ("We look at our decision anew.", "We stand by our decision, because:"),
            (TAKES_ON, CANNOT),
        ),
        (
            "ko",
            ("결정을 다시 살펴보겠습니다.", "원래 결정을 바꾸지 않습니다. 까닭:"),
            ("맡겠습니다.", "맡기 어렵습니다."),
        ),
    ],
)
def test_the_letter_has_the_same_boxes(desk, visitor, language, says, never):
    sheet = the_sheet(visitor, objected(desk), language)
    assert all(each in sheet for each in says)
    assert not any(each in sheet for each in never)


def test_staff_write_such_an_answer_down_by_its_name(desk, visitor):
    made = objected(desk)
    form = visitor.get(f"/referrals/{made.id}/answer").main
    assert "They look at their decision anew" in form
    assert "They stand by their decision" in form
    assert "They take it on" not in form
    assert "Ask: do you look at your decision anew?" in visitor.get(f"/referrals/{made.id}").main
    answer = {"answer": "accepted", "door": "phone", "answered_on": NOW.date().isoformat()}
    visitor.post(f"/referrals/{made.id}/answer", answer)
    page = visitor.get(f"/referrals/{made.id}").main
    assert "The office said They look at their decision anew" in page
    assert "The office stands by its decision after all, asks or still looks" in page
    assert (
        "They stand by their decision after all" in visitor.get(f"/referrals/{made.id}/answer").main
    )


def test_a_first_sending_is_taken_on_or_not(desk, visitor):
    made = desk.write(lambda session, case: a_referral(session, case=case))
    said = pressed(visitor, link_to(desk, made), act="read")
    assert TAKES_ON in said
    assert CANNOT in said
    assert ANEW not in said
    assert "They take it on" in visitor.get(f"/referrals/{made.id}/answer").main
    first = refused(desk)
    assert "They do not take it on" in visitor.get(f"/referrals/{first.id}").main
