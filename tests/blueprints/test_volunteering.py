"""A volunteer's telephone: what is asked, a yes or a no, the task, a visit, a worry, a rest."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from sqlalchemy import select

from hopecare.channel_profiles import shipped_profiles
from hopecare.domain.care_path import NeedStatus, OfferStatus, TaskStatus
from hopecare.domain.channels import Channel
from hopecare.domain.consent import ConsentForm, ConsentPurpose
from hopecare.domain.offers import DeclineReason, VisitResult
from hopecare.language.texts import Words, sentence_of
from hopecare.language.wordings import Text
from hopecare.services.answer_offer import answer_offer
from hopecare.services.end_need import end_need
from hopecare.services.finish_task import finish_task
from hopecare.services.withdraw_consent import withdraw_consent
from hopecare.town_values import shipped_policy
from models import (
    AccessLogEntry,
    Account,
    Alert,
    Case,
    ContactPoint,
    ContactSafetyRule,
    Household,
    Need,
    Offer,
    Person,
    Task,
    Visit,
    VolunteerProfile,
    Worry,
)
from tests.factories.cases import BY, a_case, a_need
from tests.factories.offers import YES, a_task, an_offer
from tests.factories.people import a_resident
from tests.factories.towns import NOW, TODAY, a_centre, a_town, an_area
from tests.factories.volunteers import neighbours
from tests.plugins.pages import count_queries

KOREA = shipped_profiles()["kr-twilio"]
SECRET = ("김다래", "가람로", "초인종")


@pytest.fixture
def asked(database, town_scope, visitor):
    """Three neighbours are asked for one need; the first has signed in."""
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        area = an_area(session, covered_by=centre)
        resident = a_resident(session, centre=centre, area=area)
        session.scalars(select(Household)).one().door_notes = "초인종이 고장났어요"
        need = a_need(session, case=a_case(session, resident=resident), words="무릎이 아프세요")
        helpers = neighbours(session, 3)
        offers = [an_offer(session, need, helper) for helper in helpers]
    sign_in(database, town_scope, visitor, helpers[0])
    return offers


def sign_in(database, scope, visitor, helper):
    with database.reading(scope) as session:
        account = session.scalars(select(Account).where(Account.person_id == helper.id)).one()
    return visitor.sign_in(account)


def the(database, scope, kind, *conditions):
    with database.reading(scope) as session:
        return session.scalars(select(kind).where(*conditions)).one()


def taken(database, scope, offer):
    """The task after this offer was accepted by another way."""
    with database.writing(scope) as session:
        answered = answer_offer(session, offer_id=offer.id, answer=YES, by=BY, now=NOW)
    return answered.task


def test_before_a_yes_neither_name_nor_address_is_known(asked, visitor):
    for path in ("/my/", "/my/offers", f"/my/offers/{asked[0].id}"):
        page = visitor.get(path)
        assert "Jinjeop-eup" in page.main
        # The home's shown point is drawn anew with its identity: near, and never the house.
        assert "Less than 500 m" in page.main or "Less than 1 km" in page.main
        assert not any(word in page.html for word in SECRET)
        assert "무릎" not in page.html


def test_a_yes_opens_address_and_telephone_and_is_logged(database, town_scope, asked, visitor):
    path = f"/my/offers/{asked[0].id}/answer"
    page = visitor.follow(visitor.post(path, {"answer": "yes"}, on="/my/"))
    assert "Thank you for taking this on" in page.main
    assert all(word in page.html for word in SECRET)
    assert page.find_all("a", class_="btn-primary")[0].attrib["href"].startswith("tel:")
    from_the_text = visitor.get(f"/my/offers/{asked[0].id}")
    assert page.path.partition("?")[0] in from_the_text.links, (
        "the address in the text leads on to the task"
    )
    log = the(database, town_scope, AccessLogEntry)
    assert log.purpose == "task.read"
    with database.reading(town_scope) as session:
        statuses = sorted(session.scalars(select(Offer.status)))
    assert statuses == sorted([OfferStatus.ACCEPTED, *[OfferStatus.STOOD_DOWN] * 2])


def test_whoever_was_slower_hears_a_kind_true_word(database, town_scope, asked, visitor):
    form = visitor.get("/my/").fields(f"/my/offers/{asked[0].id}/answer")
    taken(database, town_scope, asked[1])
    page = visitor.follow(visitor.send(f"/my/offers/{asked[0].id}/answer", form))
    assert "Somebody was faster" in page.h1
    assert not any(word in page.html for word in SECRET)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_page_and_text_promise_the_same_to_whoever_was_slower(
    database, town_scope, asked, visitor, language
):
    visitor.read_in(language)
    page = visitor.get(f"/my/offers/{asked[0].id}/late")
    thanks = Words(text=Text.SAID_YES_LATE, values={"helper": "공숲"})
    text = sentence_of(
        thanks, language=language, channel=Channel.SMS, profile=KOREA, zone="Asia/Seoul"
    )
    promise = text.rsplit(". ", 1)[1]
    assert promise in page.main
    assert ("week" if language == "en" else "한 주") in promise
    assert shipped_policy("offers")["waves"]["late_yes_days"] == 7, "what both call a week"


def test_a_double_tap_leads_to_the_same_task(database, town_scope, asked, visitor):
    path = f"/my/offers/{asked[0].id}/answer"
    form = visitor.get("/my/").fields(path)
    first, second = visitor.send(path, form), visitor.send(path, form)
    assert first.answer.headers["Location"] == second.answer.headers["Location"]
    assert the(database, town_scope, Task).status is TaskStatus.ACTIVE


def test_a_no_may_have_a_reason_and_a_mind_may_change(database, town_scope, asked, visitor):
    path = f"/my/offers/{asked[0].id}/answer"
    own = f"/my/offers/{asked[0].id}"
    page = visitor.follow(visitor.post(path, {"answer": "no", "reason": "too_far"}, on=own))
    assert "quite all right" in page.h1
    offer = the(database, town_scope, Offer, Offer.id == asked[0].id)
    assert offer.decline_reason is DeclineReason.TOO_FAR
    changed = visitor.follow(visitor.post(path, {"answer": "yes"}, on=own))
    assert "Thank you for taking this on" in changed.main


def resident_of(session):
    return session.get_one(Person, session.scalars(select(Case.resident_id)).one())


def withdraw(database, scope):
    """The resident wants no neighbours any more."""
    with database.writing(scope) as session:
        purpose, form = ConsentPurpose.PEER_HELP, ConsentForm.VOICE
        withdraw_consent(session, resident_of(session), purpose=purpose, form=form, by=BY, now=NOW)


def end(database, scope):
    with database.writing(scope) as session:
        need = session.scalars(select(Need)).one()
        end_need(session, need_id=need.id, is_met=False, by=BY, now=NOW)


@pytest.mark.parametrize("says_no", [True, False])
@pytest.mark.parametrize("ends", [withdraw, end])
def test_what_is_asked_no_more_says_nothing_of_the_resident(
    database, town_scope, asked, visitor, says_no, ends
):
    with database.writing(town_scope) as session:
        resident_of(session).may_be_named = True
    own = f"/my/offers/{asked[0].id}"
    if says_no:
        visitor.post(f"{own}/answer", {"answer": "no"}, on=own)
    assert "김○○" in visitor.get(own).main
    ends(database, town_scope)

    page = visitor.get(own)
    for words in ("김○○", "Jinjeop-eup", "500 m", "1 km", "glad of your help", "still say yes"):
        assert words not in page.main
    assert not page.find_all("button", name="answer")
    assert "I will do it" not in page.main


def test_a_task_that_has_ended_leaves_no_name_on_the_page_of_its_question(
    database, town_scope, asked, visitor
):
    with database.writing(town_scope) as session:
        resident_of(session).may_be_named = True
    task = taken(database, town_scope, asked[0])
    with database.writing(town_scope) as session:
        finish_task(session, task_id=task.id, by=BY, now=NOW)
    page = visitor.get(f"/my/offers/{asked[0].id}")
    assert "김○○" not in page.main
    assert "Jinjeop-eup" not in page.main


def test_a_no_to_what_they_hold_is_told_truly(database, town_scope, asked, visitor):
    path = f"/my/offers/{asked[0].id}/answer"
    left_open = visitor.get(f"/my/offers/{asked[0].id}").fields(path)
    visitor.post(path, {"answer": "yes"}, on="/my/")
    left_open["answer"] = "no"
    page = visitor.follow(visitor.send(path, left_open))
    assert page.h1 == "This one is still yours"
    assert "/my/tasks" in page.links


def test_nobody_answers_for_somebody_else(database, town_scope, asked, visitor):
    visitor.get(f"/my/offers/{asked[1].id}", status=403)
    form = visitor.get("/my/").fields(f"/my/offers/{asked[0].id}/answer")
    visitor.send(f"/my/offers/{asked[1].id}/answer", form, status=403)
    with database.reading(town_scope) as session:
        assert set(session.scalars(select(Offer.status))) == {OfferStatus.STANDING}


def test_a_visit_is_written_down_in_three_taps(database, town_scope, asked, visitor):
    task = taken(database, town_scope, asked[0])
    path = f"/my/tasks/{task.id}/visit"
    page = visitor.follow(visitor.post(path, {"result": "met", "words": "웃으셨어요 😊"}))
    assert "웃으셨어요 😊" in page.main
    visit = the(database, town_scope, Visit)
    assert (visit.result, visit.minutes) == (VisitResult.MET, 30)


def test_a_visit_without_its_result_is_asked_again_and_the_note_is_kept(
    database, town_scope, asked, visitor
):
    task = taken(database, town_scope, asked[0])
    page = visitor.post(f"/my/tasks/{task.id}/visit", {"words": "문을 안 여세요"}, status=422)
    assert set(page.errors) == {"result"}
    assert "문을 안 여세요" in page.html


def test_a_worry_reaches_staff_at_once(database, town_scope, asked, visitor):
    task = taken(database, town_scope, asked[0])
    path = f"/my/tasks/{task.id}/worry"
    assert set(visitor.post(path, {"words": ""}, status=422).errors) == {"words"}
    visitor.post(path, {"words": "며칠째 식사를 안 하세요", "is_crisis": "yes"})
    assert the(database, town_scope, Worry).is_crisis
    assert the(database, town_scope, Alert).case_id == task.case_id


def test_handed_back_the_task_vanishes_and_the_next_are_asked(database, town_scope, visitor):
    with database.writing(town_scope) as session:
        a_town(session)
        need = a_need(session)
        helpers = neighbours(session, 3)
        task = a_task(session, need, helpers[0])
    sign_in(database, town_scope, visitor, helpers[0])
    path = f"/my/tasks/{task.id}/hand-back"
    home = visitor.follow(visitor.post(path, {"reason": "no_time"}))
    assert "You hold no task now." in home.main
    for kept_from_before in ("", "/visit", "/worry", "/hand-back"):
        ended = visitor.get(f"/my/tasks/{task.id}{kept_from_before}")
        assert not any(word in ended.html for word in SECRET)
        assert "You handed this task back" in ended.main
        assert "Thank you" not in ended.h1, "nothing was done"
    with database.reading(town_scope) as session:
        standing = select(Offer.helper_id).where(Offer.status == OfferStatus.STANDING)
        assert helpers[0].id not in session.scalars(standing).all()


def test_a_visit_sent_again_after_going_back_is_one_visit(database, town_scope, asked, visitor):
    path = f"/my/tasks/{taken(database, town_scope, asked[0]).id}/visit"
    wrote = {"result": "met", "minutes": "40", "words": "웃으셨어요."}
    assert "Your visit is written down" in visitor.follow(visitor.post(path, wrote)).text
    visitor.clock.advance(timedelta(minutes=3))
    assert "That was written down already." in visitor.follow(visitor.post(path, wrote)).text
    visitor.post(path, wrote | {"words": "주무셨어요."})
    visitor.clock.advance(timedelta(minutes=11))
    visitor.post(path, wrote)
    with database.reading(town_scope) as session:
        words = session.scalars(select(Visit).order_by(Visit.logged_at, Visit.id)).all()
    assert [each.words for each in words] == ["웃으셨어요.", "주무셨어요.", "웃으셨어요."]


def test_the_help_is_done_and_thanked(database, town_scope, asked, visitor):
    task = taken(database, town_scope, asked[0])
    own = f"/my/tasks/{task.id}"
    page = visitor.follow(visitor.post(f"{own}/finish", on=own))
    assert "Thank you" in page.h1
    assert not any(word in page.html for word in SECRET)
    assert the(database, town_scope, Need).status is NeedStatus.MET


def test_another_helper_never_reads_the_task(database, town_scope, asked, visitor):
    task = taken(database, town_scope, asked[1])
    for path in ("", "/visit", "/worry", "/hand-back"):
        visitor.get(f"/my/tasks/{task.id}{path}", status=403)


def test_a_rest_until_a_day_is_said_honestly(database, town_scope, visitor):
    with database.writing(town_scope) as session:
        a_town(session)
        helper = neighbours(session, 1)[0]
    sign_in(database, town_scope, visitor, helper)
    assert "No request near you now." in visitor.get("/my/").main
    wrong = visitor.post("/my/away", {"away_until": "2020-01-01"}, status=422)
    assert set(wrong.errors) == {"away_until"}
    today = visitor.post("/my/away", {"away_until": TODAY.isoformat()}, status=422)
    assert "Please choose tomorrow or a later day." in today.errors["away_until"]
    for_ever = visitor.post("/my/away", {"away_until": "9999-01-01"}, status=422)
    assert set(for_ever.errors) == {"away_until"}
    until = TODAY + timedelta(days=10)
    home = visitor.follow(visitor.post("/my/away", {"away_until": until.isoformat()}))
    assert "You rest. From" in home.main
    visitor.post("/my/duty", on="/my/")
    assert the(database, town_scope, VolunteerProfile).away_until is None
    visitor.post("/my/rest", on="/my/")
    assert not the(database, town_scope, VolunteerProfile).is_on_duty


def test_what_i_offer_is_changed_and_the_check_is_not_mine_to_change(database, town_scope, visitor):
    with database.writing(town_scope) as session:
        a_town(session)
        helper = neighbours(session, 1, check_level=1)[0]
    sign_in(database, town_scope, visitor, helper)
    values = {"skills": ["lift"], "hours": ["weekend_morning"], "radius_m": "1,500"}
    visitor.post("/my/about-me", {**values, "check_level": "2"})
    profile = the(database, town_scope, VolunteerProfile)
    assert (profile.skills, profile.radius_m, profile.check_level) == (["lift"], 1500, 1)
    assert profile.slots == "0000" * 5 + "0100" * 2


def test_how_often_and_when_i_am_asked_is_mine_to_say(database, town_scope, visitor):
    with database.writing(town_scope) as session:
        a_town(session)
        helper = neighbours(session, 1)[0]
    sign_in(database, town_scope, visitor, helper)
    own = {"askings_a_week": "1", "asked_from": "18:00", "asked_until": "20:30"}
    visitor.post("/my/about-me", own)
    profile = the(database, town_scope, VolunteerProfile)
    assert profile.askings_a_week == 1
    assert (profile.asked_from, profile.asked_until) == (time(18), time(20, 30))
    assert visitor.get("/my/about-me").fields("/my/about-me")["asked_from"] == "18:00"
    visitor.post("/my/about-me", dict.fromkeys(own))
    profile = the(database, town_scope, VolunteerProfile)
    assert (profile.askings_a_week, profile.asked_from, profile.asked_until) == (None, None, None)


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"skills": None}, "skills"),
        ({"radius_m": "0"}, "radius_m"),
        ({"max_active": "99"}, "max_active"),
        ({"askings_a_week": "0"}, "askings_a_week"),
        ({"asked_from": "18:00"}, "asked_until"),
        ({"asked_until": "18:00"}, "asked_from"),
        ({"asked_from": "22:00", "asked_until": "07:00"}, "asked_until"),
    ],
)
def test_an_impossible_offer_is_said_beside_its_field(database, town_scope, visitor, values, wrong):
    with database.writing(town_scope) as session:
        a_town(session)
        helper = neighbours(session, 1)[0]
    sign_in(database, town_scope, visitor, helper)
    page = visitor.post("/my/about-me", values, status=422)
    assert set(page.errors) == {wrong}


def sections_of(page):
    """The closed and the open parts of a page: what stands on each, and whether it is open."""
    return [
        (
            "".join(next(part for part in each if part.tag == "summary").itertext()),
            "open" in each.attrib,
        )
        for each in page.find_all("details")
    ]


def test_about_me_says_what_stands_and_opens_only_what_one_wants_to_change(
    database, town_scope, visitor
):
    with database.writing(town_scope) as session:
        a_town(session)
        helper = neighbours(session, 1, radius_m=1500)[0]
    sign_in(database, town_scope, visitor, helper)
    sections = sections_of(visitor.get("/my/about-me"))
    assert len(sections) == 5
    assert not any(is_open for _, is_open in sections)
    said = " ".join(words for words, _ in sections)
    for stands in (
        "Side dishes",
        "Weekday mornings",
        "1.5 km",
        "Korean",
        "As often as the town asks",
    ):
        assert stands in said
    wrong = sections_of(visitor.post("/my/about-me", {"radius_m": "0"}, status=422))
    assert [is_open for _, is_open in wrong] == [False, False, True, False, False]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_page_is_sound_in_both_languages(database, town_scope, asked, visitor, language):
    visitor.read_in(language)
    task = taken(database, town_scope, asked[0])
    for path in ("", "offers", "tasks", "about-me", "away", f"offers/{asked[0].id}"):
        visitor.get(f"/my/{path}")
    for path in ("", "/visit", "/worry", "/hand-back"):
        visitor.get(f"/my/tasks/{task.id}{path}")
    for result in ("yours", "late", "declined", "full", "clash", "over"):
        visitor.get(f"/my/offers/{asked[0].id}/{result}")


def test_home_asks_no_more_for_many_requests(database, town_scope, visitor):
    with database.writing(town_scope) as session:
        a_town(session)
        helper = neighbours(session, 1)[0]
        case = a_case(session)
        an_offer(session, a_need(session, case=case), helper)
        a_task(session, a_need(session, case=case), helper)
    sign_in(database, town_scope, visitor, helper)
    visitor.get("/my/")
    with count_queries(database) as few:
        visitor.get("/my/")
    with database.writing(town_scope) as session:
        for _ in range(6):
            an_offer(session, a_need(session, case=case), helper)
        a_task(session, a_need(session, case=case), helper)
    with count_queries(database) as many:
        visitor.get("/my/")
    assert many.total == few.total
    # Six of them are what every page may say above all: stopped, nobody on duty, new words.
    assert many.total <= 20


def the_resident(database, scope):
    with database.reading(scope) as session:
        return session.scalars(select(Case)).one().resident_id


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        pytest.param({"forbidden": True}, "it is not safe for them", id="unsafe_to_ring"),
        pytest.param({"neutral_only": True}, "say only your own name", id="neutral_only"),
        pytest.param(
            {"safe_from": time(2), "safe_until": time(3)}, "Do not ring now", id="not_now"
        ),
    ],
)
def test_a_helper_reads_plainly_how_ringing_is_safe(
    database, town_scope, asked, visitor, rule, words
):
    task = taken(database, town_scope, asked[0])
    resident_id = the_resident(database, town_scope)
    with database.writing(town_scope) as session:
        number = session.scalars(
            select(ContactPoint).where(ContactPoint.person_id == resident_id)
        ).one()
        session.add(
            ContactSafetyRule(town_id=number.town_id, person_id=resident_id, from_on=TODAY, **rule)
        )
        value = number.value
    page = visitor.get(f"/my/tasks/{task.id}")
    assert words in page.main
    assert (f"tel:{value}" in page.html) is ("neutral_only" in rule)
    assert "that the centre asked you" not in visitor.get(f"/my/tasks/{task.id}?new=yes").main


def test_nothing_of_the_resident_is_left_when_the_task_has_ended(
    database, town_scope, asked, visitor
):
    task = taken(database, town_scope, asked[0])
    visitor.post(f"/my/tasks/{task.id}/finish", {}, on=f"/my/tasks/{task.id}")
    page = visitor.get(f"/my/tasks/{task.id}")
    assert not any(word in page.html for word in SECRET)
    for path in ("visit", "worry", "hand-back"):
        ended = visitor.get(f"/my/tasks/{task.id}/{path}")
        assert ended.h1 == page.h1, "thanks, and no form any more"
        assert not any(word in ended.html for word in SECRET)
        assert not ended.find_all("form", action=f"/my/tasks/{task.id}/{path}")


def test_a_home_only_told_in_words_is_never_said_to_be_near(database, town_scope, visitor, asked):
    with database.writing(town_scope) as session:
        home = session.scalars(select(Household)).one()
        home.exact_point = None
        home.address = "파란 대문 옆집"
    page = visitor.get(f"/my/offers/{asked[0].id}")
    assert "measured from the middle of the district" in page.main
    assert "500 m" not in page.main
