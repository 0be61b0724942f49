"""Links in texts: opened they change nothing, pressed they answer once; no stranger learns more."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from hopecare.channel_profiles import profile_named
from hopecare.database import AllTowns
from hopecare.domain.alerts import AlertKind
from hopecare.domain.answer_links import TRIES_AN_HOUR, LinkAnswer, make_token
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import (
    AlertStatus,
    MessageStatus,
    OfferStatus,
    SlotStatus,
)
from hopecare.domain.channel_profiles import segments_of
from hopecare.domain.channels import ReplyWay
from hopecare.domain.delivery import MessageKind
from hopecare.domain.replies import ReplyMeaning
from hopecare.jobs.deliver import deliver
from hopecare.jobs.reconcile import reconcile
from hopecare.services.acknowledge_alert import acknowledge_alert
from hopecare.services.answer_offer import answer_offer
from hopecare.services.disable_account import disable_account
from hopecare.services.end_contact_point import end_contact_point
from hopecare.services.merge_residents import MergeWish, merge_residents
from hopecare.services.record_death import record_death
from hopecare.services.record_reply import record_reply
from hopecare.services.set_texts_wish import set_texts_wish
from models import (
    AccessLogEntry,
    Alert,
    AnswerLink,
    CallTask,
    CheckInSlot,
    ContactPoint,
    Message,
    MessageEvent,
    Offer,
    Person,
    Task,
)
from notifications.answer_links import token_of
from notifications.memory_sms import MemoryNetwork
from notifications.port import Answer, SendResult
from tests.blueprints.linked import BASE, LinkedTown, path_in
from tests.factories.cases import BY
from tests.factories.offers import YES
from tests.factories.people import a_contact_point, a_staff_account
from tests.factories.towns import NOW, TODAY, a_town
from tests.plugins.pages import Visitor

pytestmark = pytest.mark.both_databases


@pytest.fixture
def town(make_app, database, town_scope):
    return LinkedTown(make_app(database), database, town_scope)


@pytest.fixture
def phone(town):
    """A telephone that has never been here: no cookie, no script, no account."""
    visitor = Visitor(town.app)
    visitor.client.delete_cookie("language")
    return visitor


def press(phone, path, answer):
    """Open the page, press a button, and see what it came to."""
    form = phone.get(path).fields(path)
    form["answer"] = answer.value
    return phone.follow(phone.send(path, form))


def buttons(page):
    return [each.attrib["value"] for each in page.find_all("button", name="answer")]


def test_the_text_is_one_and_holds_the_one_link(town):
    text = town.text_to(town.ask())

    assert text == f"HopeCare: 김○○님, 오늘 어떠세요? {BASE}{path_in(text)}"
    assert segments_of(text, profile_named("one-way-links")) == 1


def test_no_row_holds_the_link_or_its_signs(town):
    path = town.link_to(town.ask())
    token = path.removeprefix("/r/")

    link, message = town.one(AnswerLink), town.one(Message)
    assert token not in message.body
    assert message.body.endswith("/r/*************")
    assert token not in link.token_index
    assert token == token_of(message.id)


def test_looking_changes_nothing_whoever_looks(town, phone):
    path = town.link_to(town.ask())
    before = town.everything()

    for _ in range(3):
        assert phone.client.head(path).status_code == 200
        phone.get(path)

    assert town.everything() == before
    assert town.one(CheckInSlot).status is SlotStatus.WAITING
    assert town.one(AnswerLink).used_at is None


def test_every_look_and_press_is_logged_without_anything_personal(town, phone):
    asked = town.ask()
    path = town.link_to(asked)

    phone.get(path)
    press(phone, path, LinkAnswer.FINE)

    link = town.one(AnswerLink)
    looks = town.rows(AccessLogEntry)
    assert [(look.actor, look.purpose, look.person_ids) for look in looks] == [
        (f"link:{link.id}", "link.open", [str(asked.id)])
    ] * 3
    codes = [event.code for event in town.rows(MessageEvent) if event.code]
    assert codes == ["link_opened", "link_opened", "link_pressed", "link_opened"]


@pytest.mark.parametrize(
    ("answer", "status", "meaning"),
    [
        (LinkAnswer.FINE, SlotStatus.ANSWERED, ReplyMeaning.FINE),
        (LinkAnswer.HELP, SlotStatus.HELP_ASKED, ReplyMeaning.HELP),
    ],
)
def test_a_resident_answers_a_check_in(town, phone, answer, status, meaning):
    page = press(phone, town.link_to(town.ask()), answer)

    slot = town.one(CheckInSlot)
    assert (slot.status, slot.answer, slot.answered_by_id) == (status, meaning, town.resident.id)
    assert "고마워요" in page.h1
    assert buttons(page) == []


def test_a_carer_may_say_that_they_cannot_go_on(town, phone):
    path = town.link_to(town.ask(carer=True))
    assert buttons(phone.get(path)) == ["fine", "help", "cannot_any_more"]

    press(phone, path, LinkAnswer.CANNOT_ANY_MORE)

    slot = town.one(CheckInSlot)
    assert (slot.answer, slot.answered_by_id) == (ReplyMeaning.CANNOT_ANY_MORE, town.carer.id)
    assert town.one(Alert).status is AlertStatus.RAISED


@pytest.mark.parametrize(
    ("answer", "status"),
    [(LinkAnswer.YES, OfferStatus.ACCEPTED), (LinkAnswer.NO, OfferStatus.DECLINED)],
)
def test_a_volunteer_answers_an_offer(town, phone, answer, status):
    (helper,) = town.offer()
    path = town.link_to(helper)
    page = phone.get(path)
    assert "반찬" in page.main
    assert town.resident.called not in page.text

    press(phone, path, answer)

    offer = town.one(Offer)
    assert (offer.status, offer.answered_by_way) == (status, ReplyWay.PAGE)
    assert len(town.rows(Task)) == (answer is LinkAnswer.YES)


def test_staff_take_an_alert_up(town, phone):
    coordinator = town.alert()
    path = town.link_to(coordinator)
    page = phone.get(path)
    assert page.h1 == "급한 알림이 있습니다"
    assert town.resident.called not in page.text

    after = press(phone, path, LinkAnswer.TAKE)

    alert = town.one(Alert)
    assert (alert.status, alert.acknowledged_by_id) == (AlertStatus.ACKNOWLEDGED, coordinator.id)
    assert after.h1 == "맡으셨습니다"


def test_an_alert_is_passed_on_to_the_next_by_its_link_once(town, phone):
    coordinator = town.alert()
    path = town.link_to(coordinator)
    with town.writing() as session:
        account = a_staff_account(session, centre=town.centre, full_name="박담당")
        a_contact_point(session, session.get_one(Person, account.person_id))
    form = phone.get(path).fields(path)
    form["answer"] = LinkAnswer.PASS_ON.value

    for _ in range(2):
        phone.send(path, form)

    page = phone.get(path)
    assert page.h1 == "다음 당번에게 알립니다"
    assert buttons(page) == []
    told = [m for m in town.rows(Message) if m.kind is MessageKind.ALERT]
    assert [m.to_person_id for m in told] == [coordinator.id, account.person_id]
    assert town.one(Alert).status is AlertStatus.RAISED


def test_where_nobody_is_left_it_still_can_be_taken_by_the_same_link(town, phone):
    coordinator = town.alert()
    path = town.link_to(coordinator)
    form = phone.get(path).fields(path)
    form["answer"] = LinkAnswer.PASS_ON.value
    page = phone.send(path, form, status=200)
    assert page.h1 == "더 알릴 분이 없습니다"
    assert buttons(page) == ["take"]

    press(phone, path, LinkAnswer.TAKE)
    assert town.one(Alert).acknowledged_by_id == coordinator.id


def test_an_alert_that_somebody_else_took_up_says_so(town, phone):
    coordinator = town.alert()
    path = town.link_to(coordinator)
    with town.writing() as session:
        acknowledge_alert(session, alert_id=town.one(Alert).id, by=BY, now=NOW)

    assert phone.get(path).h1 == "다른 분이 맡았습니다"


@pytest.mark.parametrize(
    ("first", "heading", "status"),
    [
        (LinkAnswer.FINE, "답해 주셔서 고마워요", SlotStatus.ANSWERED),
        (LinkAnswer.HELP, "알려 주셔서 고마워요", SlotStatus.HELP_ASKED),
    ],
)
def test_pressed_twice_it_says_what_was_said_first(town, phone, first, heading, status):
    path = town.link_to(town.ask())
    form = phone.get(path).fields(path)
    press(phone, path, first)
    before = town.everything()

    form["answer"] = LinkAnswer.FINE.value
    page = phone.follow(phone.send(path, form))

    assert page.h1 == heading
    assert town.one(CheckInSlot).status is status
    assert town.everything() == before


def test_after_its_time_nothing_is_taken_and_the_office_is_named(town, phone):
    path = town.link_to(town.ask())
    form = phone.get(path).fields(path)
    form["answer"] = LinkAnswer.FINE.value
    town.clock.advance(timedelta(hours=25))

    page = phone.follow(phone.send(path, form))

    assert page.h1 == "답하실 수 있는 시간이 지났어요"
    assert "tel:031-000-0000" in page.links
    assert town.one(CheckInSlot).status is SlotStatus.WAITING


def test_an_offers_link_opens_as_long_as_the_offer_stands(town, phone):
    (helper,) = town.offer()
    path = town.link_to(helper)
    town.clock.advance(timedelta(hours=12))

    assert phone.get(path).h1 == "답하실 수 있는 시간이 지났어요"


def test_answered_by_another_way_it_says_so(town, phone):
    path = town.link_to(town.ask())
    with town.writing() as session:
        record_reply(
            session,
            slot=session.get_one(CheckInSlot, town.one(CheckInSlot).id),
            meaning=ReplyMeaning.FINE,
            from_person_id=town.resident.id,
            by=BY,
            now=NOW,
        )
    page = phone.get(path)

    assert page.h1 == "이미 답을 들었어요"
    assert buttons(page) == []


def test_an_offer_somebody_else_took_is_told_kindly(town, phone):
    first, second = town.offer(2)
    path = town.link_to(second)
    offer_id = next(each.id for each in town.rows(Offer) if each.helper_id == first.id)
    with town.writing() as session:
        answer_offer(session, offer_id=offer_id, answer=YES, by=BY, now=NOW)

    assert phone.get(path).h1 == "이번 부탁은 끝났어요"


OPENS_NO_MORE = {"이 주소는 이제 열리지 않아요", "This link does not open any more"}
"""In the visitor's language, not in that of whose link it was."""


