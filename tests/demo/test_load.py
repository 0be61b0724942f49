"""The demonstration as a whole: complete, repeatable, and unable to disturb anybody."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from hopecare.clock import SetClock
from hopecare.database import AllTowns
from hopecare.demo.cast import read_cast
from hopecare.demo.load import Wish, load_demo, moment_on
from hopecare.domain.alerts import AlertEnd, AlertKind
from hopecare.domain.attachments import AttachmentPurpose
from hopecare.domain.care_path import (
    AlertStatus,
    CallTaskStatus,
    CaseStatus,
    MessageStatus,
    NeedStatus,
    OfferStatus,
    ReferralStatus,
    ReportStatus,
    SlotStatus,
    TaskStatus,
)
from hopecare.domain.check_ins import QuestionCode
from hopecare.domain.consent import ConsentForm
from hopecare.domain.delivery import MessageKind
from hopecare.domain.gaps import GapReason
from hopecare.domain.offers import TaskEnd
from hopecare.domain.outcomes import CaseOutcome
from hopecare.domain.phone import PhoneNumber
from hopecare.domain.urgency import Urgency
from hopecare.errors import AlreadyTakenError
from hopecare.jobs.ask_due_check_ins import ask_due_check_ins
from hopecare.jobs.deliver import deliver
from hopecare.jobs.tools import Tools
from hopecare.queries.gaps import gap_notes_of, ledger_of
from models import (
    Alert,
    Area,
    Assessment,
    Attachment,
    CallTask,
    Case,
    CheckInPlan,
    CheckInSlot,
    ConsentEntry,
    ContactPoint,
    DutyPeriod,
    Message,
    Need,
    Offer,
    Person,
    Referral,
    Report,
    Reporter,
    SettingEntry,
    Task,
    TimelineEntry,
    Town,
)
from notifications.memory_sms import MemoryNetwork
from notifications.routing import Networks
from tests.demo_towns import LOADED_ON

pytestmark = pytest.mark.timeout(600)  # three loads, also on a busy machine
NOW = moment_on(LOADED_ON)
AT_NIGHT = datetime(2028, 2, 28, 17, tzinfo=UTC)
PASSING = {SlotStatus.DUE, SlotStatus.CANCELLED}
"""A check-in is due for seconds before it is asked, and cancelled only in those seconds."""
NOT_SAFE = {SlotStatus.HELP_ASKED, SlotStatus.SILENT, SlotStatus.NOT_ASKED}
NAMES = {"김다래", "박여울", "남온새", "서가람", "한솔", "오나래", "배마루", "윤볕", "쩐마이"} | {
    "조하늘",
    "임다솜",
    "문이슬",
    "하돌",
    "백누리",
}
VOLUNTEERS = {"공숲", "노을", "차누리봄", "류빛나", "마루", "도란", "김다래"}


def told(database):
    """What lies in the database, without identifiers, random codes and ciphers."""
    with database.reading(AllTowns()) as session:
        people = session.scalars(select(Person).order_by(Person.id)).all()
        entries = session.execute(
            select(TimelineEntry.at, TimelineEntry.kind).order_by(TimelineEntry.id)
        ).all()
        messages = session.execute(select(Message.kind, Message.status, Message.created_at)).all()
        points = session.scalars(select(ContactPoint).order_by(ContactPoint.id)).all()
        return (
            [(each.full_name, each.birth_on, each.sex, each.age_band) for each in people],
            sorted((at, kind.value) for at, kind in entries),
            sorted((at, kind.value, status.value) for kind, status, at in messages),
            [point.value for point in points],
        )


def names(database):
    with database.reading(AllTowns()) as session:
        return {person.full_name for person in session.scalars(select(Person))}


def statuses(database, column):
    with database.reading(AllTowns()) as session:
        return set(session.scalars(select(column).distinct()))


def test_it_loads_and_the_named_people_are_there(database):
    load_demo(database, Wish(now=NOW, is_named_only=True))

    assert names(database) >= NAMES | VOLUNTEERS
    with database.reading(AllTowns()) as session:
        towns = session.scalars(select(Town).order_by(Town.slug)).all()
        assert [town.slug for town in towns] == ["namyangju", "riverbend"]
        assert all(town.is_demonstration for town in towns)
        assert session.scalar(select(func.count()).select_from(Area)) == 16 + 2
        assert session.scalar(select(func.sum(Area.population))) == 709_247 + 16_000


def test_a_second_load_is_refused_and_changes_nothing(cast_loaded):
    before = names(cast_loaded)

    with pytest.raises(AlreadyTakenError):
        load_demo(cast_loaded, Wish(now=NOW, is_named_only=True))

    assert names(cast_loaded) == before


def test_the_same_seed_and_day_tell_the_same(a_copy, crowd_loaded):
    again = a_copy()
    load_demo(again, Wish(now=NOW, scale=0))

    assert told(again) == told(crowd_loaded)
    again.close()


@pytest.fixture(scope="module")
def loaded_at_night(a_copy):
    """Another seed, a leap day of another year, and two in the morning in Korea."""
    other = a_copy()
    load_demo(other, Wish(now=AT_NIGHT, seed=3, is_named_only=True))
    yield other
    other.close()


def test_another_seed_and_year_keep_the_named_people(loaded_at_night):
    assert names(loaded_at_night) >= NAMES | VOLUNTEERS


def test_past_the_end_of_the_rules_everybody_is_assessed_for_the_day_by_the_last(loaded_at_night):
    with loaded_at_night.reading(AllTowns()) as session:
        zone = ZoneInfo("Asia/Seoul")
        made = session.scalars(select(Assessment)).all()
        days = {(each.made_at.astimezone(zone).date(), each.on_date) for each in made}
        rules = {each.trace["on"] for each in made}
    assert days
    assert [each for each in days if each[0] != each[1]] == []
    assert rules == {"2026-12-31"}


def test_whoever_tries_it_at_night_hears_a_telephone_ring(loaded_at_night):
    clock = SetClock(AT_NIGHT)
    calls = MemoryNetwork()
    networks = Networks(texts=MemoryNetwork(), calls=calls)
    tools = Tools(database=loaded_at_night, networks=networks, clock=clock)
    for _ in range(2):
        ask_due_check_ins(tools)
        deliver(tools)
        clock.advance(timedelta(minutes=10))

    with loaded_at_night.reading(AllTowns()) as session:
        waiting = select(Message.id).where(Message.status == MessageStatus.PENDING)
        assert session.scalars(waiting.where(Message.not_before < clock.at)).all() == []
        rings = session.scalars(
            select(Message.to_person_id).where(
                Message.kind == MessageKind.CHECK_IN, Message.created_at >= AT_NIGHT
            )
        ).all()
        rung = {session.get_one(Person, person_id).full_name for person_id in rings}
    assert "안바다" in rung
    assert len(calls.sent) >= 1


def test_no_number_can_be_dialled(crowd_loaded):
    with crowd_loaded.reading(AllTowns()) as session:
        numbers = [point.value for point in session.scalars(select(ContactPoint))]
        numbers += [report.about_phone for report in session.scalars(select(Report))]
        numbers += [reporter.phone for reporter in session.scalars(select(Reporter))]

    assert len(numbers) > 100
    assert all(PhoneNumber(number).is_invented for number in numbers if number)


@pytest.mark.parametrize(
    ("column", "members"),
    [
        pytest.param(Report.status, set(ReportStatus), id="reports"),
        pytest.param(Case.status, set(CaseStatus), id="cases"),
        pytest.param(Case.outcome, {None, *CaseOutcome}, id="outcomes"),
        pytest.param(Need.status, set(NeedStatus), id="needs"),
        pytest.param(Offer.status, set(OfferStatus), id="offers"),
        pytest.param(Task.status, set(TaskStatus), id="tasks"),
        pytest.param(CheckInSlot.status, set(SlotStatus) - PASSING, id="check-ins"),
        pytest.param(Referral.status, set(ReferralStatus), id="referrals"),
        pytest.param(CallTask.status, set(CallTaskStatus), id="calls"),
    ],
)
def test_every_state_of_the_care_path_can_be_seen(crowd_loaded, column, members):
    assert statuses(crowd_loaded, column) >= members


def test_alerts_ended_in_many_ways_and_two_are_open(crowd_loaded):
    with crowd_loaded.reading(AllTowns()) as session:
        raised = session.scalars(
            select(Alert.kind).where(Alert.status == AlertStatus.RAISED).order_by(Alert.kind)
        ).all()
    assert {"crisis_report", "silence"} <= set(raised)
    assert {AlertEnd.ALL_CLEAR, AlertEnd.HELPED, AlertEnd.HAS_DIED} <= statuses(
        crowd_loaded, Alert.ended_by
    )


def test_a_newcomer_finds_something_at_every_step(cast_loaded):
    with cast_loaded.reading(AllTowns()) as session:
        gong_sup = next(
            person for person in session.scalars(select(Person)) if person.full_name == "공숲"
        )
        standing = session.scalars(
            select(Offer).where(
                Offer.helper_id == gong_sup.id, Offer.status == OfferStatus.STANDING
            )
        ).one()
        waiting = session.scalars(
            select(CheckInSlot).where(CheckInSlot.status == SlotStatus.WAITING)
        ).all()
        due = session.scalars(select(func.min(CheckInPlan.next_due_at))).one()
        asked = set(session.scalars(select(CheckInPlan.question)))
        reports = session.scalars(
            select(Report).where(Report.status == ReportStatus.RECEIVED)
        ).all()
        on_duty = session.scalar(
            select(func.count())
            .select_from(DutyPeriod)
            .where(DutyPeriod.from_at <= NOW, DutyPeriod.until_at > NOW)
        )

    assert standing.lapses_at > NOW
    assert waiting
    assert (due - NOW).total_seconds() < 10 * 60
    assert asked == {QuestionCode.WELLBEING, QuestionCode.MEALS}
    assert Urgency.CRISIS in {report.urgency for report in reports}
    assert "김 다래" in {report.about_name for report in reports}
    assert on_duty == 4 + 1


def test_nobody_waits_for_a_call_or_an_answer_by_neglect(crowd_loaded):
    with crowd_loaded.reading(AllTowns()) as session:
        owed = session.scalars(
            select(CallTask.due_at).where(CallTask.status == CallTaskStatus.OPEN)
        ).all()
        asked_for_help = session.scalars(
            select(CheckInSlot.due_at).where(CheckInSlot.status.in_(NOT_SAFE))
        ).all()
        alarmed = session.scalars(
            select(Alert.raised_at).where(Alert.status != AlertStatus.RESOLVED)
        ).all()

    assert owed
    assert min(owed) > NOW - timedelta(days=1)
    assert min(asked_for_help) > NOW - timedelta(days=1)
    assert min(alarmed) > NOW - timedelta(days=1)


def test_the_named_volunteers_keep_their_time_for_their_own_stories(crowd_loaded):
    cast = read_cast()
    helpers = [said["name"] for said in cast.volunteers.values()]
    residents = {one["name"] for said in cast.households.values() for one in said["members"]}
    resident, helper = aliased(Person), aliased(Person)
    with crowd_loaded.reading(AllTowns()) as session:
        helped = session.execute(
            select(resident.full_name, helper.full_name)
            .join_from(Task, helper, helper.id == Task.helper_id)
            .join(Need, Need.id == Task.need_id)
            .join(Case, Case.id == Need.case_id)
            .join(resident, resident.id == Case.resident_id)
        ).all()
    theirs = [each for each in helped if each[1] in helpers]
    assert theirs
    assert [each for each in theirs if each[0] not in residents] == []


def test_a_day_of_the_north_centre_has_something_to_show(cast_loaded):
    today = LOADED_ON
    with cast_loaded.reading(AllTowns()) as session:
        ends = set(
            session.scalars(select(ConsentEntry.form).where(ConsentEntry.expires_on > today))
        )
        handed_back = session.scalars(
            select(Task.ended_at).where(Task.ended_by == TaskEnd.HANDED_BACK)
        ).all()
        begun = session.scalars(
            select(Task.started_at).where(Task.status == TaskStatus.ACTIVE)
        ).all()
        late = session.scalars(
            select(Referral.id).where(
                Referral.status == ReferralStatus.SENT, Referral.answer_due_on < today
            )
        ).all()
        papers = set(session.scalars(select(Attachment.purpose)))
        own_values = {
            (entry.from_on > today, bool(entry.reason))
            for entry in session.scalars(select(SettingEntry))
        }
        channels = session.scalars(
            select(Alert.ended_by).where(Alert.kind == AlertKind.CHANNEL_FAILING)
        ).all()

    assert ends == {ConsentForm.PAPER, ConsentForm.PROXY}
    assert max(handed_back) > NOW - timedelta(hours=4)
    assert max(begun) > NOW - timedelta(days=2)
    assert late
    assert papers == set(AttachmentPurpose)
    assert own_values == {(False, True), (True, True)}
    assert channels == [AlertEnd.ALL_CLEAR]


def test_nothing_lies_ahead_of_the_loading_and_nothing_waits_to_be_sent(crowd_loaded):
    with crowd_loaded.reading(AllTowns()) as session:
        latest = session.scalar(select(func.max(TimelineEntry.at)))
        unsent = session.scalars(
            select(Message).where(
                Message.status.in_((MessageStatus.PENDING, MessageStatus.SENDING)),
                Message.created_at < moment_on(date(2026, 11, 22)),
            )
        ).all()
    assert latest <= NOW
    assert unsent == []


def test_the_ledger_says_why_two_of_the_cast_miss_what_may_be_due(cast_loaded):
    with cast_loaded.reading(AllTowns()) as session:
        people = {each.full_name: each for each in session.scalars(select(Person))}
        darae, yeoul, isul = (
            {each.answer.programme: each for each in ledger_of(session, people[name].id, LOADED_ON)}
            for name in ("김다래", "박여울", "문이슬")
        )
        history = {each.programme for each in gap_notes_of(session, people["김다래"].id)}
    pension, education = darae["basic_pension"], yeoul["education"]
    assert pension.note is not None
    assert pension.note.reason is GapReason.NEVER_APPLIED
    left = pension.left(LOADED_ON)
    assert left is not None
    assert left.value.lo
    # What the office granted is missed no more, and why it was stays to be read.
    assert "livelihood" in history - set(darae)
    assert education.note is not None
    assert (education.note.reason, education.note.over) == (GapReason.CUT_OFF, 8_000)
    assert not isul["livelihood"].is_gap


def test_nobody_of_the_cast_has_a_number_twice_but_those_who_share_it():
    cast = read_cast()
    numbers = [
        (kind, said[kind])
        for household in cast.households.values()
        for said in household["members"]
        for kind in ("telephone", "landline")
        if kind in said
    ]
    numbers += [
        (kind, said[kind])
        for said in cast.volunteers.values()
        for kind in ("telephone", "landline")
        if kind in said
    ]
    shared = {number for number in numbers if numbers.count(number) > 1}
    assert shared == {("landline", 121), ("landline", 181), ("telephone", 201)}


def test_names_are_korean_nouns_without_a_famous_person():
    assert all(re.fullmatch(r"[가-힣]{2,5}", name) for name in NAMES)
