"""The ladder of one resident on its page: written row by row, rehearsed, then used."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import SlotStatus
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.escalation import Rung
from hopecare.domain.ladders import steps_read, steps_written
from hopecare.domain.people import OtherContactKind
from hopecare.reading.ladders import ladder_named, ladder_of
from models import CheckInPlan, CheckInSlot, OtherContact, Person, RungClimbed
from tests.domain.test_ladders import ladder
from tests.factories.desk import a_plan, a_slot
from tests.factories.people import (
    a_consent,
    a_phone,
    a_resident,
    a_staff_account,
    a_volunteer,
)
from tests.factories.towns import NOW, TODAY, a_centre
from tests.plugins.pages import count_queries

DAY = timedelta(days=1)
SHORT = {"step_1": "repeat", "wait_1": "20", "step_2": "coordinator", "wait_2": "45"}


@pytest.fixture
def resident(database, town_scope, centre):
    with database.writing(town_scope) as session:
        person = a_resident(session, name="김다래", centre=centre)
        a_plan(session, person)
        return person


@pytest.fixture
def path(resident):
    return f"/residents/{resident.id}/ladder"


def drafted(path, **values):
    return f"{path}?{urlencode({'do': 'see'} | values)}"


def plan_of(database, scope):
    with database.reading(scope) as session:
        return session.scalars(select(CheckInPlan).where(CheckInPlan.ended_at.is_(None))).one()


def ask(database, scope, resident, answered_after, *, days=3, since=1, status=SlotStatus.ANSWERED):
    """Check-ins of the last days, each answered after the same time."""
    with database.writing(scope) as session:
        plan = session.scalars(
            select(CheckInPlan).where(CheckInPlan.person_id == resident.id)
        ).first() or a_plan(session, resident)
        for day in range(since, since + days):
            slot = a_slot(session, resident, plan=plan, status=status, due_at=NOW - day * DAY)
            slot.answered_at = None if answered_after is None else slot.due_at + answered_after
    return plan


def counts(page):
    """The rehearsal's table: by row, what the present one did and what these steps would have."""
    rows = {}
    for row in page.find("table").iter("tr"):
        cells = ["".join(said_first(cell).itertext()).strip() for cell in row]
        rows[cells[0]] = cells[1:]
    return rows


def said_first(cell):
    """A number that opens its rows is said by what opens them."""
    opens = cell.find(".//summary")
    return cell if opens is None else opens


def behind(page, said, *, column):
    """The check-ins that open beneath a number: where each leads."""
    (row,) = [each for each in page.find("table").iter("tr") if said == "".join(each[0].itertext())]
    return [link.get("href") for link in row[column].iter("a")]


def written(page):
    """The rows that stand in the draft."""
    fields = [each for each in page.find_all("select") if each.get("name", "").startswith("step_")]
    chosen = [each.find("option[@selected]") for each in fields]
    return [option.get("value") for option in chosen if option is not None]


def test_the_plans_page_says_whom_we_turn_to_and_leads_to_the_ladder(staff, resident, path):
    page = staff.get(f"/residents/{resident.id}/check-ins")
    assert "180 minutes after the question: Tell the coordinator" in page.main
    assert page.find("a", href=path) is not None


def test_rows_move_up_and_down_go_and_come_without_a_script(staff, path):
    shipped = ["repeat", "keyholder", "keyholder", "keyholder", "coordinator", "social_worker"]
    assert written(staff.get(path)) == shipped
    assert written(staff.get(drafted(path, **SHORT))) == ["repeat", "coordinator"]
    assert written(staff.get(drafted(path, **SHORT, do="down_1"))) == ["coordinator", "repeat"]
    assert written(staff.get(drafted(path, **SHORT, do="up_2"))) == ["coordinator", "repeat"]
    assert written(staff.get(drafted(path, **SHORT, do="remove_1"))) == ["coordinator"]
    four = staff.get(drafted(path, **SHORT)).find_all("fieldset")
    assert len(four) == 3