def stops_texts(session, town, person):
    point = session.get_one(ContactPoint, town.point_of(person).id)
    set_texts_wish(session, point=point, stops=True, by=BY, now=NOW)


def dies(session, _town, person):
    record_death(session, person_id=person.id, died_on=TODAY, by=BY, now=NOW)


def gives_the_number_up(session, town, person):
    own = session.get_one(Person, person.id)
    end_contact_point(session, own, town.point_of(person).id, by=BY, now=NOW)


def is_made_one_with_another_record(session, town, person):
    kept, other = (session.get_one(Person, each.id) for each in (town.carer, person))
    versions = (kept.version, other.version)
    wish = MergeWish(kept_id=kept.id, other_id=other.id, versions=versions)
    merge_residents(session, wish, by=BY, now=NOW)


@pytest.mark.parametrize("happens", [dies, gives_the_number_up])
def test_it_is_revoked_by_what_is_true_now(town, phone, happens):
    asked = town.ask()
    path = town.link_to(asked)
    form = phone.get(path).fields(path)
    form["answer"] = LinkAnswer.FINE.value
    with town.writing() as session:
        happens(session, town, asked)
    before = town.everything()

    page = phone.send(path, form, status=404)

    assert page.h1 in OPENS_NO_MORE
    assert town.everything() == before


