"""Everything that is asked can be answered without a text to us: each way through its own door.

Words go to the strict stand-in of the provider, calls are picked up and keys pressed by its signed
webhooks, pages and links are opened as a browser without scripts does.
"""

from __future__ import annotations

import re
from datetime import time, timedelta
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from hopecare.channel_profiles import shipped_profiles
from hopecare.domain.answer_links import LinkAnswer
from hopecare.domain.answer_paths import PATHS, AnswerPath, paths_of
from hopecare.domain.care_path import AlertStatus, OfferStatus, SlotStatus
from hopecare.domain.channel_profiles import Answerable
from hopecare.domain.channels import Channel, ReplyWay
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.delivery import MessageKind
from hopecare.domain.look_ins import LookInAnswer
from hopecare.domain.people import ContactKind, OtherContactKind
from hopecare.domain.replies import ReplyMeaning
from hopecare.extensions import DESK
from hopecare.jobs.ask_due_check_ins import ask_due_check_ins
from hopecare.jobs.climb_ladders import climb_ladders
from hopecare.jobs.deliver import deliver
from hopecare.jobs.pass_alerts_on import pass_alerts_on
from hopecare.jobs.tools import Tools
from hopecare.services.plan_check_ins import CheckInWish, plan_check_ins
from models import (
    Account,
    Alert,
    CheckInSlot,
    InboundMessage,
    Message,
    Offer,
    OtherContact,
    RungClimbed,
    Town,
    VolunteerProfile,
)
from notifications.routing import networks_of
from tests.blueprints.linked import BASE, LinkedTown, path_in
from tests.factories.cases import BY
from tests.factories.people import a_consent, a_contact_point, a_person
from tests.factories.towns import NOW, TODAY
from tests.plugins.pages import Visitor
from tests.standin.twilio import TwilioStandIn

PROFILES = shipped_profiles()
EVERY_PATH = [
    pytest.param(name, asked, path, id=f"{name}-{asked}-{path}")
    for name, profile in PROFILES.items()
    for asked in Answerable
    for path in paths_of(profile, asked)
]


class OneWayNetwork(TwilioStandIn):
    """The provider in a country where nobody's text reaches us."""

    def text_in(self, *_args, **_fields):
        raise AssertionError("two-way SMS is not supported here")


class PathTown(LinkedTown):
    """The same town behind its public address, the stand-in in front of it."""

    def __init__(self, make_app, database, scope, profile):
        self.twilio = OneWayNetwork(self._post)
        app = make_app(
            database,
            public_base_url=BASE,
            twilio_account_sid=self.twilio.account_sid,
            twilio_auth_token=self.twilio.auth_token,
            twilio_from_number=self.twilio.number,
            twilio_api_base=self.twilio.base_url,
        )
        super().__init__(app, database, scope, profile=profile)
        with self.writing() as session:
            session.scalars(select(Town)).one().is_demonstration = False

    @property
    def tools(self):
        networks = networks_of(self.app.extensions[DESK].settings)
        return Tools(database=self.database, networks=networks, clock=self.clock)

    def _post(self, url, fields, headers):
        parts = urlsplit(url)
        assert f"{parts.scheme}://{parts.netloc}" == BASE
        answer = self.app.test_client().post(url.removeprefix(BASE), data=fields, headers=headers)
        return answer.status_code, answer.text

    def press(self, person, digit):
        """Pick up the call to somebody and press a key."""
        deliver(self.tools)
        number = self.point_of(person).value
        (call,) = [each for each in self.twilio.calls if each.fields["To"] == number]
        status, words = self.twilio.pick_up(call)
        assert status == 200
        action = words.partition('action="')[2].partition('"')[0].replace("&amp;", "&")
        assert self.twilio.press(call, action, digit)[0] == 200

    def open_link(self, person, answer):
        """Open the link in the newest text to somebody and press a button."""
        deliver(self.tools)
        path = path_in(self.twilio.sent_to(self.point_of(person).value)[-1])
        phone = Visitor(self.app)
        form = phone.get(path).fields(path)
        form["answer"] = answer.value
        phone.send(path, form)

    def signed_in(self, person):
        """Somebody on their own page."""
        with self.database.reading(self.scope) as session:
            account = session.scalars(select(Account).where(Account.person_id == person.id)).one()
        return Visitor(self.app).sign_in(account)


@pytest.fixture
def town(make_app, database, town_scope, profile):
    made = PathTown(make_app, database, town_scope, profile)
    with made.twilio:
        yield made


def answer_check_in(town, path):
    by_call = path is AnswerPath.KEYPRESS
    wish = CheckInWish(local_time=time(10, 5), channel=Channel.VOICE if by_call else Channel.SMS)
    with town.writing() as session:
        plan_check_ins(session, person_id=town.resident.id, wish=wish, by=BY, now=NOW)
    town.clock.advance(timedelta(minutes=5))
    ask_due_check_ins(town.tools)
    if by_call:
        town.press(town.resident, "1")
    else:
        town.open_link(town.resident, LinkAnswer.FINE)
    slot = town.one(CheckInSlot)
    assert (slot.status, slot.answer) == (SlotStatus.ANSWERED, ReplyMeaning.FINE)
    assert slot.answered_by_id == town.resident.id


def answer_an_offer(town, path):
    way = ReplyWay.KEYPRESS if path is AnswerPath.KEYPRESS else ReplyWay.PAGE
    (helper,) = town.offer(answers_by=way)
    if path is AnswerPath.KEYPRESS:
        town.press(helper, "1")
    elif path is AnswerPath.LINK:
        town.open_link(helper, LinkAnswer.YES)
    else:
        page = f"/my/offers/{town.one(Offer).id}"
        town.signed_in(helper).post(f"{page}/answer", {"answer": "yes"}, on=page)
    offer = town.one(Offer)
    assert (offer.status, offer.answered_by_way) == (OfferStatus.ACCEPTED, way)
    assert town.one(VolunteerProfile).answers_by is way


