"""The whole care path through the real doors: from a neighbour's report to a closed case.

Nobody reaches past a door: pages are read and their forms filled in as a browser without scripts
would; texts and calls arrive on the handset; time passes by the clock and the worker's own jobs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from flask import Flask

from hopecare.domain.care_path import SlotStatus
from hopecare.domain.channels import ReplyWay
from hopecare.domain.roles import Role
from hopecare.domain.timeline import EntryKind
from hopecare.extensions import DESK
from hopecare.jobs.tools import Tools
from hopecare.language.labels import label
from hopecare.timetable import JOBS
from models import Person, Town
from notifications.memory_sms import MemoryNetwork
from notifications.routing import Networks
from tests.factories.people import a_contact_point, a_resident, a_staff_account, a_volunteer
from tests.factories.referrals import a_service, an_organisation
from tests.factories.towns import a_centre, a_town, an_area
from tests.plugins.pages import Visitor, filled

PASSWORD = "a long invented password"
ADDRESS = "경기도 남양주시 가람로 7, 203호"
RESIDENT_PHONE = "+821001234567"
COORDINATOR_PHONE = "+821003000001"
NOTHING = (
    "income-property",
    "income-gifts",
    "spending-medical",
    "spending-pension",
    "home-owned",
    "property-general",
    "property-debt",
    "car-value",
)
TIMELINE = (
    EntryKind.RESIDENT_OPENED,
    EntryKind.CONSENT_GIVEN,
    EntryKind.ASSESSMENT_MADE,
    EntryKind.CASE_OPENED,
    EntryKind.REFERRAL_MADE,
    EntryKind.REFERRAL_ACCEPTED,
    EntryKind.REFERRAL_OUTCOME_RECORDED,
    EntryKind.OFFER_MADE,
    EntryKind.OFFER_ACCEPTED,
    EntryKind.VISIT_LOGGED,
    EntryKind.CHECK_INS_PLANNED,
    EntryKind.SLOT_ASKED,
    EntryKind.SLOT_ANSWERED,
    EntryKind.SLOT_SILENT,
    EntryKind.ALERT_RAISED,
    EntryKind.ALERT_RESOLVED,
    EntryKind.CASE_CLOSED,
)
HELPERS = {"공숲": "+821002000001", "노을": "+821002000002"}


@dataclass
class Story:
    """A town on its first day, and the people who open its doors."""

    app: Flask
    town: Town
    language: str
    area_id: str
    code: str = ""
    network: MemoryNetwork = field(default_factory=MemoryNetwork)

    def __post_init__(self) -> None:
        self.neighbour = Visitor(self.app, self.language)
        self.coordinator = Visitor(self.app, self.language)
        self.social_worker = Visitor(self.app, self.language)
        self.helper = Visitor(self.app, self.language)
        self.handset = Visitor(self.app, self.language)

    @property
    def clock(self):
        return self.neighbour.clock

    def work(self, after: timedelta = timedelta(0)) -> None:
        """Let time pass, then let the worker do whatever is due."""
        self.clock.advance(after)
        networks = Networks(texts=self.network, calls=self.network)
        tools = Tools(
            database=self.app.extensions[DESK].database, networks=networks, clock=self.clock
        )
        for job in JOBS:
            job.run(tools)

    def heard_by(self, phone: str) -> list[str]:
        """Every text and call that reached a telephone."""
        return [each.body for each in self.network.sent if each.to == phone]

    def sign_in_staff(self, visitor: Visitor, name: str) -> None:
        visitor.post("/sign-in", {"name": name, "password": PASSWORD})

    def handset_of(self, name: str) -> str:
        """The path of somebody's telephone on screen."""
        shelf = self.handset.get(f"/handset/?q={name}")
        (path,) = {link for link in shelf.links if re.fullmatch(r"/handset/[0-9a-f-]{36}", link)}
        return path

    def write_back(self, name: str, words: str) -> None:
        """Reply by text from somebody's telephone."""
        phone = self.handset_of(name)
        self.handset.post(f"{phone}/reply", {"body": words}, on=phone)

    def sign_in_helper(self, visitor: Visitor, phone: str) -> None:
        """Ask for a code, read it on the telephone, type it."""
        asked = visitor.post("/sign-in/phone", {"phone": phone}, status=200)
        self.work()
        (code,) = re.findall(r"\b\d{6}\b", self.heard_by(phone)[-1])
        visitor.send("/sign-in/code", filled(asked.fields("/sign-in/code"), {"code": code}))


@pytest.fixture(params=["ko", "en"])
def language(request):
    return request.param


@pytest.fixture(params=["kr-twilio", "two-way"])
def profile(request):
    return request.param


