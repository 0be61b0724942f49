"""The telephone as a door: who is on the line, and what they say written down in seconds."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from sqlalchemy import select

from blueprints.coordination.routes_telephone import LONGEST_NOTE
from hopecare.domain.calls import CallDirection, CallOutcome
from hopecare.domain.care_path import OfferStatus, SlotStatus
from hopecare.domain.identity import SystemActor
from hopecare.domain.needs import NeedKind
from hopecare.domain.people import RelationKind
from hopecare.domain.phone import PhoneNumber
from hopecare.queries.callers import LAST_THINGS, MOST
from hopecare.queries.residents import contact_points_of
from hopecare.services.answer_offer import answer_offer
from hopecare.services.change_contact_point import NewPoint, change_contact_point
from hopecare.services.hand_back_task import hand_back_task
from hopecare.services.lapse_offer import lapse_offer
from hopecare.services.log_call import CallNote, log_call
from models import (
    Call,
    CallTask,
    CheckInSlot,
    Need,
    Offer,
    Operation,
    Person,
    Relationship,
    Report,
    Reporter,
)
from tests.factories.cases import BY, a_case, a_need
from tests.factories.desk import a_slot
from tests.factories.offers import NO, a_task, an_offer
from tests.factories.people import (
    a_contact_point,
    a_person,
    a_phone,
    a_resident,
    a_staff_account,
    a_volunteer,
    an_identity,
)
from tests.factories.towns import NOW, TODAY, a_centre
from tests.plugins.pages import count_queries, filled, said_by


@pytest.fixture
def resident(database, town_scope, centre):
    with database.writing(town_scope) as session:
        return a_resident(session, name="김다래", phone=a_phone(), centre=centre)


@pytest.fixture
def number(database, town_scope, resident):
    with database.reading(town_scope) as session:
        value = contact_points_of(session, [resident.id], on=TODAY)[0].value
    return "0" + value.removeprefix("+82")


@pytest.mark.parametrize("dashes", [True, False], ids=["with dashes", "without"])
def test_a_number_finds_who_it_is(staff, number, dashes):
    typed = f"{number[:3]}-{number[3:7]}-{number[7:]}" if dashes else number
    assert "김다래" in staff.get(f"/telephone?q={typed}").main


@pytest.mark.parametrize("last", [4, 8])
def test_the_last_digits_find_who_it_is(staff, number, last):
    typed = number[-last:]
    assert "김다래" in staff.get(f"/telephone?q={typed}").main
    spaced = f"{typed[:-4]}-{typed[-4:]}".removeprefix("-")
    assert "김다래" in staff.get(f"/telephone?q={spaced}").main
    other = f"{(int(typed) + 1) % 10**last:0{last}d}"
    assert "Nobody we know" in staff.get(f"/telephone?q={other}").main
    assert "Nobody we know" in staff.get(f"/telephone?q={number[-5:]}").main


def test_more_than_can_be_read_at_a_glance_is_said(database, town_scope, staff, centre):
    with database.writing(town_scope) as session:
        for count in range(MOST + 1):
            phone = f"+8210000{count}7777"
            a_resident(session, name=f"강하나{count}", phone=phone, centre=centre)
    page = staff.get("/telephone?q=7777")
    assert page.main.count("강하나") >= MOST
    assert "No more than 8 are shown" in page.main


def test_the_beginning_of_a_name_finds_who_it_is(staff, resident):
    assert "김다래" in staff.get("/telephone?q=김다").main


def test_an_unknown_number_leads_to_a_report_with_the_number(staff):
    page = staff.get("/telephone?q=010-0000-9999")
    assert "Nobody we know" in page.main
    assert any("/reports/new?phone=010" in link for link in page.links)


@pytest.mark.parametrize(
    ("typed", "phone", "name"),
    [
        ("010-0000-9999", "010-0000-9999", ""),
        ("7777", "", ""),
        ("0000-7777", "", ""),
        ("김모르", "", "김모르"),
    ],
)
def test_what_was_typed_goes_on_to_the_report_as_what_it_is(staff, typed, phone, name):
    page = staff.get(f"/telephone?q={typed}")
    (link,) = [each for each in page.links if "/reports/new?" in each]
    told = staff.get(link).fields("/reports/new")
    assert (told["phone"], told["name"]) == (phone, name)


def test_of_another_centres_person_only_the_centre_is_said(database, town_scope, visitor, resident):
    with database.writing(town_scope) as session:
        stranger = a_staff_account(session, centre=a_centre(session, name_en="West Centre"))
    page = visitor.sign_in(stranger).get("/telephone?q=김다")
    assert "Known to another centre" in page.main
    assert "East Centre looks after this person" in page.main
    assert "김다래" not in page.main


def test_call_me_later_is_one_click_and_owes_a_call(database, town_scope, staff, resident):
    path = "/telephone?q=김다"
    staff.post("/telephone/calls", {"outcome": "call_later"}, on=path)
    with database.reading(town_scope) as session:
        (task,) = session.scalars(select(CallTask)).all()
    assert task.person_id == resident.id


def test_what_they_say_of_today_is_one_click(database, town_scope, staff, resident):
    with database.writing(town_scope) as session:
        slot = a_slot(session, resident, status=SlotStatus.SILENT)
    staff.post("/telephone/check-in", {"meaning": "fine"}, on="/telephone?q=김다")
    with database.reading(town_scope) as session:
        assert session.get_one(CheckInSlot, slot.id).status is SlotStatus.ANSWERED


def kept_addresses(database, town_scope):
    with database.reading(town_scope) as session:
        return [each["to"] for each in session.scalars(select(Operation.outcome))]


def test_a_call_with_somebody_known_leads_back_to_them_by_their_key(
    database, town_scope, staff, resident, number
):
    sent = staff.post("/telephone/calls", {"outcome": "spoke"}, on=f"/telephone?q={number}")
    assert kept_addresses(database, town_scope) == [f"/telephone?person_id={resident.id}"]
    page = staff.follow(sent)
    assert "김다래" in page.main
    assert "They rang us: Spoke with them" in page.main
    again = staff.send("/telephone/calls", page.fields("/telephone/calls") | {"outcome": "spoke"})
    assert "김다래" in staff.follow(again).main


def test_a_call_from_an_unknown_number_leads_back_to_the_number_by_the_call(
    database, town_scope, visitor, staff, centre
):
    sent = staff.post("/telephone/calls", {"outcome": "spoke"}, on="/telephone?q=010-0000-9999")
    with database.reading(town_scope) as session:
        call = session.scalars(select(Call)).one()
    path = f"/telephone?call_id={call.id}"
    assert kept_addresses(database, town_scope) == [path]
    assert "010-0000-9999 is not with us yet" in staff.follow(sent).main
    with database.writing(town_scope) as session:
        other = a_staff_account(session, centre=centre, full_name="박담당")
    assert "9999" not in visitor.sign_in(other).get(path).main


def test_what_is_wrong_with_a_call_stands_beside_the_person_it_was_with(staff, resident):
    path, sent = f"/telephone?person_id={resident.id}", {"outcome": "door_not_opened"}
    page = staff.post("/telephone/calls", sent, on=path, status=422)
    assert "김다래" in page.main
    assert "choose one of the answers offered" in page.errors["outcome"]


def test_an_answer_leads_back_to_the_resident_by_their_key(
    database, town_scope, staff, resident, number
):
    with database.writing(town_scope) as session:
        a_slot(session, resident, status=SlotStatus.SILENT)
    sent = staff.post("/telephone/check-in", {"meaning": "fine"}, on=f"/telephone?q={number}")
    assert kept_addresses(database, town_scope) == [f"/telephone?person_id={resident.id}"]
    assert "김다래" in staff.follow(sent).main


def test_an_answer_to_an_offer_leads_back_to_the_volunteer_by_their_key(
    database, town_scope, staff, centre
):
    with database.writing(town_scope) as session:
        helper = a_volunteer(session, name="공숲이", centre=centre)
        need = a_need(session, case=a_case(session, centre=centre))
        an_offer(session, need, helper)
    sent = staff.post("/telephone/offer", {"meaning": "yes"}, on="/telephone?q=공숲")
    assert kept_addresses(database, town_scope) == [f"/telephone?person_id={helper.id}"]
    assert "공숲이" in staff.follow(sent).main


def test_of_another_centres_person_a_key_tells_no_more_than_a_name(
    database, town_scope, visitor, resident
):
    with database.writing(town_scope) as session:
        stranger = a_staff_account(session, centre=a_centre(session, name_en="West Centre"))
    page = visitor.sign_in(stranger).get(f"/telephone?person_id={resident.id}")
    assert "Known to another centre" in page.main
    assert "김다래" not in page.main


def test_a_volunteer_accepts_by_telephone(database, town_scope, staff, centre):
    with database.writing(town_scope) as session:
        helper = a_volunteer(session, name="공숲이", centre=centre)
        resident = a_resident(session, centre=centre)

        need = a_need(session, case=a_case(session, resident=resident, centre=centre))
        offer = an_offer(session, need, helper)
    staff.post("/telephone/offer", {"meaning": "yes"}, on="/telephone?q=공숲")
    with database.reading(town_scope) as session:
        assert session.get_one(Offer, offer.id).status is OfferStatus.ACCEPTED


def test_who_promised_to_be_elsewhere_then_is_said_what_it_is(database, town_scope, staff, centre):
    with database.writing(town_scope) as session:
        helper = a_volunteer(session, name="공숲이", centre=centre)
        held = a_need(session, kind=NeedKind.COMPANION_VISIT, starts_at=time(14))
        a_task(session, held, helper)
        case = a_case(session, centre=centre)
        an_offer(session, a_need(session, case=case, starts_at=time(14)), helper)
    sent = staff.post("/telephone/offer", {"meaning": "yes"}, on="/telephone?q=공숲")
    words = staff.follow(sent).main
    assert "at that time: A visit for company, " in words
    assert "2 pm" in words


AGAIN = "somebody is still needed"


@pytest.fixture
def asked(database, town_scope, centre):
    """Somebody without a page who was asked for something that one person does."""
    with database.writing(town_scope) as session:
        helper = a_volunteer(session, name="공숲이", centre=centre)
        need = a_need(session, case=a_case(session, centre=centre))
        return an_offer(session, need, helper)


@pytest.mark.parametrize("was", ["no", "silence"])
def test_who_rings_back_that_they_can_after_all_takes_it(database, town_scope, staff, asked, was):
    path = "/telephone?q=공숲"
    if was == "no":
        page = staff.follow(staff.post("/telephone/offer", {"meaning": "no"}, on=path))
        assert "They said not this time, and somebody is still needed" in page.main
    else:
        with database.writing(town_scope) as session:
            lapse_offer(session, offer_id=asked.id, by=BY, now=asked.lapses_at)
        assert "They did not answer in time, and somebody is still needed" in staff.get(path).main
    form = staff.get(path).fields("/telephone/offer")
    assert form["meaning"] == "yes"
    page = staff.follow(staff.send("/telephone/offer", form))
    assert "Written down: they take it." in page.main
    assert AGAIN not in page.main
    with database.reading(town_scope) as session:
        assert session.get_one(Offer, asked.id).status is OfferStatus.ACCEPTED


def test_a_no_is_not_shown_once_somebody_else_came_or_it_was_asked_anew(
    database, town_scope, staff, centre, asked
):
    with database.writing(town_scope) as session:
        answer_offer(session, offer_id=asked.id, answer=NO, by=BY, now=NOW)
        other = a_need(session, case=a_case(session, centre=centre))
        later = NOW + timedelta(hours=1)
        helper = session.get_one(Person, asked.helper_id)
        lapsed = an_offer(session, other, helper, stands_for=timedelta(minutes=5))
        lapse_offer(session, offer_id=lapsed.id, by=BY, now=later)
        an_offer(session, other, helper, now=later)
        a_task(session, session.get_one(Need, asked.need_id), a_volunteer(session))
    page = staff.get("/telephone?q=공숲")
    assert AGAIN not in page.main
    assert page.main.count("We asked them") == 1


@pytest.mark.parametrize("was", ["asked", "no"])
def test_what_another_centre_asked_is_no_button_but_whom_to_ring(
    database, town_scope, staff, asked, was
):
    with database.writing(town_scope) as session:
        west = a_centre(session, name_en="West Centre")
        helper = session.get_one(Person, asked.helper_id)
        for _ in range(2):
            need = a_need(session, kind=NeedKind.HOUSE_REPAIR, case=a_case(session, centre=west))
            offer = an_offer(session, need, helper)
            if was == "no":
                answer_offer(session, offer_id=offer.id, answer=NO, by=BY, now=NOW)
    page = staff.get("/telephone?q=공숲")
    assert page.main.count("We asked them") == 1
    assert page.fields("/telephone/offer")["offer_id"] == str(asked.id)
    assert AGAIN not in page.main
    assert "repairs" not in page.main
    assert page.main.count("West Centre asked them for help") == 1


def test_what_was_noted_in_a_call_goes_into_its_report(staff, resident, number):
    path = f"/telephone?q={number}"
    words = staff.get(path).main
    assert words.index("A note, if") < words.index("and a report from it")
    form = staff.get(path).fields("/telephone/calls")
    form["outcome"], form["note"] = "spoke", "가스가 끊겼대요"
    page = staff.follow(staff.send("/telephone/calls/report", form))
    told = page.fields("/reports/new")
    assert told["words"] == "가스가 끊겼대요"
    assert told["name"] == "김다래"
    assert told["resident_id"] == str(resident.id)


def test_the_last_things_carry_the_note_of_a_call(staff, number, resident):
    path = f"/telephone?q={number}"
    staff.post("/telephone/calls", {"outcome": "spoke", "note": "무릎이 아프시대요"}, on=path)
    page = staff.get(path)
    assert "They rang us: Spoke with them" in page.main
    assert "무릎이 아프시대요" in page.main


def test_a_call_sent_again_after_going_back_is_one_call(database, town_scope, staff, number):
    path = f"/telephone?q={number}"
    wrote = {"outcome": "call_later", "note": "무릎이 아프시대요"}
    for said in ("The call is written down.", "That was written down already."):
        assert said in staff.follow(staff.post("/telephone/calls", wrote, on=path)).text
        staff.clock.advance(timedelta(minutes=3))
    with database.reading(town_scope) as session:
        assert len(session.scalars(select(Call)).all()) == 1
        assert len(session.scalars(select(CallTask)).all()) == 1
    staff.post("/telephone/calls", wrote | {"note": "괜찮으시대요"}, on=path)
    staff.clock.advance(timedelta(minutes=11))
    staff.post("/telephone/calls", wrote, on=path)
    with database.reading(town_scope) as session:
        assert len(session.scalars(select(Call)).all()) == 3


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ["They rang us: Spoke with them", "A telephone number was noted: Mobile"]),
        ("ko", ["받은 전화: ", "연락처를 적음: "]),
    ],
)
def test_a_call_that_came_in_and_a_first_number_are_said_as_such(
    database, town_scope, staff, resident, language, told
):
    staff.post("/telephone/calls", {"outcome": "spoke"}, on="/telephone?q=김다래")
    with database.writing(town_scope) as session:
        new = NewPoint(number=PhoneNumber(a_phone()))
        person = session.get_one(Person, resident.id)
        change_contact_point(session, person, new, by=SystemActor(name="test"), now=NOW)
    page = staff.read_in(language).get("/telephone?q=김다래")
    assert [each for each in told if each not in page.main] == []


def test_a_long_note_is_cut_on_the_telephone(staff, number, resident):
    path = f"/telephone?q={number}"
    staff.post("/telephone/calls", {"outcome": "spoke", "note": "가 " * 900}, on=path)
    assert staff.get(path).main.count("가 ") < LONGEST_NOTE


def test_the_last_things_of_a_merged_record_are_those_of_the_one_person(
    database, town_scope, staff, number, resident, centre
):
    with database.writing(town_scope) as session:
        second = a_resident(session, name="김 다래", phone=a_phone(), centre=centre)
    staff.post(
        "/telephone/calls",
        {"person_id": second.id, "outcome": "spoke", "note": "병원에 가신대요"},
        on=f"/telephone?q={number}",
    )
    assert "병원에 가신대요" not in staff.get(f"/telephone?q={number}").main
    aside = f"/residents/{resident.id}/alike/{second.id}"
    staff.post(aside, on=aside)
    assert "병원에 가신대요" in staff.get(f"/telephone?q={number}").main


def test_the_last_things_of_a_volunteer_are_what_they_said_and_did_for_others(
    database, town_scope, staff, centre
):
    with database.writing(town_scope) as session:
        helper = a_volunteer(session, name="소연두", centre=centre)
        need = a_need(session, case=a_case(session, centre=centre))
        held = a_task(session, need, helper, now=NOW - timedelta(hours=2))
        an_hour_ago = NOW - timedelta(hours=1)
        hand_back_task(session, task_id=held.id, reason=None, by=BY, now=an_hour_ago)
    lines = staff.get("/telephone?q=소연두").find("ol", class_="plain")
    told = [said_by(each) for each in lines.iter("li")]
    assert any("The helper handed the task back" in each for each in told)
    assert any("A helper began" in each or "A neighbour said yes" in each for each in told)
    assert len(told) == LAST_THINGS


def noted(caller):
    taken, spoke = CallDirection.TAKEN, CallOutcome.SPOKE
    return CallNote(direction=taken, outcome=spoke, person_id=caller.id, words="잘 지내신대요")


def test_the_page_asks_as_much_for_many_callers_as_for_one(database, town_scope, staff, centre):
    def asked():
        with count_queries(database) as counted:
            staff.get("/telephone?q=하나")
        return counted.total

    def callers(count):
        with database.writing(town_scope) as session:
            by = an_identity(session, a_staff_account(session, centre=centre))
            for _ in range(count):
                caller = a_resident(session, name="하나둘", phone=a_phone(), centre=centre)
                log_call(session, note=noted(caller), by=by, now=NOW)

    callers(1)
    alone = asked()
    callers(4)
    assert asked() == alone


def test_no_answer_is_a_call_that_we_made(database, town_scope, staff, number):
    path = f"/telephone?q={number}"
    said = [said_by(each) for each in staff.get(path).find_all("button", name="outcome")]
    assert said == [
        "Spoke with them",
        "Call later",
        "Does not want it",
        "We rang them: no answer",
    ]
    staff.post("/telephone/calls", {"outcome": "no_answer"}, on=path)
    with database.reading(town_scope) as session:
        assert session.scalars(select(Call.direction)).all() == [CallDirection.MADE]


def test_a_call_in_passing_never_ends_at_a_door(staff, number):
    path, sent = f"/telephone?q={number}", {"outcome": "door_not_opened"}
    page = staff.post("/telephone/calls", sent, on=path, status=422)
    assert "choose one of the answers offered" in page.errors["outcome"]


class Daughter:
    """Somebody who stands by Mrs Kim: what she tells is about her mother."""

    def __init__(self, session, resident, centre, **role):
        self.number = a_phone()
        self.person = a_person(session, name="박딸기", centre=centre, **role)
        a_contact_point(session, self.person, phone=self.number)
        session.add(
            Relationship(
                town_id=resident.town_id,
                person_id=resident.id,
                other_person_id=self.person.id,
                kind=RelationKind.CHILD,
                from_on=TODAY,
            )
        )


@pytest.fixture
def daughter(database, town_scope, resident, centre):
    with database.writing(town_scope) as session:
        return Daughter(session, resident, centre)


def told_from_call(staff, path, **chosen):
    form = staff.get(path).fields("/telephone/calls")
    form["note"] = "엄마가 전화를 안 받으세요"
    sent = filled(form, chosen)
    page = staff.follow(staff.send("/telephone/calls/report", sent))
    return page.fields("/reports/new")


def test_a_daughter_who_rings_is_the_reporter_and_her_mother_the_subject(
    database, town_scope, staff, resident, daughter
):
    path = "/telephone?q=박딸"
    buttons = staff.get(path).find_all("button", name="about_id")
    assert [said_by(each) for each in buttons] == ["They ring for 김다래"]
    told = told_from_call(staff, path, about_id=buttons[0].attrib["value"])
    assert told["about"] == "neighbour"
    assert (told["name"], told["resident_id"]) == ("김다래", str(resident.id))
    assert told["reporter_name"] == "박딸기"
    assert told["reporter_phone"] == PhoneNumber(daughter.number).national
    staff.send("/reports/new", told)
    with database.reading(town_scope) as session:
        report = session.scalars(select(Report)).one()
        reporter = session.scalars(select(Reporter)).one()
    assert report.resident_id == resident.id
    assert not report.about_self
    assert (reporter.name, reporter.phone) == ("박딸기", daughter.number)


def test_somebody_unknown_who_rings_for_a_resident_is_the_reporter(staff, resident):
    told = told_from_call(staff, "/telephone?q=김다", part="spoken_for")
    assert (told["about"], told["resident_id"]) == ("neighbour", str(resident.id))
    assert told["reporter_name"] == ""


def test_a_resident_who_tells_of_a_neighbour_is_the_reporter(staff, resident, number):
    told = told_from_call(staff, f"/telephone?q={number}", part="tells")
    assert (told["about"], told["reporter_name"]) == ("neighbour", "김다래")
    assert told["name"] == ""
    assert "resident_id" not in told


def test_an_unknown_number_that_tells_of_somebody_is_the_reporters(staff):
    told = told_from_call(staff, "/telephone?q=010-0000-9999", part="tells")
    assert (told["phone"], told["reporter_phone"]) == ("", "010-0000-9999")


def test_whom_a_caller_stands_by_in_another_centre_is_not_named(
    database, town_scope, visitor, resident, daughter
):
    with database.writing(town_scope) as session:
        west = a_centre(session, name_en="West Centre")
        session.get_one(Person, daughter.person.id).centre_id = west.id
        account = a_staff_account(session, centre=west)
    page = visitor.sign_in(account).get("/telephone?q=박딸")
    assert "박딸기" in page.main
    assert "김다래" not in page.main


def test_of_a_call_for_help_a_fine_is_written_down_and_the_page_says_how_it_ends(
    database, town_scope, staff, resident
):
    with database.writing(town_scope) as session:
        slot = a_slot(session, resident, status=SlotStatus.SILENT)
    page = staff.get("/telephone?q=김다")
    with database.writing(town_scope) as session:
        session.get_one(CheckInSlot, slot.id).status = SlotStatus.HELP_ASKED
    sent = staff.send(
        "/telephone/check-in", page.fields("/telephone/check-in") | {"meaning": "fine"}
    )
    answer = staff.follow(sent)
    assert "Their call for help stands" in answer.text
    assert "What is true now?" in answer.main
    with database.reading(town_scope) as session:
        assert session.get_one(CheckInSlot, slot.id).status is SlotStatus.HELP_ASKED