@pytest.mark.parametrize(
    ("answer", "status"),
    [(LinkAnswer.HELP, SlotStatus.HELP_ASKED), (LinkAnswer.FINE, SlotStatus.ANSWERED)],
)
def test_once_two_records_are_one_the_link_answers_for_whom_they_lead_to(
    town, phone, answer, status
):
    asked = town.ask()
    path = town.link_to(asked)
    with town.writing() as session:
        is_made_one_with_another_record(session, town, asked)

    press(phone, path, answer)

    slot = town.one(CheckInSlot)
    assert (slot.status, slot.person_id, slot.answered_by_id) == (
        status,
        town.carer.id,
        town.carer.id,
    )


def test_a_call_for_help_is_heard_after_the_records_were_made_one_and_the_question_is_over(
    town, phone
):
    asked = town.ask()
    path = town.link_to(asked)
    form = phone.get(path).fields(path)
    form["answer"] = LinkAnswer.HELP.value
    with town.writing() as session:
        slot = session.get_one(CheckInSlot, town.one(CheckInSlot).id)
        said = {"meaning": ReplyMeaning.FINE, "from_person_id": asked.id}
        record_reply(session, slot=slot, **said, by=BY, now=NOW)
    with town.writing() as session:
        is_made_one_with_another_record(session, town, asked)

    phone.send(path, form, status=200)

    assert [alert.kind for alert in town.rows(Alert)] == [AlertKind.HELP_ASKED]
    (call,) = [each for each in town.rows(CallTask) if each.kind is CallTaskKind.HELP_ASKED]
    assert call.person_id == town.carer.id


