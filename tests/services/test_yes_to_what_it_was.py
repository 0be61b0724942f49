"""A question lay unanswered until the need was changed: nobody takes on what they were not told."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import MessageStatus, OfferStatus
from hopecare.domain.channels import ReplyWay
from hopecare.domain.delivery import MessageKind
from hopecare.domain.needs import NeedRhythm
from hopecare.domain.offers import StandDownCause
from hopecare.language.wordings import Text
from hopecare.queries.asked_otherwise import is_asked_otherwise
from hopecare.queries.askings import find_live_asking
from hopecare.queries.words_to_yes import words_to_yes
from hopecare.services.answer_offer import OfferAnswer, OfferResult, answer_offer
from hopecare.services.ask_once_more import ask_once_more
from hopecare.services.change_need import change_need
from hopecare.services.lapse_offer import lapse_offer
from hopecare.services.stand_down_offers import stand_down_offers
from models import Case, Message, Person, Task
from tests.factories.askings import an_asking, deliver_questions, look, offers_of
from tests.factories.cases import BY, a_need, a_wish
from tests.factories.gates import gate_about
from tests.factories.offers import NO, YES, an_offer
from tests.factories.towns import NOW, TODAY, an_area
from tests.factories.volunteers import neighbours

pytestmark = pytest.mark.both_databases

DAY = TODAY + timedelta(days=2)
ASKED: dict[str, Any] = {"starts_at": time(11), "from_on": DAY, "until_on": DAY}
LATER = NOW + timedelta(hours=3)
BY_TEXT = OfferAnswer(says_yes=True, way=ReplyWay.SMS)
BY_KEY = OfferAnswer(says_yes=True, way=ReplyWay.KEYPRESS)
NEXT = DAY + timedelta(days=1)
NOW_IT_IS: dict[str, dict[str, Any]] = {
    "another day": {**ASKED, "from_on": NEXT, "until_on": NEXT},
    "another hour": {**ASKED, "starts_at": time(16)},
    "every week": {
        "starts_at": time(11), "from_on": DAY, "rhythm": NeedRhythm.WEEKLY,
        "weekdays": ("mon", "wed", "fri"),
    },
}  # fmt: skip


def changes(session, need, **wished):
    wish = a_wish(**wished)
    change_need(session, need_id=need.id, version=need.version, wish=wish, by=BY, now=LATER)


def says(session, offer, answer=BY_TEXT, *, now=LATER + timedelta(minutes=5)):
    return answer_offer(session, offer_id=offer.id, answer=answer, by=BY, now=now)


def words_to(session, offer, text):
    found = select(Message).where(
        Message.offer_id == offer.id, Message.wording.startswith(f"{text.value}@")
    )
    found = found.order_by(Message.id)
    return session.scalars(found).all()


@pytest.fixture
def lapsed(session):
    """Somebody was asked for two days ahead, and the two hours they had are over."""
    [helper] = neighbours(session, 1)
    need = a_need(session, **ASKED)
    offer = an_offer(session, need, helper, stands_for=timedelta(hours=2))
    deliver_questions(session)
    lapse_offer(session, offer_id=offer.id, by=BY, now=LATER)
    assert offer.status is OfferStatus.LAPSED
    return need, offer


@pytest.mark.parametrize("wished", NOW_IT_IS.values(), ids=NOW_IT_IS.keys())
def test_they_are_asked_for_what_it_is_now_and_have_it_once_they_say_so(session, lapsed, wished):
    need, offer = lapsed
    changes(session, need, **wished)
    answered = says(session, offer)
    assert (answered.result, answered.is_asked_anew) == (OfferResult.CHANGED, True)
    assert session.scalars(select(Task)).all() == []
    [asked] = words_to(session, offer, Text.OFFER_ANEW)
    assert asked.status is MessageStatus.PENDING
    assert words_to(session, offer, Text.YES_TO_CHANGED) == []
    assert offer.status is OfferStatus.STANDING
    assert offer.lapses_at > LATER
    assert find_live_asking(session, need.id) is not None
    deliver_questions(session)
    assert says(session, offer, now=LATER + timedelta(minutes=9)).result is OfferResult.YOURS


def test_a_key_hears_that_they_are_asked_once_more(session, lapsed):
    need, offer = lapsed
    changes(session, need, **NOW_IT_IS["another hour"])
    assert says(session, offer, BY_KEY).result is OfferResult.CHANGED
    assert words_to_yes(session, offer.id, now=LATER).text is Text.ASKED_ANEW


def test_other_words_for_the_same_help_change_nothing(session, lapsed):
    need, offer = lapsed
    changes(session, need, **ASKED, words="two bowls")
    assert says(session, offer).result is OfferResult.YOURS


def test_their_own_page_says_how_it_is_now_and_a_text_says_it_too(session, lapsed):
    need, offer = lapsed
    changes(session, need, **NOW_IT_IS["another hour"])
    assert says(session, offer, YES).result is OfferResult.YOURS
    assert len(words_to(session, offer, Text.TASK_CHANGED)) == 1


def test_whoever_said_no_before_is_asked_anew_and_their_no_is_over(session):
    [helper] = neighbours(session, 1)
    need = a_need(session, **ASKED)
    offer = an_offer(session, need, helper)
    says(session, offer, NO, now=NOW)
    changes(session, need, **NOW_IT_IS["another hour"])
    assert says(session, offer).is_asked_anew
    assert (offer.status, offer.answered_at) == (OfferStatus.STANDING, None)


def test_whoever_said_yes_too_late_before_is_asked_anew(session):
    people = neighbours(session, 2)
    need = a_need(session, **ASKED)
    first, late = (an_offer(session, need, each) for each in people)
    results = [says(session, each, YES, now=NOW).result for each in (first, late)]
    assert results == [OfferResult.YOURS, OfferResult.LATE]
    need.people_needed = 2
    session.flush()
    changes(session, need, **NOW_IT_IS["another hour"], people_needed=2)
    assert says(session, late).is_asked_anew
    assert late.status is OfferStatus.STANDING


def test_whoever_heard_that_the_time_is_over_is_asked_anew(session):
    neighbours(session, 3)
    need = a_need(session, starts_at=time(11), from_on=DAY, until_on=DAY + timedelta(days=9))
    asking = an_asking(session, need)
    deliver_questions(session)
    over = asking.deadline
    look(session, asking, over)
    [offer, *_] = offers_of(session, need)
    assert offer.status is not OfferStatus.STANDING
    last = DAY + timedelta(days=9)
    changes(session, need, starts_at=time(16), from_on=DAY, until_on=last)
    assert says(session, offer, now=over).is_asked_anew


def test_whoever_is_asked_already_by_another_question_is_asked_once(session, lapsed):
    need, old = lapsed
    changes(session, need, **NOW_IT_IS["another hour"])
    helper = session.get_one(Person, old.helper_id)
    an_offer(session, need, helper, now=LATER)
    answered = says(session, old)
    assert (answered.result, answered.is_asked_anew) == (OfferResult.CHANGED, False)
    assert old.status is OfferStatus.LAPSED
    assert len(words_to(session, old, Text.YES_TO_CHANGED)) == 1


def test_whoever_is_elsewhere_then_hears_only_that_it_has_changed(session, lapsed):
    need, offer = lapsed
    helper = session.get_one(Person, offer.helper_id)
    other = an_offer(session, a_need(session, **NOW_IT_IS["another hour"]), helper)
    assert says(session, other, YES, now=LATER).result is OfferResult.YOURS
    changes(session, need, **NOW_IT_IS["another hour"])
    answered = says(session, offer)
    assert (answered.result, answered.is_asked_anew) == (OfferResult.CHANGED, False)


def test_a_home_in_another_district_is_another_question(session, lapsed):
    need, offer = lapsed
    resident = session.get_one(Person, session.get_one(Case, need.case_id).resident_id)
    assert not is_asked_otherwise(session, need, offer)
    resident.area_id = an_area(session, name="다른동").id
    session.flush()
    assert says(session, offer).is_asked_anew


def test_until_the_new_question_has_left_a_second_yes_is_to_the_old_one(session, lapsed):
    need, offer = lapsed
    changes(session, need, **NOW_IT_IS["another hour"])
    for _ in range(2):
        assert says(session, offer).is_asked_anew
    assert len(words_to(session, offer, Text.OFFER_ANEW)) == 1
    assert session.scalars(select(Task)).all() == []


def test_whoever_says_yes_again_before_the_new_question_has_left_hears_that_it_comes(
    session, lapsed
):
    need, offer = lapsed
    changes(session, need, **NOW_IT_IS["another hour"])
    heard = []
    for minutes in (5, 6, 7, 24 * 60):
        says(session, offer, now=LATER + timedelta(minutes=minutes))
        heard.append(len(words_to(session, offer, Text.ASKED_ANEW)))
    # The question itself answers the first, and leaves at once; the same is said once a day.
    assert heard == [0, 1, 1, 2]


def test_at_night_the_answer_comes_at_once_and_the_question_in_the_morning(session, lapsed):
    need, offer = lapsed
    changes(session, need, **NOW_IT_IS["another day"])
    night = NOW + timedelta(hours=12)
    assert says(session, offer, now=night).is_asked_anew
    [told] = words_to(session, offer, Text.ASKED_ANEW)
    [asked] = words_to(session, offer, Text.OFFER_ANEW)
    leaves = {each.kind: gate_about(session, each, now=night) for each in (told, asked)}
    assert leaves[MessageKind.THANKS].decision.wait_until is None
    assert leaves[MessageKind.OFFER].decision.wait_until is not None


@pytest.fixture
def unheard(session):
    """Somebody was asked, it was changed, and the new words have not left."""
    neighbours(session, 1)
    need = a_need(session, **ASKED)
    an_asking(session, need)
    [offer] = offers_of(session, need)
    deliver_questions(session)
    changes(session, need, **NOW_IT_IS["another hour"])
    return need, offer


def test_a_change_that_nobody_heard_is_put_again_as_a_change_and_answers_nothing(session, unheard):
    _, offer = unheard
    over = offer.lapses_at
    lapse_offer(session, offer_id=offer.id, by=BY, now=over)
    assert (offer.status, offer.lapses_at > over) == (OfferStatus.STANDING, True)
    *_, waiting = words_to(session, offer, Text.OFFER_ANEW)
    assert waiting.status is MessageStatus.PENDING
    assert waiting.created_at == over
    assert says(session, offer, now=over).is_asked_anew
    assert session.scalars(select(Task)).all() == []


def test_what_changes_twice_before_its_words_leave_is_still_told_as_a_change(session, unheard):
    need, offer = unheard
    changes(session, need, **NOW_IT_IS["another day"])
    assert [each.status for each in words_to(session, offer, Text.OFFER_ANEW)] == [
        MessageStatus.STOPPED, MessageStatus.PENDING,
    ]  # fmt: skip
    assert says(session, offer).is_asked_anew


def test_who_was_never_asked_hears_no_word_of_a_change(session):
    [helper] = neighbours(session, 1)
    need = a_need(session, **ASKED)
    offer = an_offer(session, need, helper)
    [question] = session.scalars(select(Message).where(Message.offer_id == offer.id))
    question.status = MessageStatus.EXPIRED
    session.flush()
    changes(session, need, **NOW_IT_IS["another hour"])
    assert words_to(session, offer, Text.OFFER_ANEW) == []


def test_what_is_brought_back_is_asked_as_a_change_where_it_is_one(session, unheard):
    need, offer = unheard
    case = session.get_one(Case, need.case_id)
    stand_down_offers(session, case, need, cause=StandDownCause.TIME_OVER, by=BY, now=LATER)
    assert offer.status is OfferStatus.STOOD_DOWN
    ask_once_more(session, case, need, offer, by=BY, now=LATER)
    assert len(words_to(session, offer, Text.OFFER_ANEW)) == 2
    assert says(session, offer).is_asked_anew


def test_a_yes_after_the_time_is_over_is_not_to_a_change_that_never_left(session, unheard):
    _, offer = unheard
    for each in words_to(session, offer, Text.OFFER_ANEW):
        each.status = MessageStatus.EXPIRED
    offer.status = OfferStatus.LAPSED
    session.flush()
    assert says(session, offer).is_asked_anew
    assert session.scalars(select(Task)).all() == []


def test_a_yes_whose_new_question_ran_out_unsent_is_asked_in_that_moment(session, unheard):
    _, offer = unheard
    for each in words_to(session, offer, Text.OFFER_ANEW):
        each.status = MessageStatus.EXPIRED
    session.flush()
    assert says(session, offer).is_asked_anew
    assert [each.status for each in words_to(session, offer, Text.OFFER_ANEW)] == [
        MessageStatus.EXPIRED, MessageStatus.PENDING,
    ]  # fmt: skip
