"""A yes ends half-way: every door that told somebody is shut in that moment, and stays shut.

Walked by what was handed out before: the office's link, the pack's file, the file for another
system, the calendars, and a system that listens to events.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus, ReferralStatus
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.events import EventName
from hopecare.domain.needs import NeedRhythm
from hopecare.domain.roles import Role
from hopecare.jobs.follow_consents import follow_consents
from hopecare.jobs.tell_events import tell_events
from hopecare.jobs.tools import Tools
from hopecare.services.add_webhook import WebhookWish, add_webhook
from hopecare.services.make_receiver_link import make_receiver_link
from models import (
    Account,
    CallTask,
    ConsentEntry,
    EvidencePack,
    Person,
    Referral,
    ReferralPacket,
    TimelineEntry,
)
from notifications.memory_sms import MemoryNetwork
from notifications.routing import Networks
from tests.factories.cases import BY, a_case, a_need
from tests.factories.offers import a_task
from tests.factories.people import a_consent, a_resident, a_staff_account, a_volunteer
from tests.factories.referrals import a_referral, a_service
from tests.factories.towns import NOW, TODAY, a_centre, a_town, an_area
from tests.plugins.pages import Visitor
from tests.standin.listener import Receiver

NAME, STREET, PHONE = "김다래", "숨은골목길 77", "+821000000177"
PERSONAL = (NAME, STREET, "0000-0177", "00000177", "월세가 밀려")
BASE = "https://care.example.org"
DAY = timedelta(days=1)
SLASHES_OF_ONE = 2


@pytest.fixture
def listener():
    made = Receiver()
    yield made
    made.close()


class Story:
    """A resident who agreed to everything, referred twice, with all that was handed out."""

    def __init__(self, app, database, scope, listener, *, until=None):
        self.app, self.database, self.scope, self.listener = app, database, scope, listener
        with database.writing(scope) as session:
            a_town(session)
            worker, helper = self.people(session, until)
            wish = WebhookWish(
                label="the city's system", url=f"{listener.url}/events", events=list(EventName)
            )
            add_webhook(session, worker, wish, lets_private=True, now=NOW)
            self.links = [
                "/o/" + made.token
                for made in (
                    make_receiver_link(session, referral_id=each, for_all=False, by=BY, now=NOW)
                    for each in self.referrals
                )
            ]
            self.links += self.of_lists(session)
        self.worker, self.desk = worker, Visitor(app).sign_in(worker)
        self.calendars = [address_of(self.desk), address_of(Visitor(app).sign_in(helper))]
        self.pack = self.made_pack()
        self.tell()

    def people(self, session, until):
        centre = a_centre(session)
        area = an_area(session, covered_by=centre)
        worker = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=centre)
        resident = a_resident(
            session, name=NAME, phone=PHONE, centre=centre, area=area, address=STREET
        )
        if until:
            a_consent(session, resident, ConsentPurpose.SHARE_WITH_AGENCY, expires_on=until)
        case = a_case(session, resident=resident, centre=centre)
        case.owner_id, case.review_on = worker.person_id, TODAY + 7 * DAY
        need = a_need(session, case=case, rhythm=NeedRhythm.WEEKLY, weekdays=("tue",))
        helper = a_volunteer(session, name="채나무", centre=centre, area=area)
        a_task(session, need, helper)
        self.referrals = [
            a_referral(session, case=case, service=a_service(session, name=name)).id
            for name in ("생계급여 신청", "주거급여 신청")
        ]
        self.resident_id, self.case_id = resident.id, case.id
        return worker, session.scalars(select(Account).where(Account.person_id == helper.id)).one()

    def of_lists(self, session):
        """The same referrals behind a link that lists all of an office."""
        found = []
        for each in self.referrals:
            row = session.get_one(Referral, each)
            made = make_receiver_link(session, referral_id=each, for_all=True, by=BY, now=NOW)
            found.append(f"/o/{made.token}/{row.code}")
        return found

    def kept(self):
        """How much is kept of what was agreed, sent and told."""
        with self.database.reading(self.scope) as session:
            sent = session.scalars(select(ReferralPacket)).all()
            whole = [each.number for each in sent if each.snapshot is not None]
            of_them = TimelineEntry.person_id == self.resident_id
            return (
                len(whole),
                len(session.scalars(select(EvidencePack.digest)).all()),
                len(session.scalars(select(ConsentEntry.id)).all()),
                len(session.scalars(select(TimelineEntry.id).where(of_them)).all()),
                session.get_one(Person, self.resident_id).full_name,
            )

    def made_pack(self):
        said = {"recipient": "통합사례회의", "language": "ko"}
        self.desk.post(f"/cases/{self.case_id}/pack", said)
        with self.database.reading(self.scope) as session:
            return session.scalars(select(EvidencePack.id)).one()

    @property
    def tools(self):
        network = MemoryNetwork()
        networks = Networks(texts=network, calls=network, public_base_url=BASE)
        return Tools(
            database=self.database, networks=networks, clock=self.desk.clock,
            webhooks_to_private=True,
        )  # fmt: skip

    def tell(self):
        """Tell the listening system everything it has not heard; say what came."""
        before = len(self.listener.got)
        while tell_events(self.tools):
            pass
        return [body.decode() for _, body, _ in self.listener.got[before:]]

    def withdraws(self, purpose=ConsentPurpose.SHARE_WITH_AGENCY):
        """They say so at the desk."""
        path = f"/residents/{self.resident_id}/consents"
        self.desk.clock.advance(timedelta(hours=1))
        self.desk.post(f"{path}/withdraw", {"purpose": purpose.value, "form": "voice"}, on=path)

    def opened(self, link):
        """What an office reads by its link, with the press that shows somebody."""
        office = Visitor(self.app)
        return office.follow(office.send(link, MultiDict({"act": "read"}))).text

    def office_pages(self):
        """What an office reads by each link it holds."""
        return [self.opened(link) for link in self.links]

    def file(self, path):
        return self.desk.client.get(path)

    def titles(self):
        """Whatever still stands in the two calendars, the staff's and the helper's."""
        found = []
        for path in self.calendars:
            answer = Visitor(self.app).client.get(path)
            events = Calendar.from_ical(answer.data).events
            found.append([str(each["summary"]) for each in events if each["status"] != "CANCELLED"])
        return found

    def stand(self):
        with self.database.reading(self.scope) as session:
            return set(session.scalars(select(Referral.status)))

    def calls(self, kind):
        with self.database.reading(self.scope) as session:
            found = session.scalars(select(CallTask).where(CallTask.kind == kind)).all()
            return [each.words for each in found if each.status is CallTaskStatus.OPEN]


def address_of(visitor):
    """Make a calendar's address on one's own page and read it there."""
    page = visitor.follow(visitor.post("/account/calendar"))
    code = page.find("code", class_="break")
    return "/calendar/" + "".join(code.itertext()).strip().partition("/calendar/")[2]


def assert_doors_are_shut(story):
    """Nobody is told anything by what they were given before."""
    for page in story.office_pages():
        assert not [each for each in PERSONAL if each in page]
    for name in ("pack.json", "pack.pdf"):
        answer = story.file(f"/packs/{story.pack}/{name}")
        assert answer.status_code == 409, name
        assert not [each for each in PERSONAL if each in answer.text]
    for referral_id in story.referrals:
        answer = story.file(f"/referrals/{referral_id}/fhir.json")
        assert not [each for each in PERSONAL if each in answer.text]
        sheet = story.desk.get(f"/referrals/{referral_id}/sheet").main
        assert STREET not in sheet
        assert "월세가 밀려" not in sheet


def test_what_was_handed_out_tells_them_while_the_yes_stands(app, database, town_scope, listener):
    story = Story(app, database, town_scope, listener)
    assert all(NAME in page for page in story.office_pages())
    assert story.file(f"/packs/{story.pack}/pack.json").status_code == 200
    assert NAME in story.file(f"/referrals/{story.referrals[0]}/fhir.json").text
    staff, helper = story.titles()
    assert sum("Answer due" in each for each in staff) == 2
    assert helper


def test_a_yes_that_is_withdrawn_shuts_every_door_in_that_moment(
    app, database, town_scope, listener
):
    story = Story(app, database, town_scope, listener)
    story.withdraws()
    assert_doors_are_shut(story)
    assert story.stand() == {ReferralStatus.WITHDRAWN}
    told = story.calls(CallTaskKind.TELL_OFFICE)
    assert len(told) == 2
    assert all("031-000-0100" in words for words in told)
    assert not any("Answer due" in each for each in story.titles()[0])
    bodies = story.tell()
    assert any("referral.withdrawn" in body for body in bodies)
    assert not [each for body in bodies for each in PERSONAL if each in body]
    follow_consents(story.tools)
    assert len(story.calls(CallTaskKind.TELL_OFFICE)) == 2


def test_a_list_link_shows_nobody_any_more_and_says_whom_to_call(
    app, database, town_scope, listener
):
    story = Story(app, database, town_scope, listener)
    lists = [link for link in story.links if link.count("/") > SLASHES_OF_ONE]
    assert [NAME in story.opened(link) for link in lists] == [True, True]
    story.withdraws()
    for link in lists:
        page = story.opened(link)
        assert NAME not in page
        assert "031-000-0001" in page
        listed = Visitor(app).get(link.rpartition("/")[0]).main
        assert "Nothing waits for your office." in listed


@pytest.mark.parametrize("purpose", [ConsentPurpose.SHARE_WITH_AGENCY, ConsentPurpose.KEEP_RECORD])
def test_a_no_deletes_nothing_that_the_law_keeps(app, database, town_scope, listener, purpose):
    story = Story(app, database, town_scope, listener)
    sent, packs, said, told, name = story.kept()
    story.withdraws(purpose)
    after = story.kept()
    assert (after[0], after[1], after[4]) == (sent, packs, name) == (2, 1, NAME)
    assert after[2] > said
    assert after[3] > told


def test_a_yes_that_runs_out_shuts_them_before_any_job_comes_and_is_told_once(
    app, database, town_scope, listener
):
    story = Story(app, database, town_scope, listener, until=TODAY + DAY)
    story.desk.clock.advance(2 * DAY)
    story.desk.sign_in(story.worker)
    assert_doors_are_shut(story)
    for _ in range(2):
        follow_consents(story.tools)
    assert story.stand() == {ReferralStatus.WITHDRAWN}
    assert len(story.calls(CallTaskKind.TELL_OFFICE)) == 2
    assert not any("Answer due" in each for each in story.titles()[0])
    assert not [each for body in story.tell() for each in PERSONAL if each in body]
    assert_doors_are_shut(story)


def test_no_record_at_all_leaves_nothing_of_them_in_any_calendar(
    app, database, town_scope, listener
):
    story = Story(app, database, town_scope, listener)
    story.withdraws(ConsentPurpose.KEEP_RECORD)
    staff, helper = story.titles()
    assert not [each for each in staff if "Answer due" in each or "Look again" in each]
    assert helper == []
    assert_doors_are_shut(story)