def test_a_helper_who_wants_no_more_texts_answers_no_offer_by_their_link(town, phone):
    (helper,) = town.offer()
    path = town.link_to(helper)
    with town.writing() as session:
        stops_texts(session, town, helper)

    assert phone.get(path, status=404).h1 in OPENS_NO_MORE


def test_whoever_works_here_no_more_takes_no_alert_up(town, phone):
    path = town.link_to(town.alert())
    with town.writing() as session:
        disable_account(session, account_id=town.coordinator.id, now=NOW)

    assert phone.get(path, status=404).h1 in OPENS_NO_MORE


def test_a_revoked_link_is_told_from_a_wrong_one_by_nothing(town, phone):
    asked = town.ask()
    path, wrong = town.link_to(asked), f"/r/{make_token(b'12345678')}"
    with town.writing() as session:
        gives_the_number_up(session, town, asked)
    with town.database.writing(AllTowns()) as session:
        first = a_town(session)
        first.office_phone, first.created_at = "031-999-9999", NOW - timedelta(days=9)

    def told(address, **form):
        ask = phone.client.post if form else phone.client.get
        answer = ask(address, data=form)
        text = answer.text.replace(address, "").replace(address.removeprefix("/r/"), "")
        return (
            answer.status_code,
            "031-999-9999" in text,
            re.sub(r'(nonce|value)="[^"]*"', "", text),
        )

    for form in ({}, {"answer": "fine"}, {"answer": "nonsense"}):
        assert told(path, **form) == told(wrong, **form)
        assert told(path, **form)[0] == 404


def test_a_stranger_learns_nothing_from_a_wrong_address(town, phone):
    town.link_to(town.ask())

    for wrong in ("/r/0000000000000", "/r/AAAAAAAAAAAAA", "/r/x", f"/r/{'9' * 400}"):
        page = phone.get(wrong, status=404)
        assert page.h1 in OPENS_NO_MORE
        assert town.resident.called not in page.text


def test_guessing_is_slowed_down_but_a_right_address_always_opens(town, phone):
    path = town.link_to(town.ask())
    somewhere = {"REMOTE_ADDR": "203.0.113.7"}
    wrong = "/r/0000000000000"

    for _ in range(TRIES_AN_HOUR):
        assert phone.client.get(wrong, environ_base=somewhere).status_code == 404
    assert phone.client.get(wrong, environ_base=somewhere).status_code == 429
    assert phone.client.get(path, environ_base=somewhere).status_code == 200


def test_nobody_keeps_the_address(town, phone):
    path = town.link_to(town.ask())

    for answer in (phone.client.get(path), phone.client.get("/r/AAAAAAAAAAAAA")):
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "noindex" in answer.headers["X-Robots-Tag"]


def test_it_needs_no_session_and_no_script(town):
    path = town.link_to(town.ask())
    bare = town.app.test_client(use_cookies=False)

    assert bare.post(path, data={"answer": "fine"}).status_code == 303
    assert town.one(CheckInSlot).status is SlotStatus.ANSWERED


