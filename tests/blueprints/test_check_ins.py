"""The board of check-ins, one check-in, and how a resident wishes to be asked."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import SlotStatus
from hopecare.domain.channels import Channel
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.people import OtherContactKind
from hopecare.services.record_death import record_death
from models import CheckInPlan, CheckInSlot, OtherContact
from tests.factories.cases import BY
from tests.factories.desk import a_plan, a_slot
from tests.factories.people import a_resident, a_staff_account, a_volunteer
from tests.factories.towns import NOW, TODAY, a_centre, a_town
from tests.plugins.pages import count_queries

PLAN = {"weekdays": ["mon", "thu"], "local_time": "09:30", "channel": "voice", "ladder": "quick"}


@pytest.fixture
def centre(database, town_scope, profile):
    with database.writing(town_scope) as session:
        a_town(session, channel_profile=profile)
        return a_centre(session)


@pytest.fixture
def profile():
    return "kr-twilio"


@pytest.fixture
def resident(database, town_scope, centre):
    with database.writing(town_scope) as session:
        return a_resident(session, name="김다래", centre=centre)


@pytest.fixture
def put(database, town_scope, centre):
    """Put a check-in of a new resident on the board."""

    def put_one(name, status, due_at=NOW):
        with database.writing(town_scope) as session:
            resident = a_resident(session, name=name, centre=centre)
            return a_slot(session, resident, status=status, due_at=due_at)

    return put_one


def plans_of(database, scope):
    with database.reading(scope) as session:
        return session.scalars(select(CheckInPlan).order_by(CheckInPlan.created_at)).all()


def test_the_most_urgent_stand_first_each_with_its_next_step(staff, put):
    put("가답함", SlotStatus.ANSWERED)
    put("나기다림", SlotStatus.WAITING)
    put("다침묵", SlotStatus.SILENT)
    put("라도움", SlotStatus.HELP_ASKED)
    rows = ["".join(row.itertext()) for row in staff.get("/check-ins").find("tbody")]
    assert [name in row for name, row in zip(("라도", "다침", "나기", "가답"), rows, strict=True)]
    assert "Ring now" in rows[0]
    assert "Ring or look in now" in rows[1]


def test_a_day_shows_its_own_and_silence_stays_until_somebody_ends_it(staff, put):
    put("어제침묵", SlotStatus.SILENT, NOW - timedelta(days=1))
    assert "어제침묵" in staff.get("/check-ins").main
    assert "어제침묵" in staff.get("/check-ins?on=2026-11-22").main
    assert "어제침묵" in staff.get("/check-ins?not_clear=yes").main


def test_midnight_hides_nothing_that_is_open(database, town_scope, visitor, centre, put):
    with database.writing(town_scope) as session:
        account = a_staff_account(session, centre=centre)
    evening = NOW + timedelta(hours=13, minutes=40)  # 23:40 in Korea
    put("가저녁", SlotStatus.WAITING, evening)
    put("나못물음", SlotStatus.NOT_ASKED, evening)
    put("다답함", SlotStatus.ANSWERED, evening)
    for clock, is_same_day in ((10, True), (30, False)):
        visitor.clock.at = evening + timedelta(minutes=clock)
        board = visitor.sign_in(account).get("/check-ins").main
        assert "가저녁" in board
        assert "나못물음" in board
        assert ("다답함" in board) is is_same_day
    assert "가저녁" in visitor.get("/check-ins?status=waiting").main
    assert "status=waiting" in " ".join(visitor.get("/check-ins").links)
    before = visitor.get("/check-ins?on=2026-11-23").main
    assert "가저녁" in before
    assert "다답함" in before


def test_staff_write_down_what_became_of_somebody(database, town_scope, staff, put):
    slot = put("다침묵", SlotStatus.SILENT)
    path = f"/check-ins/{slot.id}"
    staff.post(f"{path}/clear", {"ended_by": "in_hospital"}, on=path)
    with database.reading(town_scope) as session:
        assert session.get_one(CheckInSlot, slot.id).status is SlotStatus.KNOWN
    assert "In hospital" in staff.get(path).main


@pytest.mark.parametrize("how", ["in_hospital", "has_died", "emergency_services"])
@pytest.mark.parametrize("page", ["/check-ins", "/today"])
def test_only_an_all_clear_counts_as_safe_and_each_number_leads_to_its_rows(staff, put, how, page):
    others = {"가무사": "all_clear", "나아님": how}
    for name, ended_by in others.items():
        path = f"/check-ins/{put(name, SlotStatus.SILENT).id}"
        staff.post(f"{path}/clear", {"ended_by": ended_by, "note": "09:10 119"}, on=path)
    for status, said, name in (
        ("cleared", "Known to be safe", "가무사"),
        ("known", "Known what became of them", "나아님"),
    ):
        (number,) = {
            link
            for link in staff.get(page).find_all("a")
            if f"status={status}" in link.get("href", "")
        }
        assert "".join(number.itertext()).split() == ["1" + said.split()[0], *said.split()[1:]]
        rows = staff.get(number.get("href")).find("tbody")
        assert [name in "".join(row.itertext()) for row in rows] == [True]


def test_the_timeline_calls_nobody_safe_who_lies_in_hospital(staff, put):
    slot = put("다침묵", SlotStatus.SILENT)
    path = f"/check-ins/{slot.id}"
    staff.post(f"{path}/clear", {"ended_by": "in_hospital"}, on=path)
    story = staff.get(f"/residents/{slot.person_id}").main
    assert "Known what became of them: In hospital" in story
    assert "Known to be safe" not in story


def test_an_answer_can_be_written_from_the_check_ins_own_page(database, town_scope, staff, put):
    slot = put("나못물음", SlotStatus.NOT_ASKED)
    path = f"/check-ins/{slot.id}"
    answer = staff.post("/telephone/check-in", on=path)
    assert answer.answer.headers["Location"] == path
    with database.reading(town_scope) as session:
        assert session.get_one(CheckInSlot, slot.id).status is SlotStatus.ANSWERED


def test_the_plan_says_what_time_it_is_in_the_town(staff, resident):
    page = staff.get(f"/residents/{resident.id}/check-ins")
    assert "By the clock of the town (Asia/Seoul). There it is 10 am now." in page.main


def test_a_plan_is_made_changed_paused_and_ended(database, town_scope, staff, resident):
    path = f"/residents/{resident.id}/check-ins"
    staff.post(path, PLAN)
    (plan,) = plans_of(database, town_scope)
    assert plan.weekdays == ["mon", "thu"]
    assert (plan.channel, plan.ladder, plan.language) == (Channel.VOICE, "quick", "ko")
    staff.post(path, PLAN | {"weekdays": ["sun"], "language": "en"})
    first, second = sorted(plans_of(database, town_scope), key=lambda each: each.ended_at is None)
    assert (first.ended_at, second.weekdays, second.language) == (NOW, ["sun"], "en")

    pause = f"/check-in-plans/{second.id}/pause"
    staff.post(pause, {"paused_from": "2026-11-23", "paused_until": "2026-12-06"}, on=path)
    page = staff.get(path)
    assert "It goes on by itself on Sun 6 Dec" in page.main
    staff.post(f"/check-in-plans/{second.id}/resume", on=path)
    assert "Next check-in: Sun 29 Nov" in staff.get(path).main
    staff.post(f"/check-in-plans/{second.id}/end", on=path)
    assert "Make a plan" in staff.get(path).main


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"weekdays": []}, "weekdays"),
        ({"local_time": "25:00"}, "local_time"),
        ({"channel": "sms"}, "channel"),
        ({"language": "xx"}, "language"),
    ],
    ids=["no day", "no such hour", "a text nobody can answer", "no such language"],
)
def test_what_is_wrong_is_said_beside_its_field(
    database, town_scope, staff, resident, wrong, field
):
    path = f"/residents/{resident.id}/check-ins"
    page = staff.post(path, PLAN | wrong, status=422)
    assert field in page.errors
    assert plans_of(database, town_scope) == []


@pytest.mark.parametrize("profile", ["two-way"])
def test_where_texts_can_be_answered_a_text_may_ask(database, town_scope, staff, resident):
    staff.post(f"/residents/{resident.id}/check-ins", PLAN | {"channel": "sms"})
    assert plans_of(database, town_scope)[0].channel is Channel.SMS


def test_without_consent_no_plan_can_be_made(database, town_scope, staff, centre):
    with database.writing(town_scope) as session:
        asked = (ConsentPurpose.KEEP_RECORD,)
        resident = a_resident(session, centre=centre, consents=asked)
    page = staff.get(f"/residents/{resident.id}/check-ins")
    assert "They have not agreed to check-ins" in page.main
    assert page.find("form", id="plan") is None


def test_for_somebody_who_has_died_no_plan_can_be_made(database, town_scope, staff, resident):
    path = f"/residents/{resident.id}/check-ins"
    ready = staff.get(path).fields(path) | PLAN
    with database.writing(town_scope) as session:
        record_death(session, person_id=resident.id, died_on=NOW.date(), by=BY, now=NOW)
    page = staff.get(path)
    assert page.find("form", id="plan") is None
    assert "They have not agreed" not in page.main
    staff.send(path, ready, status=409)
    assert plans_of(database, town_scope) == []


@pytest.mark.both_databases
def test_a_first_plan_does_not_replace_one_that_is_being_made(
    database, town_scope, staff, resident
):
    path = f"/residents/{resident.id}/check-ins"
    ready = staff.get(path).fields(path) | PLAN
    with ThreadPoolExecutor(1) as pool:
        with database.writing(town_scope) as session:
            made = a_plan(session, resident)
            sending = pool.submit(staff.send, path, ready, status=409)
            wait([sending], timeout=0.5)
        sending.result()
    assert [plan.id for plan in plans_of(database, town_scope)] == [made.id]


def test_a_plan_somebody_else_has_changed_is_not_overwritten(database, town_scope, staff, resident):
    with database.writing(town_scope) as session:
        plan = a_plan(session, resident)
    path, pause = f"/residents/{resident.id}/check-ins", f"/check-in-plans/{plan.id}/pause"
    stale = staff.get(path).fields(pause)
    staff.post(pause, {"paused_from": "2026-11-23"}, on=path)
    stale["paused_from"] = "2026-11-25"
    staff.send(pause, stale, status=409)
    assert plans_of(database, town_scope)[0].paused_from == date(2026, 11, 23)


def test_another_centres_board_is_not_open(database, town_scope, visitor, put):
    slot = put("다침묵", SlotStatus.SILENT)
    with database.writing(town_scope) as session:
        stranger = a_staff_account(session, centre=a_centre(session))
    visitor.sign_in(stranger)
    assert "다침묵" not in visitor.get("/check-ins").main
    visitor.get(f"/check-ins/{slot.id}", status=403)
    visitor.get(f"/residents/{slot.person_id}/check-ins", status=403)


def test_the_board_asks_no_more_for_ten_than_for_one(database, staff, put):
    def asked():
        with count_queries(database) as counted:
            staff.get("/check-ins")
        return counted.total

    put("하나", SlotStatus.WAITING)
    asked()
    for_one = asked()
    for number in range(9):
        put(f"이{number}", SlotStatus.SILENT)
    assert asked() == for_one


def test_whoever_stays_elsewhere_is_asked_by_the_clock_there(database, town_scope, staff, resident):
    path = f"/residents/{resident.id}/check-ins"
    # Past eleven at night in the town: the gate keeps the quiet hours of where they are.
    abroad = PLAN | {"local_time": "09:30", "zone": "America/New_York"}
    staff.post(path, abroad)
    with database.reading(town_scope) as session:
        (made,) = session.scalars(select(CheckInPlan)).all()
    assert (made.zone, made.local_time) == ("America/New_York", time(9, 30))
    page = staff.get(path)
    assert "America/New_York" in page.main
    assert page.fields(path)["zone"] == "America/New_York"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        pytest.param({"zone": "Mars/Olympus"}, "zone", id="no such clock"),
        pytest.param({"zone": "../../etc/passwd"}, "zone", id="no clock at all"),
        pytest.param(
            {"zone": "America/New_York", "local_time": "22:00"}, "local_time", id="their night"
        ),
    ],
)
def test_a_clock_that_is_none_and_a_night_by_theirs_are_refused(staff, resident, wrong, field):
    path = f"/residents/{resident.id}/check-ins"
    page = staff.post(path, PLAN | wrong, status=422)
    assert field in page.errors


def test_where_it_is_chosen_whom_to_ask_it_says_whose_answer_counts(
    database, town_scope, staff, resident
):
    path = f"/residents/{resident.id}/check-ins"
    assert "Only their own answer counts." in staff.get(path).main
    with database.writing(town_scope) as session:
        carer = a_volunteer(session, name="공숲")
        session.add(
            OtherContact(
                town_id=carer.town_id, resident_id=resident.id, person_id=carer.id,
                kind=OtherContactKind.CARER, position=1, from_on=TODAY,
            )
        )  # fmt: skip
        a_plan(session, session.merge(resident))
    page = staff.get(path)
    assert "A carer: theirs or the resident's." in page.main
    assert "Now only the resident's own answer stops these steps." in page.main
    staff.post(path, {"asked_person_id": str(carer.id)}, on=path)
    assert "Now the resident's answer or the carer's stops these steps." in staff.get(path).main
