"""What a volunteer is asked says when the help is wanted: twenty free minutes decide by that."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.delivery import MessageKind, MessageStatus
from hopecare.domain.needs import NeedKind, NeedRhythm
from hopecare.services.change_need import change_need
from models import Message, Need
from tests.factories.cases import BY, a_need, a_wish
from tests.factories.offers import an_offer
from tests.factories.people import a_volunteer
from tests.factories.towns import NOW, a_town

SUNDAY = date(2026, 11, 29)
TWO = time(14, 0)
HALF_PAST = time(18, 30)
MONDAYS = {"rhythm": NeedRhythm.WEEKLY, "weekdays": ["mon", "wed"], "starts_at": HALF_PAST}


def question(session, *, language, **wished):
    """The words that one volunteer is asked with."""
    a_town(session)
    need = a_need(session, kind=NeedKind.COMPANION_VISIT, **wished)
    an_offer(session, need, a_volunteer(session, language=language))
    return session.scalars(select(Message).where(Message.kind == MessageKind.OFFER)).one()


@pytest.mark.parametrize(
    ("language", "wished", "said"),
    [
        (
            "ko",
            {"from_on": SUNDAY, "starts_at": TWO, "minutes": 20},
            "11월 29일(일) 오후 2시부터 20분",
        ),
        (
            "en",
            {"from_on": SUNDAY, "starts_at": TWO, "minutes": 20},
            "Sun 29 Nov, 2 pm for 20 minutes",
        ),
        ("ko", {"from_on": SUNDAY, "minutes": 120}, "11월 29일(일)부터, 2시간"),
        ("en", {"from_on": SUNDAY, "minutes": 60}, "from Sun 29 Nov, 1 hour"),
        (
            "en",
            {"from_on": SUNDAY, "until_on": SUNDAY, "minutes": 60},
            "company, Sun 29 Nov, 1 hour",
        ),
        ("ko", MONDAYS | {"minutes": 90}, "매주 월·수 오후 6시 30분부터 90분"),
        ("en", MONDAYS | {"minutes": 90}, "every Mon, Wed, 6:30 pm for 90 minutes"),
        (
            "ko",
            MONDAYS | {"from_on": SUNDAY},
            "11월 29일(일)부터 매주 월·수 오후 6시 30분부터 30분",
        ),
        ("en", MONDAYS | {"from_on": SUNDAY}, "6:30 pm for 30 minutes, from Sun 29 Nov"),
    ],
)
def test_an_offer_says_on_which_day_at_what_hour_and_for_how_long(
    database, town_scope, language, wished, said
):
    with database.writing(town_scope) as session:
        body = question(session, language=language, **wished).body
    assert said in body


def test_the_day_stays_true_however_late_the_words_leave(database, town_scope):
    with database.writing(town_scope) as session:
        tomorrow = (NOW + timedelta(days=1)).date()
        body = question(session, language="ko", from_on=tomorrow, starts_at=TWO).body
    assert "내일" not in body
    assert "11월 24일(화) 오후 2시" in body


@pytest.mark.parametrize(
    ("language", "said"), [("ko", "11월 29일(일) 오후 6시 30분"), ("en", "6:30 pm")]
)
def test_what_has_changed_says_the_new_day_and_hour(database, town_scope, language, said):
    with database.writing(town_scope) as session:
        asked = question(session, language=language, from_on=SUNDAY, starts_at=TWO)
        asked.status = MessageStatus.DELIVERED
        wish = a_wish(NeedKind.COMPANION_VISIT, from_on=SUNDAY, starts_at=HALF_PAST)
        need = session.scalars(select(Need)).one()
        change_need(session, need_id=need.id, version=need.version, wish=wish, by=BY, now=NOW)
        found = select(Message).where(Message.kind == MessageKind.OFFER, Message.id != asked.id)
        body = session.scalars(found).one().body
    assert said in body