@pytest.mark.parametrize("do", ["up_1", "down_2", "remove_9", "remove_x", "up_", "nonsense"])
def test_a_button_that_cannot_do_anything_changes_nothing(staff, path, do):
    assert written(staff.get(drafted(path, **SHORT, do=do))) == ["repeat", "coordinator"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"wait_2": "20"}, "later than the one before"),
        ({"step_2": "keyholder"}, "add the coordinator"),
        ({"step_3": "keyholder", "wait_3": "60"}, "The last step has to be"),
        ({"wait_1": ""}, "needs both"),
        ({"step_3": "coordinator", "wait_3": "60"}, "once each"),
    ],
)
def test_what_is_wrong_is_said_and_cannot_be_used(staff, path, wrong, said):
    page = staff.get(drafted(path, **(SHORT | wrong)))
    assert said in page.main
    assert "Use this ladder" not in page.main


def test_the_page_shows_what_it_would_have_caused_beside_what_was(
    database, town_scope, staff, resident, path
):
    plan = ask(database, town_scope, resident, timedelta(minutes=50))
    with database.writing(town_scope) as session:
        slot = session.scalars(select(CheckInSlot).where(CheckInSlot.plan_id == plan.id)).first()
        for position, rung in enumerate((Rung.REPEAT, Rung.KEYHOLDER)):
            session.add(
                RungClimbed(
                    town_id=slot.town_id, slot_id=slot.id, rung=rung, position=position,
                    at=slot.due_at + timedelta(minutes=30),
                )
            )  # fmt: skip
    page = staff.get(drafted(path, **SHORT))
    assert "3 check-ins of 김다래" in page.main
    assert counts(page)["Asked again"] == ["1", "3"]
    assert counts(page)["Alerts to staff"] == ["0", "3"]
    assert counts(page)["Neighbours sent to look in"] == ["0", "0"]
    assert counts(page)["Of these to people, at night"] == ["0", "0"]
    assert behind(page, "Asked again", column=1) == [f"/check-ins/{slot.id}"]
    alerts = behind(page, "Alerts to staff", column=2)
    assert len(set(alerts)) == 3
    assert f"/check-ins/{slot.id}" in alerts
    assert "김다래" in staff.get(alerts[0]).h1 + staff.get(alerts[0]).main


def test_alarms_at_night_are_counted(database, town_scope, staff, resident, path):
    ask(database, town_scope, resident, None, status=SlotStatus.SILENT)
    late = {"step_1": "coordinator", "wait_1": str(12 * 60)}
    assert counts(staff.get(drafted(path, **late)))["Of these to people, at night"] == ["0", "3"]


def test_the_number_of_check_ins_leads_to_exactly_these(
    database, town_scope, staff, centre, resident, path
):
    ask(database, town_scope, resident, None, status=SlotStatus.SILENT)
    with database.writing(town_scope) as session:
        other = a_resident(session, name="박여울", centre=centre)
        a_slot(session, other, status=SlotStatus.SILENT, due_at=NOW - DAY)
        plan = session.scalars(select(CheckInPlan).where(CheckInPlan.person_id == resident.id))
        old = {"plan": plan.one(), "due_at": NOW - 80 * DAY}
        a_slot(session, resident, status=SlotStatus.ANSWERED, **old)
    page = staff.get(path)
    assert "3 check-ins of 김다래" in page.main
    (link,) = [each for each in page.links if "put_from=" in each]
    board = staff.get(link)
    assert len(list(board.find("tbody").iter("tr"))) == 3
    assert "박여울" not in board.main
    assert "Only the check-ins behind the number" in board.main


