"""Plans, goals, aid, applications, crises and closings by other systems, as on their pages."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from hopecare.domain.applications import Decision, PaperStands
from hopecare.services.add_application_paper import add_application_paper
from hopecare.services.set_application_paper import PaperSaid, set_application_paper
from models import (
    AidGiven,
    Application,
    ApplicationPaper,
    Call,
    Case,
    CaseGoal,
    Centre,
    CheckInPlan,
    ClosingProposal,
    Crisis,
    MissedWeek,
    Need,
    OtherHelp,
    Referral,
    Service,
)
from tests.blueprints.api_doors import a_door
from tests.factories.applications import an_application, its_submission
from tests.factories.cases import BY, a_case
from tests.factories.closings import asks_two
from tests.factories.referrals import a_referral, a_service
from tests.factories.towns import NOW, TODAY

LATER = str(TODAY + timedelta(days=20))
SOON = str(TODAY + timedelta(days=7))
GOAL = {"words": "경로당에 가 보기", "target_on": SOON, "is_agreed": False}
RUNG = {
    "number": "119",
    "rung_on": str(TODAY),
    "rung_at": "00:10",
    "rung_by": "staff",
    "outcome": "helped_there",
}
HELP = {
    "kind": "side_dishes",
    "weekdays": ["mon"],
    "from_on": str(TODAY),
    "told_by": "resident",
    "told_on": str(TODAY),
    "who": "새마을부녀회",
}
PLAN = {
    "weekdays": ["mon", "thu"],
    "local_time": "10:00",
    "channel": "voice",
    "language": "ko",
}
"""What a form would have typed in, as a program says it."""


@pytest.fixture
def door(app, database, town_scope):
    return a_door(app, database, town_scope)


def acts(ids):
    """Every verb on one row, with what it takes; in an order in which each is allowed."""
    case, application = f"/cases/{ids['case_id']}", f"/applications/{ids['application_id']}"
    crisis, goal = f"/crises/{ids['crisis_id']}", f"/goals/{ids['goal_id']}"
    return {
        f"{case}/goals": GOAL,
        f"{goal}/change": {**GOAL, "words": "함께 장 보기", "version": 1},
        f"{goal}/reached": {"version": 2},
        f"{case}/aid": {
            "what": "쌀 10kg",
            "source": "주민센터",
            "given_on": str(TODAY),
            "value": "30000",
        },
        f"{case}/other-helps": HELP,
        f"/other-helps/{ids['help_id']}/end": {"version": 1},
        f"{crisis}/emergencies": RUNG,
        f"{crisis}/help": {"words": "담요", "helped_on": str(TODAY)},
        f"{crisis}/check": {"result": "conditions_met", "checked_on": str(TODAY)},
        f"{crisis}/hand-on": {"to_id": str(ids["colleague_id"])},
        f"{crisis}/end": {"words": "댁에서 뵘"},
        f"{application}/papers": {"named": "임대차 계약서"},
        f"{application}/papers/{ids['form_paper_id']}": {"stands": "not_needed", "version": 1},
        f"{application}/steps/{ids['step_id']}": {"stands": "done", "version": 1},
        f"{application}/withdraw": None,
        f"/residents/{ids['person_id']}/check-in-plans": {
            **PLAN,
            "plan_id": str(ids["plan_id"]),
            "version": 1,
        },
        f"/missed-weeks/{ids['missed_id']}/take-back": None,
        f"/tasks/{ids['task_id']}/stop": {"reason": "residents_wish"},
        f"/backups/{ids['backup_id']}/end": None,
        f"/worries/{ids['worry_id']}/settle": None,
        f"/reports/{ids['report_id']}/tries": {"direction": "made", "outcome": "no_answer"},
        f"/reports/{ids['report_id']}/keep-apart": {"resident_id": str(ids["person_id"])},
        f"/aid/{ids['aid_id']}/take-back": {"mistake": "written_twice"},
    }


def test_every_verb_is_done_once_and_never_by_another_centre(door, database, town_scope):
    for path, body in acts(door.made.ids).items():
        refused = door(path, body, who="elsewhere")
        assert refused.status_code == 403, path
        assert refused.json["reason"] == "not_permitted"
        key = uuid4().hex
        first, second = (door(path, body, key=key) for _ in range(2))
        assert first.status_code == 200, f"{path}: {first.text}"
        assert second.json == first.json, path
    with database.reading(town_scope) as session:
        gifts = session.query(AidGiven).where(AidGiven.taken_back_at.is_(None)).all()
        assert [each.value_minor for each in gifts] == [30000]
        assert gifts[0].id != door.made.ids["aid_id"]
        assert session.get_one(CaseGoal, door.made.ids["goal_id"]).status == "reached"
        assert session.get_one(OtherHelp, door.made.ids["help_id"]).ended_at is not None
        assert session.get_one(MissedWeek, door.made.ids["missed_id"]).status == "called_off"
        assert session.get_one(Crisis, door.made.ids["crisis_id"]).ended_as == "all_clear"
        assert session.query(CheckInPlan).where(CheckInPlan.ended_at.is_(None)).count() == 1


def test_what_is_written_is_read_back(door):
    case_id = str(door.made.ids["case_id"])
    goal = door(f"/cases/{case_id}/goals", GOAL).json["id"]
    assert goal in {each["id"] for each in door.read(f"/goals?case_id={case_id}").json["goals"]}
    read = door.read(f"/goals/{goal}").json
    assert (read["words"], read["version"], read["status"]) == (GOAL["words"], 1, "open")
    assert door.read(f"/goals/{goal}", who="elsewhere").status_code == 403
    assert door.read("/goals", who="elsewhere").json["goals"] == []
    helps = door.read(f"/other-helps?case_id={case_id}").json["other_helps"]
    assert [each["id"] for each in helps] == [str(door.made.ids["help_id"])]
    crises = door.read("/crises").json["crises"]
    assert str(door.made.ids["crisis_id"]) in {each["id"] for each in crises}
    application = door.read(f"/applications/{door.made.ids['application_id']}").json
    assert str(door.made.ids["form_paper_id"]) in {each["id"] for each in application["papers"]}
    assert str(door.made.ids["step_id"]) in {each["id"] for each in application["steps"]}


def test_a_stale_version_is_refused_and_nothing_is_changed(door, database, town_scope):
    goal = door.made.ids["goal_id"]
    for path, body in (
        (f"/goals/{goal}/change", {**GOAL, "version": 7}),
        (f"/goals/{goal}/reached", {"version": 7}),
        (f"/goals/{goal}/given-up", {"version": 7, "reason": "not_possible"}),
        (f"/other-helps/{door.made.ids['help_id']}/end", {"version": 7}),
    ):
        answer = door(path, body)
        assert (answer.status_code, answer.json["reason"]) == (409, "stale_version"), path
    with database.reading(town_scope) as session:
        assert session.get_one(CaseGoal, goal).status == "open"


def test_a_plan_is_begun_and_never_for_a_stranger(door, database, town_scope):
    made = {"full_name": "새누리", "area_id": str(door.area.id), "form": "voice"}
    agreed = {**made, "purposes": ["keep_record", "check_ins"]}
    resident = door("/residents", agreed).json["id"]
    path = f"/residents/{resident}/check-in-plans"
    stranger = door(path, {**PLAN, "asked_person_id": str(door.made.volunteer.id)})
    assert stranger.status_code == 422
    assert stranger.json["errors"] == {"asked_person_id": ["not_a_choice"]}
    night = door(path, {**PLAN, "local_time": "03:00"})
    assert night.json["errors"] == {"local_time": ["at_night"]}
    begun = door(path, PLAN)
    assert begun.status_code == 200, begun.text
    anew = {**PLAN, "question": "meals", "plan_id": begun.json["id"], "version": 1}
    meals = door(path, anew)
    assert meals.status_code == 200, meals.text
    (stands,) = (each for each in door.read(path).json["plans"] if each["ended_at"] is None)
    same = door(path, {**PLAN, "plan_id": stands["id"], "version": stands["version"]})
    assert same.status_code == 200, same.text
    read = door.read(path).json["plans"]
    assert sorted(each["question"] for each in read) == ["meals", "meals", "wellbeing"]
    unknown = door(path, {**anew, "question": "weather"}).json["errors"]
    assert unknown == {"json": {"question": ["not_a_choice"]}}
    again = door(path, PLAN)
    assert (again.status_code, again.json["reason"]) == (409, "stale_version")
    with database.reading(town_scope) as session:
        plans = select(CheckInPlan.ladder).where(CheckInPlan.person_id == UUID(resident))
        assert session.scalars(plans).all() == ["default"] * 3


def test_closing_takes_two_accounts_and_what_changed_is_looked_at(door, database, town_scope):
    with database.writing(town_scope) as session:
        asks_two(session, town_scope.town_id)
        case = a_case(session, centre=_centre(session, door))
        case_id, version = case.id, case.version
    wish = {"outcome": "need_met", "version": version, "words": "끝남"}
    closing = door(f"/cases/{case_id}/closings", wish).json["id"]
    waits = door.read(f"/closings/{closing}", who="colleague").json
    look = {"version": waits["version"], "seen": waits["seen"]}
    own = door(f"/closings/{closing}/approve", look)
    assert (own.status_code, own.json["reason"]) == (403, "not_permitted")
    unseen = door(f"/closings/{closing}/approve", {**look, "seen": "0" * 64}, who="colleague")
    assert unseen.status_code in {409, 422}
    done = door(f"/closings/{closing}/approve", look, who="colleague")
    assert done.status_code == 200, done.text
    with database.reading(town_scope) as session:
        assert session.get_one(Case, case_id).status == "closed"


def test_a_closing_is_sent_back_with_words_and_taken_back(door, database, town_scope):
    closing = door.made.ids["closing_id"]
    assert door(f"/closings/{closing}/send-back", {"version": 1}).status_code == 422
    back = door(f"/closings/{closing}/send-back", {"version": 1, "answer": "결과를 먼저"})
    assert back.status_code == 200, back.text
    with database.reading(town_scope) as session:
        assert session.get_one(ClosingProposal, closing).status == "sent_back"
    case_id = door.made.ids["case_id"]
    mine = door(f"/cases/{case_id}/closings", {"outcome": "need_met", "version": 1}).json
    if "id" in mine:
        taken = door(f"/closings/{mine['id']}/withdraw", {"version": 1})
        assert taken.status_code == 200, taken.text


def test_an_application_runs_from_its_first_day_to_its_decision(door, database, town_scope):
    case_id = door.made.ids["case_id"]
    begun = door(
        f"/cases/{case_id}/applications", {"named": "난방비 지원", "bridge": "family_helps"}
    )
    assert begun.status_code == 200, begun.text
    one = f"/applications/{begun.json['id']}"
    later = str(TODAY + timedelta(days=1))
    assert door(f"{one}/submit", {"submitted_on": later}).status_code == 422
    assert door(f"{one}/companion").status_code == 422
    version = door.read(one).json["version"]
    steps = {
        "appointment": {"appointment_on": SOON, "appointment_at": "10:30", "version": version},
        "companion": None,
        "submit": {"submitted_on": str(TODAY), "due_on": SOON},
        "extend": {
            "said_on": str(TODAY),
            "words": "서류 확인",
            "due_on": str(TODAY + timedelta(20)),
        },
        "decision": {"decision": "refused", "refusal": "other", "decided_on": str(TODAY)},
        "objection": {"objected_on": str(TODAY)},
        "answer-day": {"due_on": SOON},
    }
    for name, body in steps.items():
        answer = door(f"{one}/{name}", body)
        assert answer.status_code == 200, f"{name}: {answer.text}"
    with database.reading(town_scope) as session:
        row = session.scalars(
            select(Application).where(Application.id == UUID(begun.json["id"]))
        ).one()
        assert (row.submitted_on, row.objected_on) == (TODAY, TODAY)
        assert session.get_one(Need, row.companion_need_id).from_on == TODAY + timedelta(days=7)


def test_a_granted_application_keeps_no_reason_of_a_refusal(door, database, town_scope):
    with database.writing(town_scope) as session:
        case = a_case(session, centre=_centre(session, door))
        one = its_submission(session, an_application(session, case=case)).id
    said = {"decision": "granted", "refusal": "other", "decided_on": str(TODAY)}
    assert door(f"/applications/{one}/decision", said).status_code == 200
    with database.reading(town_scope) as session:
        row = session.get_one(Application, one)
        assert (row.decision, row.refusal_reason) == (Decision.GRANTED, None)


def test_an_objection_names_the_day_of_its_answer(door, database, town_scope):
    with database.writing(town_scope) as session:
        case = session.get_one(Case, door.made.ids["case_id"])
        one = a_referral(session, case=case, service=a_service(session)).id
    for path, body in (
        ("answer", {"answer": "accepted", "door": "letter", "answered_on": str(TODAY)}),
        ("outcome", {"outcome": "not_granted", "outcome_on": str(TODAY)}),
    ):
        answer = door(f"/referrals/{one}/{path}", body)
        assert answer.status_code == 200, answer.text
    due = TODAY + timedelta(days=12)
    said = {"words": "소득이 다릅니다", "due_on": str(due)}
    answer = door(f"/referrals/{one}/objection", said)
    assert answer.status_code == 200, answer.text
    with database.reading(town_scope) as session:
        assert session.get_one(Referral, one).answer_due_on == due


def test_a_call_is_written_down_with_whom_one_may_write_of(door, database, town_scope):
    person = {"person_id": str(door.made.ids["person_id"]), "outcome": "spoke", "note": "잘 지냄"}
    assert door("/calls", person, who="elsewhere").status_code == 403
    assert door("/calls", {"outcome": "door_not_opened"}).status_code == 422
    made = door("/calls", person)
    assert made.status_code == 201, made.text
    unknown = door("/calls", {"typed": "010-0000-4321", "outcome": "spoke"})
    assert unknown.status_code == 201
    with database.reading(town_scope) as session:
        calls = select(Call.person_id).where(
            Call.id.in_([UUID(each.json["id"]) for each in (made, unknown)])
        )
        assert set(session.scalars(calls)) == {door.made.ids["person_id"], None}


def test_neighbours_who_are_named_are_asked_and_nobody_by_an_empty_list(door):
    need = door.made.ids["need_id"]
    assert door(f"/needs/{need}/ask", {"helper_ids": []}).status_code == 422
    unknown = door(f"/needs/{need}/ask", {"helper_ids": [str(uuid4())]})
    assert unknown.status_code in {404, 409, 422}
    assert unknown.json["reason"]


def test_a_service_is_ended_by_whoever_keeps_the_directory(door, database, town_scope):
    service = door.made.ids["service_id"]
    assert door(f"/services/{service}/end").status_code == 403
    ended = door(f"/services/{service}/end", who="coordinator")
    assert ended.status_code == 200, ended.text
    with database.reading(town_scope) as session:
        assert session.get_one(Service, service).ended_on == TODAY


def _centre(session, door):
    case = session.get_one(Case, door.made.ids["case_id"])
    return session.get_one(Centre, case.centre_id)


def test_a_paper_keeps_how_one_gets_it_until_the_body_names_something_else(
    door, database, town_scope
):
    """Who issues it and where was asked on the telephone, and no reading gives it back."""
    with database.writing(town_scope) as session:
        case = a_case(session, centre=_centre(session, door))
        application = an_application(session, case=case)
        paper = add_application_paper(session, application_id=application.id, named="통장 사본")
        said = PaperSaid(
            version=paper.version, stands=PaperStands.NEEDED, issued_by="주민센터",
            got_where="2층", cost_minor=400, valid_days=90,
        )  # fmt: skip
        set_application_paper(
            session, application_id=application.id, paper_id=paper.id,
            said=said, by=BY, now=NOW,
        )  # fmt: skip
        version = paper.version
    path = f"/applications/{application.id}/papers/{paper.id}"

    def after(body):
        answer = door(path, body)
        assert answer.status_code == 200, answer.text
        with database.reading(town_scope) as session:
            row = session.get_one(ApplicationPaper, paper.id)
            known = (row.issued_by, row.got_where, row.cost_minor, row.currency, row.valid_days)
            return row.version, row.valid_until, known

    version, until, known = after({"version": version, "stands": "have"})
    assert known == ("주민센터", "2층", 400, "KRW", 90)
    assert until == TODAY + timedelta(days=90)
    body = {"version": version, "stands": "have", "cost_minor": None, "got_where": "1층"}
    assert after(body)[2] == ("주민센터", "1층", None, None, 90)
