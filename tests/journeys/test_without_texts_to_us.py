"""The whole care path where nobody's text reaches us, as in Korea: calls, pages, links.

From a neighbour's report to a closed case. Words leave through the provider's strict stand-in, keys
are pressed by its signed webhooks; a text to us would fail the test.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from hopecare.database import AllTowns
from hopecare.domain.care_path import SlotStatus
from hopecare.domain.channels import Channel, ReplyWay
from hopecare.domain.roles import Role
from hopecare.domain.timeline import EntryKind
from hopecare.extensions import DESK
from hopecare.jobs.tools import Tools
from hopecare.language.labels import label
from hopecare.timetable import JOBS
from models import CheckInSlot, InboundMessage, Person
from notifications.routing import Networks
from notifications.twilio_client import TwilioAccount
from notifications.twilio_sms import TwilioSms
from notifications.twilio_voice import TwilioVoice
from tests.factories.people import a_contact_point, a_resident, a_staff_account, a_volunteer
from tests.factories.towns import a_centre, a_town, an_area
from tests.journeys.test_care_path import (
    COORDINATOR_PHONE,
    HELPERS,
    PASSWORD,
    RESIDENT_PHONE,
    Story,
    open_mrs_kim,
    report_mrs_kim,
)
from tests.plugins.pages import Visitor
from tests.standin.twilio import Taken, TwilioStandIn

BASE = "https://care.example.kr"
KEYHOLDER_PHONE = "+821004000001"
BY_CALL, BY_PAGE = HELPERS["공숲"], HELPERS["노을"]
HAPPENED = (
    EntryKind.RESIDENT_OPENED,
    EntryKind.CASE_OPENED,
    EntryKind.OFFER_MADE,
    EntryKind.OFFER_ACCEPTED,
    EntryKind.VISIT_LOGGED,
    EntryKind.CHECK_INS_PLANNED,
    EntryKind.SLOT_ASKED,
    EntryKind.SLOT_ANSWERED,
    EntryKind.SLOT_SILENT,
    EntryKind.ALERT_RAISED,
    EntryKind.ALERT_ACKNOWLEDGED,
    EntryKind.ALERT_RESOLVED,
    EntryKind.CASE_CLOSED,
)


class OneWayNetwork(TwilioStandIn):
    """The provider in a country where nobody's text reaches us."""

    def text_in(self, *_args: object, **_fields: object) -> int:
        raise AssertionError("two-way SMS is not supported here")


@dataclass
class OneWayStory(Story):
    """The same town, its words with the provider, its telephones in people's hands."""

    twilio: OneWayNetwork | None = None
    allows_links: bool = False

    @property
    def provider(self) -> OneWayNetwork:
        assert self.twilio is not None
        return self.twilio

    def work(self, after: timedelta = timedelta(0)) -> None:
        self.clock.advance(after)
        desk = self.app.extensions[DESK]
        tools = Tools(database=desk.database, networks=self.networks, clock=self.clock)
        for job in JOBS:
            job.run(tools)

    @property
    def networks(self) -> Networks:
        """The provider's adapters themselves: invented numbers are for invented towns only."""
        account = TwilioAccount(
            account_sid=self.provider.account_sid,
            auth_token=self.provider.auth_token,
            public_base_url=BASE,
            sender=self.provider.number,
            voice_sender=self.provider.number,
            api_base=self.provider.base_url,
        )
        texts, calls = TwilioSms(account), TwilioVoice(account)
        return Networks(texts=texts, calls=calls, public_base_url=BASE)

    def heard_by(self, phone: str) -> list[str]:
        return self.provider.sent_to(phone)

    def ringing(self, phone: str) -> Taken:
        """The newest call to a telephone."""
        return [each for each in self.provider.calls if each.fields["To"] == phone][-1]

    def press(self, phone: str, digit: str) -> None:
        """Pick up and press a key; what is said holds no link."""
        call = self.ringing(phone)
        status, words = self.provider.pick_up(call)
        assert status == 200
        assert "/r/" not in words
        action = words.partition('action="')[2].partition('"')[0].replace("&amp;", "&")
        assert self.provider.press(call, action, digit)[0] == 200
        self.provider.report_call(call, "completed")

    def open_link(self, phone: str, answer: str) -> None:
        """Open the link in the newest text and press a button."""
        (path,) = re.findall(rf"{BASE}(/r/[0-9A-Z]{{13}})", self.heard_by(phone)[-1])
        visitor = Visitor(self.app, self.language)
        form = visitor.get(path).fields(path)
        form["answer"] = answer
        visitor.send(path, form)

    def slots(self) -> list[SlotStatus]:
        with self.app.extensions[DESK].database.reading(AllTowns()) as session:
            return list(session.scalars(select(CheckInSlot.status).order_by(CheckInSlot.due_at)))

    def texts_in(self) -> list[InboundMessage]:
        with self.app.extensions[DESK].database.reading(AllTowns()) as session:
            texts = select(InboundMessage).where(InboundMessage.channel == Channel.SMS)
            return list(session.scalars(texts))