@pytest.mark.parametrize("answer", ["", "yes", "take", "nonsense", "fine\x00", "\ud83c", "9" * 40])
def test_what_was_not_asked_is_no_answer(town, answer):
    path = town.link_to(town.ask())

    sent = {"answer": answer.encode("utf-8", "surrogatepass")}
    assert town.app.test_client().post(path, data=sent).status_code == 303
    assert town.one(CheckInSlot).status is SlotStatus.WAITING
    assert town.one(AnswerLink).used_at is None


def test_a_shared_telephone_shows_no_name_and_no_sender(town, phone):
    town.share_the_telephone_of(town.resident)
    asked = town.ask()
    text = town.text_to(asked)
    page = phone.get(path_in(text))

    assert text.startswith("안녕하세요. 오늘 어떠세요? ")
    for said in (text, page.html):
        assert not re.search("김○|김다|HopeCare|희망케어|남양주", said.replace("data-", ""))
    press(phone, path_in(text), LinkAnswer.FINE)
    assert town.one(CheckInSlot).status is SlotStatus.ANSWERED


def test_it_speaks_the_persons_language_and_any_other_that_is_chosen(town, phone):
    path = town.link_to(town.ask())
    assert phone.get(path, headers={"Accept-Language": "en"}).h1 == "오늘 어떠세요?"

    chosen = phone.post("/language", {"language": "en"}, on=path)

    assert phone.follow(chosen).h1 == "How are you today?"


def test_the_handset_opens_the_link_that_no_page_shows(make_app, database, town_scope):
    town = LinkedTown(make_app(database, handset="yes"), database, town_scope)
    asked = town.ask()
    path = town.link_to(asked)

    page = Visitor(town.app, "ko").get(f"/handset/{asked.id}")

    assert path in page.links
    assert path.removeprefix("/r/") not in page.text


def test_words_that_are_sent_again_carry_the_same_link(town):
    town.network = MemoryNetwork(SendResult(answer=Answer.TRY_LATER))
    asked = town.ask()
    assert deliver(town.tools) == 1
    town.clock.advance(timedelta(minutes=3))

    assert town.link_to(asked) == f"/r/{token_of(town.one(Message).id)}"
    assert len(town.rows(AnswerLink)) == 1


def test_words_in_doubt_are_found_by_what_really_left(town):
    town.ask()
    deliver(town.tools)
    with town.writing() as session:
        message = session.get_one(Message, town.one(Message).id)
        message.status, message.provider_sid = MessageStatus.UNKNOWN, None
    town.clock.advance(timedelta(minutes=2))

    reconcile(town.tools)

    assert town.one(Message).status is MessageStatus.DELIVERED
    assert len(town.network.sent) == 1


def at_once(app, presses):
    """Press from a telephone each, all at the same moment; gives the statuses."""
    barrier = Barrier(len(presses))

    def one(path_and_answer):
        path, answer = path_and_answer
        barrier.wait()
        return app.test_client().post(path, data={"answer": answer.value}).status_code

    with ThreadPoolExecutor(len(presses)) as pool:
        return list(pool.map(one, presses))


def test_one_link_on_two_telephones_is_one_answer(town, phone):
    path = town.link_to(town.ask())

    assert at_once(town.app, [(path, LinkAnswer.FINE)] * 2) == [303, 303]

    assert town.one(CheckInSlot).status is SlotStatus.ANSWERED
    assert [e.code for e in town.rows(MessageEvent)].count("link_pressed") == 1
    assert [e.code for e in town.rows(MessageEvent)].count("link_too_late") == 1


def test_a_link_and_a_person_at_the_same_moment_are_one_yes(town):
    helpers = town.offer(4)
    paths = [town.link_to(helper) for helper in helpers]

    assert at_once(town.app, [(path, LinkAnswer.YES) for path in paths]) == [303] * 4

    statuses = sorted(offer.status for offer in town.rows(Offer))
    assert statuses.count(OfferStatus.ACCEPTED) == 1
    assert len(town.rows(Task)) == 1