@pytest.fixture
def story(make_app, database, town_scope, language, profile):
    way = ReplyWay.SMS if profile == "two-way" else ReplyWay.PAGE
    with database.writing(town_scope) as session:
        town = a_town(session, channel_profile=profile)
        centre = a_centre(session, name="북부희망케어센터", name_en="North Hope Care Centre")
        area = an_area(session, covered_by=centre)
        office = an_organisation(session)
        a_service(session, organisation=office)
        # Somebody of nearly the same name is known already, with another telephone.
        a_resident(session, name="김 다래", phone="+821000000009", centre=centre, area=area)
        for name, role in (("coordinator", Role.COORDINATOR), ("worker", Role.SOCIAL_WORKER)):
            account = a_staff_account(
                session, roles=(role,), centre=centre, name=name, password=PASSWORD
            )
            if role is Role.COORDINATOR:
                person = session.get_one(Person, account.person_id)
                a_contact_point(session, person, phone=COORDINATOR_PHONE)
        for name, phone in HELPERS.items():
            a_volunteer(
                session,
                name=name,
                phone=phone,
                centre=centre,
                area=area,
                skills=("side_dishes",),
                answers_by=way,
            )
    return Story(make_app(database, handset="yes"), town, language, str(area.id))


def report_mrs_kim(story: Story) -> str:
    """A neighbour tells us on the public page; gives the path of the report for staff."""
    sent = story.neighbour.post(
        "/report",
        {
            "words": "쌀이 떨어진 것 같아요. 며칠째 불이 꺼져 있어요.",
            "name": "김다래",
            "phone": RESIDENT_PHONE,
            "area_id": story.area_id,
            "address": ADDRESS,
            "signs": ["alone_and_ill"],
        },
    )
    thanks = story.neighbour.follow(sent)
    story.code = re.findall(r"[0-9A-Z]{4} [0-9A-Z]{4}", thanks.text)[0].replace(" ", "")
    story.sign_in_staff(story.coordinator, "coordinator")
    triage = story.coordinator.get("/triage")
    assert "김다래" in triage.text
    (path,) = {link for link in triage.links if re.fullmatch(r"/reports/[0-9a-f-]{36}", link)}
    return path


def open_mrs_kim(story: Story, report: str, *agrees_also: str) -> str:
    """The coordinator takes the report up and opens her as a resident; gives her path."""
    page = story.coordinator.get(report)
    assert "김 다래" in page.text, "the possible duplicate is pointed out"
    story.coordinator.post(f"{report}/take-up", on=report)
    opened = story.coordinator.post(
        "/residents/new",
        {
            "full_name": "김다래",
            "birth_on": "1959-03-04",
            "purposes": [
                "keep_record",
                "peer_help",
                "check_ins",
                "share_with_agency",
                *agrees_also,
            ],
            "form": "paper",
        },
        on=f"/residents/new?report_id={report.removeprefix('/reports/')}",
    )
    resident = opened.answer.headers["Location"]
    assert "김다래" in story.coordinator.get(resident).text
    return resident


def assess_mrs_kim(story: Story, resident: str) -> str:
    """The social worker asks the household's questions; gives the path of the answer."""
    facts = dict.fromkeys(NOTHING, "0") | {
        "household-size": "1",
        "household-region": "gyeonggi",
        "household-covered": "yes",
        "household-counted_with_parents": "no",
        "members-0-age": "67",
        "members-0-relation": "self",
        "members-0-pay": "0",
        "members-0-school": "none",
        "members-0-disability": "none",
        "income-benefits": "318,000",
        "home-deposit": "45,000,000",
        "property-savings": "3,200,000",
        "obligor-exists": "yes",
        "obligor-excused": "no",
        "obligor-size": "4",
        "obligor-income": "3,100,000",
        "obligor-property": "120,000,000",
        "receiving-livelihood": "no",
        "do": "save",
    }
    kept = story.social_worker.post(f"{resident}/assess", facts)
    answer = story.social_worker.follow(kept)
    # 820,556 (one person, 2026) - 318,000: her home and savings stay below the basic amount.
    assert "502,556" in answer.text
    return kept.answer.headers["Location"]


def open_her_case(story: Story, resident: str) -> str:
    """A case with one need: side dishes."""
    opened = story.social_worker.post(
        f"{resident}/open-case", {"urgency": "ordinary", "kinds": ["side_dishes"]}
    )
    return opened.answer.headers["Location"]


def ask_the_neighbours(story: Story, case: str) -> None:
    """Both volunteers are ranked with reasons and asked by text."""
    page = story.social_worker.get(case)
    (need,) = {re.sub("/ask$", "", link) for link in page.links if link.endswith("/ask")}
    ranked = story.social_worker.get(f"{need}/ask")
    helpers = [each.attrib["value"] for each in ranked.find_all("input", name="helper_ids")]
    assert len(helpers) == len(HELPERS)
    story.social_worker.post(f"{need}/ask", {"helper_ids": helpers})
    story.work()


def accept(story: Story, phone: str, *, profile: str) -> None:
    """The first says yes: on their page in Korea, by text where replies come back."""
    (asked,) = story.heard_by(phone)
    assert "가람로" not in asked
    assert "김다래" not in asked
    assert "http" not in asked
    story.sign_in_helper(story.helper, phone)
    offers = story.helper.get("/my/offers")
    (offer,) = {link for link in offers.links if re.fullmatch(r"/my/offers/[0-9a-f-]{36}", link)}
    before = story.helper.get(offer)
    assert "가람로" not in before.text
    assert RESIDENT_PHONE[-4:] not in before.text
    if profile == "two-way":
        (code,) = set(re.findall(r"\b[0-9A-HJKMNP-TV-Z]{8}\b", asked))
        story.write_back("공숲", f"YES {code}")
    else:
        story.helper.post(f"{offer}/answer", {"answer": "yes"}, on=offer)
    story.work()