@pytest.fixture(params=["kr-twilio", "one-way-links"])
def profile(request):
    return request.param


@pytest.fixture
def story(make_app, database, town_scope, profile):
    with database.writing(town_scope) as session:
        town = a_town(session, channel_profile=profile)
        centre = a_centre(session, name="북부희망케어센터", name_en="North Hope Care Centre")
        area = an_area(session, covered_by=centre)
        a_resident(session, name="김 다래", phone="+821000000009", centre=centre, area=area)
        for name, role in (("coordinator", Role.COORDINATOR), ("worker", Role.SOCIAL_WORKER)):
            account = a_staff_account(
                session, roles=(role,), centre=centre, name=name, password=PASSWORD
            )
            if role is Role.COORDINATOR:
                person = session.get_one(Person, account.person_id)
                a_contact_point(session, person, phone=COORDINATOR_PHONE)
        for name, skill, way in (
            ("공숲", "side_dishes", ReplyWay.KEYPRESS),
            ("노을", "companion_visit", ReplyWay.PAGE),
        ):
            a_volunteer(
                session,
                name=name,
                phone=HELPERS[name],
                centre=centre,
                area=area,
                skills=(skill,),
                answers_by=way,
            )
    made: list[Flask] = []

    def post(url, fields, headers):
        parts = urlsplit(url)
        assert f"{parts.scheme}://{parts.netloc}" == BASE
        answer = made[0].test_client().post(url.removeprefix(BASE), data=fields, headers=headers)
        return answer.status_code, answer.text

    with OneWayNetwork(post) as twilio:
        app = make_app(
            database,
            public_base_url=BASE,
            twilio_account_sid=twilio.account_sid,
            twilio_auth_token=twilio.auth_token,
            twilio_from_number=twilio.number,
            twilio_api_base=twilio.base_url,
        )
        made.append(app)
        yield OneWayStory(
            app, town, "ko", str(area.id), twilio=twilio, allows_links=profile == "one-way-links"
        )


def open_her_case(story, resident):
    """A case with two needs, one for each neighbour."""
    opened = story.social_worker.post(
        f"{resident}/open-case",
        {"urgency": "ordinary", "kinds": ["side_dishes", "companion_visit"]},
    )
    return opened.answer.headers["Location"]


def ask_for_everything(story, case):
    """Whoever fits each need is asked."""
    page = story.social_worker.get(case)
    needs = sorted({re.sub("/ask$", "", link) for link in page.links if link.endswith("/ask")})
    assert len(needs) == 2
    for need in needs:
        ranked = story.social_worker.get(f"{need}/ask")
        (helper,) = [each.attrib["value"] for each in ranked.find_all("input", name="helper_ids")]
        story.social_worker.post(f"{need}/ask", {"helper_ids": [helper]})
    story.work()


def both_say_yes(story):
    """One by a key in the call; the other on their page, or by the link where there are links."""
    story.press(BY_CALL, "1")
    if story.allows_links:
        story.open_link(BY_PAGE, "yes")
        story.work()
    story.sign_in_helper(story.helper, BY_PAGE)
    if not story.allows_links:
        offers = story.helper.get("/my/offers")
        (offer,) = {
            link for link in offers.links if re.fullmatch(r"/my/offers/[0-9a-f-]{36}", link)
        }
        story.helper.post(f"{offer}/answer", {"answer": "yes"}, on=offer)
    story.work()


