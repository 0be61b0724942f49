"""Other systems act as the pages do: each verb once under its key, and only on their own rows."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from hopecare.queries.places import find_household
from models import Alert, Case, ConsentEntry, Offer, Operation, Report, Visit
from tests.blueprints.api_doors import a_door
from tests.factories.closings import asks_two
from tests.factories.referrals import a_referral
from tests.factories.towns import TODAY

NEED = {"kind": "companion_visit", "rhythm": "once", "from_on": str(TODAY), "minutes": 30}


@pytest.fixture
def door(app, database, town_scope):
    return a_door(app, database, town_scope)


def acts(ids):
    """Every verb on one row, with what it takes; in an order in which each is allowed."""
    return {
        f"/reports/{ids['report_id']}/take-up": None,
        f"/reports/{ids['report_id']}/set-aside": {"event": "closed_without_need"},
        f"/cases/{ids['case_id']}/needs": NEED,
        f"/needs/{ids['need_id']}/change": {**NEED, "minutes": 45, "version": 1},
        f"/needs/{ids['need_id']}/asking": None,
        f"/needs/{ids['need_id']}/asking/stop": None,
        f"/needs/{ids['need_id']}/met": None,
        f"/tasks/{ids['task_id']}/visits": {"result": "met"},
        f"/offers/{ids['offer_id']}/answer": {"answer": "no", "reason": "no_time"},
        f"/call-tasks/{ids['call_task_id']}/take": None,
        f"/call-tasks/{ids['call_task_id']}/later": {
            "when": "in_an_hour",
            "reason": "no_answer",
            "version": 2,
        },
        f"/call-tasks/{ids['call_task_id']}/end": {"outcome": "no_answer"},
        f"/check-in-plans/{ids['plan_id']}/pause": {"paused_from": str(TODAY), "version": 1},
        f"/check-in-plans/{ids['plan_id']}/resume": {"version": 2},
        f"/check-in-plans/{ids['plan_id']}/end": {"version": 3},
        f"/check-ins/{ids['slot_id']}/answer": {"meaning": "help"},
        f"/check-ins/{ids['slot_id']}/clear": {"ended_by": "all_clear"},
        f"/call-tasks/{ids['knock_id']}/knock": {"found": "door_not_opened"},
        f"/alerts/{ids['alert_id']}/acknowledge": None,
        f"/residents/{ids['person_id']}/consents": {
            "purposes": ["peer_help"],
            "agrees": True,
            "form": "voice",
        },
        f"/residents/{ids['person_id']}/consents/withdraw": {"purpose": "peer_help"},
    }


def test_every_verb_is_done_once_and_never_by_another_centre(door, database, town_scope):
    for path, body in acts(door.made.ids).items():
        assert door(path, body, who="elsewhere").status_code == 403, path
        key = uuid4().hex
        first, second = (door(path, body, key=key) for _ in range(2))
        assert first.status_code == 200, f"{path}: {first.text}"
        assert second.json == first.json, path
    with database.reading(town_scope) as session:
        assert session.query(Operation).count() == len(acts(door.made.ids))
        assert session.query(Visit).count() == 1
        assert session.get_one(Offer, door.made.ids["offer_id"]).status == "declined"
        acts_of_consent = session.scalars(
            select(ConsentEntry.act).where(ConsentEntry.person_id == door.made.ids["person_id"])
        ).all()
        assert "withdrawn" in acts_of_consent


def test_a_resident_is_opened_with_consent_and_their_case_closes(door, database, town_scope):
    body = {"full_name": "새누리", "area_id": str(door.area.id), "form": "voice"}
    refused = door("/residents", body)
    assert (refused.status_code, refused.json["reason"]) == (409, "no_consent")
    agreed = {**body, "purposes": ["keep_record", "peer_help"]}
    resident = door("/residents", agreed).json["id"]
    case = door("/cases", {"resident_id": resident, "urgency": "soon"}).json["id"]
    stale = door(f"/cases/{case}/close", {"outcome": "need_met", "version": 7})
    assert (stale.status_code, stale.json["reason"]) == (409, "stale_version")
    closed = door(f"/cases/{case}/close", {"outcome": "need_met", "version": 1})
    assert closed.status_code == 200, closed.text
    assert door(f"/cases/{case}/reopen").status_code == 200
    with database.reading(town_scope) as session:
        assert session.query(Case).where(Case.resident_id == UUID(resident)).one().status == "open"


@pytest.mark.parametrize(
    ("point", "fault"),
    [("127.19, 37.72", "point_swapped"), ("0, 0", "point_at_zero")],
)
def test_a_home_has_the_point_another_system_gives_it_where_it_can_be(
    door, database, town_scope, point, fault
):
    agreed = {"purposes": ["keep_record"], "form": "voice"}
    body = {"full_name": "새누리", "area_id": str(door.area.id), **agreed}
    refused = door("/residents", {**body, "point": point})
    assert (refused.status_code, refused.json["errors"]) == (422, {"point": [fault]})
    opened = door("/residents", {**body, "point": "37.721234, 127.186543"})
    with database.reading(town_scope) as session:
        home = find_household(session, UUID(opened.json["id"]))
    assert home is not None
    assert home.exact_point == {"lat": 37.721234, "lon": 127.186543}
    assert (home.grid_lat, home.grid_lon) == (37.721, 127.187)


def test_what_goes_on_after_a_case_was_seen_by_whoever_closes_it(door, database, town_scope):
    agreed = {"area_id": str(door.area.id), "form": "voice"}
    purposes = ["keep_record", "share_with_agency"]
    resident = door("/residents", {"full_name": "새누리", **agreed, "purposes": purposes})
    case = door("/cases", {"resident_id": resident.json["id"], "urgency": "soon"}).json["id"]
    with database.writing(town_scope) as session:
        a_referral(session, case=session.get_one(Case, UUID(case)))
    with database.reading(town_scope) as session:
        version = session.get_one(Case, UUID(case)).version
    body = {"outcome": "need_met", "version": version}
    refused = door(f"/cases/{case}/close", body)
    assert refused.status_code == 422
    assert refused.json["errors"] == {"seen_open": ["required"]}
    closed = door(f"/cases/{case}/close", {**body, "seen_open": True})
    assert closed.status_code == 200, closed.text


def test_a_report_through_the_api_says_so(door, database, town_scope):
    told = {"words": "Nobody has seen her for days.", "name": "한가람"}
    made = door("/reports", told).json["id"]
    nowhere = door("/reports", {**told, "area_id": str(uuid4())})
    assert (nowhere.status_code, nowhere.json["reason"]) == (404, "not_found")
    with database.reading(town_scope) as session:
        assert session.query(Report).where(Report.id == UUID(made)).one().door == "api"


def test_what_a_page_takes_as_people_write_it_a_program_says_exactly(door):
    path = f"/cases/{door.made.ids['case_id']}/needs"
    for wrong in ({"minutes": "30"}, {"from_on": "오늘"}, {"kinds": 1}, {"minutes": True}):
        assert door(path, {**NEED, **wrong}).status_code == 422, wrong
    assert door(path, {**NEED, "minutes": 30.0}).status_code == 200


def test_an_alert_ends_with_the_check_in_behind_it(door, database, town_scope):
    alert = door.made.ids["alert_id"]
    with database.reading(town_scope) as session:
        kind = session.get_one(Alert, alert).kind
    wrong = door(f"/alerts/{alert}/resolve", {"ended_by": "not_an_end"})
    assert wrong.status_code == 422, kind
    answer = door(f"/alerts/{alert}/resolve", {"ended_by": "all_clear"})
    assert answer.status_code == 200, answer.text


def test_where_a_second_person_is_asked_no_other_system_closes_alone(door, database, town_scope):
    agreed = {"area_id": str(door.area.id), "form": "voice", "purposes": ["keep_record"]}
    resident = door("/residents", {"full_name": "새누리", **agreed}).json["id"]
    case = door("/cases", {"resident_id": resident, "urgency": "soon"}).json["id"]
    with database.writing(town_scope) as session:
        asks_two(session, town_scope.town_id)
    refused = door(f"/cases/{case}/close", {"outcome": "need_met", "version": 1})
    assert refused.status_code == 422
    assert "second_person_needed" in refused.text
    with database.reading(town_scope) as session:
        assert session.get_one(Case, UUID(case)).status == "open"