def visit(story: Story) -> None:
    """Only now the helper sees where she lives; the other is thanked; a visit is logged."""
    tasks = story.helper.get("/my/tasks")
    (task,) = {link for link in tasks.links if re.fullmatch(r"/my/tasks/[0-9a-f-]{36}", link)}
    assert "가람로 7" in story.helper.get(task).text
    assert len(story.heard_by(HELPERS["노을"])) > 1, "who was not needed is told so"
    note = "반가워하셨어요"
    story.helper.post(f"{task}/visit", {"result": "met", "minutes": "20", "words": note})


def refer_her(story: Story, case: str) -> None:
    """What is owed goes to the office: a sheet, an acceptance, an outcome."""
    look = story.social_worker.get(f"{case}/refer")
    (select,) = look.find_all("select", name="service_id")
    (service,) = [each.attrib["value"] for each in select.iter("option") if each.attrib["value"]]
    chosen = {"service_id": service, "words": "신청을 도와주세요"}
    seen = story.social_worker.post(f"{case}/refer", {**chosen, "do": "look"}, status=200)
    assert ADDRESS in seen.text, "exactly what would be shared is shown before it is"
    form = seen.fields()
    form["do"] = "send"
    sent = story.social_worker.send(f"{case}/refer", form)
    referral = sent.answer.headers["Location"]
    assert "김다래" in story.social_worker.get(f"{referral}/sheet").text
    today = "2026-11-23"
    answer = {"answer": "accepted", "door": "phone", "answered_on": today}
    story.social_worker.post(f"{referral}/answer", answer)
    outcome = {"outcome": "granted", "outcome_on": today, "amount_minor": "502,556"}
    outcome["door"] = "letter"
    story.social_worker.post(f"{referral}/outcome", outcome)


def plan_check_ins(story: Story, resident: str, *, profile: str) -> None:
    """Every day at half past ten, by the way her answer can come back."""
    story.coordinator.post(
        f"{resident}/check-ins",
        {
            "weekdays": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
            "local_time": "10:30",
            "channel": "voice" if profile == "kr-twilio" else "sms",
            "language": "ko",
            "ladder": "default",
        },
        on=f"{resident}/check-ins",
    )


def answer_well(story: Story, resident: str, *, profile: str) -> None:
    """She presses 1 in the call, or writes 1 back."""
    phone = resident.replace("/residents/", "/handset/")
    if profile == "two-way":
        story.handset.post(f"{phone}/reply", {"body": "1"}, on=phone)
        return
    ringing = story.handset.get(phone)
    (call,) = {link for link in ringing.links if "?call=" in link}
    story.handset.post(f"{phone}/key", {"key": "1"}, on=call)


def test_a_report_becomes_an_accepted_checked_in_case(story, profile):
    report = report_mrs_kim(story)
    resident = open_mrs_kim(story, report)
    story.sign_in_staff(story.social_worker, "worker")
    assess_mrs_kim(story, resident)
    case = open_her_case(story, resident)
    refer_her(story, case)
    ask_the_neighbours(story, case)
    accept(story, HELPERS["공숲"], profile=profile)
    visit(story)

    plan_check_ins(story, resident, profile=profile)
    story.work(after=timedelta(minutes=45))
    answer_well(story, resident, profile=profile)
    story.work()
    board = story.coordinator.get("/check-ins")
    assert label(story.language, SlotStatus.ANSWERED) in board.text

    heard = len(story.heard_by(COORDINATOR_PHONE))
    story.work(after=timedelta(hours=23, minutes=30))
    for _ in range(12):
        story.work(after=timedelta(minutes=30))
    text, *calls = story.heard_by(COORDINATOR_PHONE)[heard:]
    assert text.startswith(("[", "HopeCare")), "silence reaches the coordinator by one text"
    assert len(calls) == int(profile == "kr-twilio"), "and by one call, where none can be answered"
    story.sign_in_staff(story.coordinator, "coordinator")  # a new day: yesterday's has lapsed
    alerts = story.coordinator.get("/alerts")
    (alert,) = {link for link in alerts.links if re.fullmatch(r"/alerts/[0-9a-f-]{36}", link)}
    story.coordinator.post(f"{alert}/take", on=alert)
    story.coordinator.post(f"{alert}/end", {"ended_by": "all_clear"}, on=alert)

    story.coordinator.post(f"{case}/close", {"outcome": "need_met", "seen_open": "yes"})
    told = story.coordinator.get(resident).text
    for happened in TIMELINE:
        assert label(story.language, happened) in told, happened
    follow = story.neighbour.get(f"/follow?code={story.code}")
    assert follow.status == 200