def test_whoever_looks_in_has_their_night_by_the_clock_where_the_resident_is(
    database, town_scope, staff, resident, path
):
    ask(database, town_scope, resident, None, status=SlotStatus.SILENT)
    with database.writing(town_scope) as session:
        holder = a_volunteer(session, name="공숲", phone=a_phone())
        consent = a_consent(session, holder, ConsentPurpose.KEYHOLDER)
        session.add(
            OtherContact(
                town_id=holder.town_id, resident_id=resident.id, person_id=holder.id,
                kind=OtherContactKind.KEYHOLDER, position=1, from_on=TODAY,
                consent_entry_id=consent.id,
            )
        )  # fmt: skip
    steps = {"step_1": "keyholder", "wait_1": "30", "step_2": "coordinator", "wait_2": "45"}
    night = "Of these to people, at night"
    page = staff.get(drafted(path, **steps))
    assert counts(page)[night] == ["0", "0"]
    assert "Night is from 9 pm until 8 am, by the clock of the town (Asia/Seoul)." in page.main
    with database.writing(town_scope) as session:
        plan = session.scalars(select(CheckInPlan)).one()
        plan.zone = "America/Sao_Paulo"
    page = staff.get(drafted(path, **steps))
    assert counts(page)[night] == ["0", "3"]
    assert "where 김다래 is (America/Sao_Paulo)" in page.main


def test_somebody_new_is_rehearsed_by_the_centre_and_not_by_another(
    database, town_scope, staff, centre, path
):
    with database.writing(town_scope) as session:
        other = a_resident(session, name="박머루", centre=centre)
        stranger = a_resident(session, name="남모름", centre=a_centre(session))
    ask(database, town_scope, other, timedelta(hours=2), days=2)
    ask(database, town_scope, stranger, timedelta(hours=2), days=5)
    page = staff.get(drafted(path, **SHORT))
    assert "2 check-ins of 1 residents of the centre" in page.main
    assert counts(page)["Alerts to staff"] == ["0", "2"]


def test_what_is_older_than_eight_weeks_is_not_replayed(
    database, town_scope, staff, resident, path
):
    with database.writing(town_scope) as session:
        plan = session.scalars(select(CheckInPlan)).one()
        a_slot(session, resident, plan=plan, status=SlotStatus.SILENT, due_at=NOW - 57 * DAY)
    assert "nothing to replay" in staff.get(drafted(path, **SHORT)).main


def test_a_ladder_is_used_once_it_was_rehearsed(database, town_scope, staff, path):
    page = staff.get(drafted(path, **SHORT))
    staff.send(path, page.fields(path))
    plan = plan_of(database, town_scope)
    assert (plan.ladder, ladder_of(plan)) == ("own", ladder(("repeat", 20), ("coordinator", 45)))
    assert "This is the ladder that holds now." in staff.get(path).main


def test_without_its_rehearsal_it_is_not_used(database, town_scope, staff, path):
    fields = staff.get(drafted(path, **SHORT)).fields(path)
    fields["wait_2"] = "50"
    page = staff.send(path, fields, status=422)
    assert "Please look first at what this would have caused" in page.main
    assert plan_of(database, town_scope).ladder == "default"
    staff.send(path, page.fields(path))
    assert ladder_of(plan_of(database, town_scope))[1].after == timedelta(minutes=50)


def test_a_ladder_somebody_else_changed_is_not_overwritten(database, town_scope, staff, path):
    stale = staff.get(drafted(path, **SHORT)).fields(path)
    other = staff.get(drafted(path, step_1="coordinator", wait_1="60")).fields(path)
    staff.send(path, other)
    staff.send(path, stale, status=409)
    assert len(ladder_of(plan_of(database, town_scope))) == 1


def test_what_climbs_already_keeps_the_ladder_it_began_with(
    database, town_scope, staff, resident, path
):
    with database.writing(town_scope) as session:
        plan = session.scalars(select(CheckInPlan)).one()
        begun = a_slot(session, resident, plan=plan)
        settled = a_slot(session, resident, plan=plan, status=SlotStatus.ANSWERED, due_at=NOW - DAY)
    staff.send(path, staff.get(drafted(path, **SHORT)).fields(path))
    with database.reading(town_scope) as session:
        plan = session.scalars(select(CheckInPlan)).one()
        assert ladder_of(plan, session.get_one(CheckInSlot, begun.id)) == ladder_named("default")
        assert ladder_of(plan, session.get_one(CheckInSlot, settled.id)) == ladder(
            ("repeat", 20), ("coordinator", 45)
        )
    other = staff.get(drafted(path, step_1="coordinator", wait_1="60")).fields(path)
    staff.send(path, other)
    with database.reading(town_scope) as session:
        slot = session.get_one(CheckInSlot, begun.id)
        assert slot.steps == steps_written(ladder_named("default"))