def take_an_alert_up(town, path):
    coordinator = town.alert()
    if path is AnswerPath.KEYPRESS:
        deliver(town.tools)
        town.clock.advance(timedelta(minutes=6))
        pass_alerts_on(town.tools)
        town.press(coordinator, "1")
    elif path is AnswerPath.LINK:
        town.open_link(coordinator, LinkAnswer.TAKE)
    else:
        page = f"/alerts/{town.one(Alert).id}"
        town.signed_in(coordinator).post(f"{page}/take", on=page)
    alert = town.one(Alert)
    assert (alert.status, alert.acknowledged_by_id) == (AlertStatus.ACKNOWLEDGED, coordinator.id)


def answer_that_one_goes_there(town, path):
    by_call = path is AnswerPath.KEYPRESS
    with town.writing() as session:
        kind = ContactKind.LANDLINE if by_call else ContactKind.MOBILE
        neighbour = a_person(session, name="공숲")
        point = a_contact_point(session, neighbour, phone="+82310000009", kind=kind)
        point.can_text = not by_call
        consent = a_consent(session, neighbour, ConsentPurpose.KEYHOLDER)
        session.add(
            OtherContact(
                town_id=town.scope.town_id,
                resident_id=town.resident.id,
                person_id=neighbour.id,
                kind=OtherContactKind.KEYHOLDER,
                position=1,
                from_on=TODAY,
                consent_entry_id=consent.id,
            )
        )
        wish = CheckInWish(local_time=time(10, 5))
        plan_check_ins(session, person_id=town.resident.id, wish=wish, by=BY, now=NOW)
    for minutes in (5, 31, 90):
        town.clock.advance(timedelta(minutes=minutes))
        for job in (ask_due_check_ins, deliver, climb_ladders):
            job(town.tools)
    if by_call:
        town.press(neighbour, "1")
    else:
        town.open_link(neighbour, LinkAnswer.GOING)
    (rung,) = [each for each in town.rows(RungClimbed) if each.person_id == neighbour.id]
    assert rung.answer is LookInAnswer.GOING
    assert town.one(CheckInSlot).status is SlotStatus.SILENT


ACTS = {
    Answerable.LOOK_IN: answer_that_one_goes_there,
    Answerable.CHECK_IN: answer_check_in,
    Answerable.OFFER: answer_an_offer,
    Answerable.ALERT: take_an_alert_up,
}


@pytest.mark.parametrize(("profile", "asked", "path"), EVERY_PATH)
def test_every_way_is_walked(town, asked, path):
    ACTS[asked](town, path)

    assert town.twilio.written == []
    texts_in = [each for each in town.rows(InboundMessage) if each.channel is Channel.SMS]
    assert texts_in == []


@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda profile: profile.name)
@pytest.mark.parametrize("asked", Answerable)
def test_nothing_is_asked_that_only_a_text_could_answer(profile, asked):
    assert paths_of(profile, asked)
    assert set(paths_of(profile, asked)) <= set(PATHS[asked])


@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda profile: profile.name)
@pytest.mark.parametrize("asked", Answerable)
def test_what_a_profiles_file_promises_is_among_what_is_walked(profile, asked):
    walked = set(paths_of(profile, asked))

    if ReplyWay.KEYPRESS in profile.answers[asked]:
        assert AnswerPath.KEYPRESS in walked
    if ReplyWay.PAGE in profile.answers[asked]:
        assert walked & {AnswerPath.OWN_PAGE, AnswerPath.LINK}


def test_korea_has_no_links_and_asks_residents_by_call_alone():
    korea = PROFILES["kr-twilio"]

    assert paths_of(korea, Answerable.CHECK_IN) == (AnswerPath.KEYPRESS,)
    assert paths_of(korea, Answerable.LOOK_IN) == (AnswerPath.KEYPRESS,)
    assert paths_of(korea, Answerable.OFFER) == (AnswerPath.KEYPRESS, AnswerPath.OWN_PAGE)
    assert paths_of(korea, Answerable.ALERT) == (AnswerPath.KEYPRESS, AnswerPath.OWN_PAGE)


@pytest.mark.parametrize("profile", ["kr-twilio", "two-way"])
def test_where_links_are_not_allowed_no_text_carries_one(town):
    (helper,) = town.offer()
    coordinator = town.alert()
    town.ask()
    deliver(town.tools)

    said = [each.fields.get("Body", "") for each in town.twilio.taken]
    assert len(said) >= 2
    assert [body for body in said if re.search(r"https?:|/r/", body)] == []
    assert {town.point_of(each).value for each in (helper, coordinator)} <= {
        each.fields["To"] for each in town.twilio.texts
    }


@pytest.mark.parametrize("profile", ["kr-twilio"])
def test_a_call_after_a_yes_says_nothing_of_whom_and_where(town):
    """Anybody may pick up: it says that there is news, and where to read it."""
    (helper,) = town.offer(answers_by=ReplyWay.KEYPRESS)
    town.press(helper, "1")
    deliver(town.tools)
    *_, call = [
        each for each in town.twilio.calls if each.fields["To"] == town.point_of(helper).value
    ]
    words = town.twilio.pick_up(call)[1]
    assert "새 소식이 있어요" in words
    assert "내 페이지" in words
    assert town.resident.called not in words
    with town.database.reading(town.scope) as session:
        (message,) = session.scalars(
            select(Message).where(Message.kind == MessageKind.TASK_DETAILS)
        ).all()
    assert message.channel is Channel.VOICE