def visit(story):
    """The second neighbour sees where she lives, and logs a visit."""
    tasks = story.helper.get("/my/tasks")
    (task,) = {link for link in tasks.links if re.fullmatch(r"/my/tasks/[0-9a-f-]{36}", link)}
    assert "가람로 7" in story.helper.get(task).text
    said = {"result": "met", "minutes": "20", "words": "반가워하셨어요"}
    story.helper.post(f"{task}/visit", said)


def somebody_holds_a_key(story, resident):
    """She names who may look in; they are known by their telephone."""
    wish = {"kind": "keyholder", "name": "이웃", "contact_phone": KEYHOLDER_PHONE}
    story.coordinator.post(f"{resident}/contacts", wish, on=f"{resident}/reach")


def plan_check_ins(story, resident):
    story.coordinator.post(
        f"{resident}/check-ins",
        {
            "weekdays": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
            "local_time": "10:30",
            "channel": "sms" if story.allows_links else "voice",
            "language": "ko",
            "ladder": "default",
        },
        on=f"{resident}/check-ins",
    )


def answers_well(story):
    """She presses 1 in the call, or the first button behind the link."""
    story.work(after=timedelta(minutes=45))
    if story.allows_links:
        story.open_link(RESIDENT_PHONE, "fine")
    else:
        story.press(RESIDENT_PHONE, "1")
    story.work()
    assert story.slots() == [SlotStatus.ANSWERED]


def stays_silent(story):
    """The next day nobody picks up: asked once more, then the keyholder, then the office."""
    asked = len(rung(story, RESIDENT_PHONE)) + len(story.heard_by(RESIDENT_PHONE))
    heard = len(story.heard_by(COORDINATOR_PHONE))
    story.work(after=timedelta(hours=23, minutes=30))
    for _ in range(6):
        nobody_picks_up(story)
        story.work(after=timedelta(minutes=30))
    again = len(rung(story, RESIDENT_PHONE)) + len(story.heard_by(RESIDENT_PHONE)) - asked
    assert again == 2, "asked, and asked once more"
    (look_in,) = story.heard_by(KEYHOLDER_PHONE)
    assert "들여다보고" in look_in
    assert len(story.heard_by(COORDINATOR_PHONE)) == heard + 1
    assert story.slots()[-1] is SlotStatus.SILENT


def rung(story, phone):
    return [call for call in story.provider.calls if call.fields["To"] == phone]


def nobody_picks_up(story):
    for call in story.provider.calls:
        if call.status == "queued":
            story.provider.report_call(call, "no-answer")


def all_is_clear(story):
    """The coordinator takes the alert up; the keyholder rings, all is well, and everybody hears."""
    if story.allows_links:
        story.open_link(COORDINATOR_PHONE, "take")
    story.sign_in_staff(story.coordinator, "coordinator")  # a new day: yesterday's has lapsed
    alerts = story.coordinator.get("/alerts")
    (alert,) = {link for link in alerts.links if re.fullmatch(r"/alerts/[0-9a-f-]{36}", link)}
    if not story.allows_links:
        story.coordinator.post(f"{alert}/take", on=alert)
    story.coordinator.post(f"{alert}/end", {"ended_by": "all_clear"}, on=alert)
    story.work()
    assert "안 가 보셔도 돼요" in story.heard_by(KEYHOLDER_PHONE)[-1]
    assert story.slots()[-1] is SlotStatus.CLEARED


def test_from_a_report_to_an_outcome_without_a_text_to_us(story):
    resident = open_mrs_kim(story, report_mrs_kim(story), "keyholder")
    story.sign_in_staff(story.social_worker, "worker")
    case = open_her_case(story, resident)
    ask_for_everything(story, case)
    both_say_yes(story)
    visit(story)
    somebody_holds_a_key(story, resident)
    plan_check_ins(story, resident)
    answers_well(story)
    stays_silent(story)
    all_is_clear(story)

    story.coordinator.post(f"{case}/close", {"outcome": "need_met", "seen_open": "yes"})

    told = story.coordinator.get(resident).text
    assert [each for each in HAPPENED if label("ko", each) not in told] == []
    assert story.neighbour.get(f"/follow?code={story.code}").status == 200
    assert (story.provider.written, story.texts_in()) == ([], [])
    asks_for_a_text = "답해 주세요|답장|회신"
    assert [t for t in story.provider.texts if re.search(asks_for_a_text, t.fields["Body"])] == []