def test_changing_days_or_hour_keeps_the_ladder_of_ones_own(
    database, town_scope, staff, resident, path
):
    staff.send(path, staff.get(drafted(path, **SHORT)).fields(path))
    plan = f"/residents/{resident.id}/check-ins"
    form = staff.get(plan).fields(plan)
    form["local_time"] = "14:00"
    staff.send(plan, form)
    standing = plan_of(database, town_scope)
    assert standing.local_time.hour == 14
    assert steps_read(standing.steps) == ladder(("repeat", 20), ("coordinator", 45))


def test_the_first_plan_shows_what_each_ladder_would_have_caused(
    database, town_scope, staff, centre, resident
):
    ask(database, town_scope, resident, timedelta(hours=3))
    with database.writing(town_scope) as session:
        newcomer = a_resident(session, name="박머루", centre=centre)
    page = staff.get(f"/residents/{newcomer.id}/check-ins")
    assert "Over 3 check-ins of the last eight weeks: 3 alerts" in page.main


def test_without_a_plan_there_is_no_ladder_yet(database, town_scope, staff, centre):
    with database.writing(town_scope) as session:
        newcomer = a_resident(session, name="박머루", centre=centre)
    page = staff.get(f"/residents/{newcomer.id}/ladder", status=303)
    assert page.answer.headers["Location"] == f"/residents/{newcomer.id}/check-ins"


def test_another_centres_ladder_is_not_open(database, town_scope, visitor, path):
    with database.writing(town_scope) as session:
        stranger = a_staff_account(session, centre=a_centre(session))
    visitor.sign_in(stranger).get(path, status=403)


def test_a_rehearsal_of_many_days_asks_no_more_than_of_one(
    database, town_scope, staff, resident, path
):
    def asked():
        with count_queries(database) as counted:
            staff.get(drafted(path, **SHORT))
        return counted.total

    ask(database, town_scope, resident, timedelta(hours=3), days=1)
    asked()
    for_one = asked()
    ask(database, town_scope, resident, timedelta(hours=3), since=2, days=30)
    assert asked() == for_one


@pytest.mark.parametrize("page", ["ladder", "check-ins"])
def test_a_ladder_that_asks_a_keyholder_who_is_not_says_so(
    database, town_scope, staff, resident, page
):
    path = f"/residents/{resident.id}/{page}"
    with database.writing(town_scope) as session:
        a_consent(session, session.get_one(Person, resident.id), ConsentPurpose.CHECK_INS)
    warning = "Nobody may look in"
    assert warning in staff.get(path).text

    with database.writing(town_scope) as session:
        person = session.get_one(Person, resident.id)
        entry = a_consent(session, person, ConsentPurpose.KEYHOLDER)
        neighbour = a_volunteer(session, name="한빛", phone=a_phone())
        session.add(
            OtherContact(
                town_id=person.town_id,
                resident_id=person.id,
                person_id=neighbour.id,
                kind=OtherContactKind.KEYHOLDER,
                position=1,
                from_on=TODAY,
                consent_entry_id=entry.id,
            )
        )
    assert warning not in staff.get(path).text


def test_a_ladder_without_such_a_step_warns_of_nobody(database, town_scope, staff, path):
    with database.writing(town_scope) as session:
        plan = session.scalars(select(CheckInPlan)).one()
        plan.steps = steps_written(ladder(("repeat", 20), ("coordinator", 40)))
    assert "Nobody may look in" not in staff.get(path).text
