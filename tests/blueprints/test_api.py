"""Other systems read and open cases through the API, with the same permissions as the pages."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from hopecare.database import AllTowns, TownScope
from hopecare.domain.api_scopes import API_SCOPES
from hopecare.domain.roles import Role
from hopecare.extensions import DESK
from hopecare.services.count_request import count_request
from hopecare.services.make_api_token import make_api_token
from hopecare.services.revoke_api_token import revoke_api_token
from models import AccessLogEntry, ApiToken, Case
from tests.factories.cases import a_case
from tests.factories.everything import everything
from tests.factories.people import a_phone, a_resident, a_staff_account
from tests.factories.towns import NOW, a_centre, a_town, an_area
from tests.plugins.pages import count_queries

pytestmark = pytest.mark.both_databases

READ, OPEN = "api.cases.read", "api.cases.open"


@pytest.fixture
def desk_of(database):
    """A town with a centre, a member of staff and a token with these scopes."""

    def make(*scopes, lasts_for=timedelta(days=30)):
        with database.writing(AllTowns()) as session:
            town = a_town(session)
        with database.writing(TownScope(town.id)) as session:
            centre = a_centre(session)
            account = a_staff_account(session, roles={Role.SOCIAL_WORKER}, centre=centre)
            made = make_api_token(
                session,
                account,
                label="the city's system",
                scopes=scopes or (READ,),
                lasts_for=lasts_for,
                now=NOW,
            )
            return town, centre, made

    return make


def with_token(token, **headers):
    return {"headers": {"Authorization": f"Bearer {token}", **headers}}


def test_a_token_reads_the_cases_of_its_centre_and_no_others(app, database, desk_of):
    town, centre, made = desk_of()
    with database.writing(TownScope(town.id)) as session:
        ours = a_case(session, resident=a_resident(session, centre=centre))
        elsewhere = a_centre(session)
        a_case(session, resident=a_resident(session, centre=elsewhere))
    answer = app.test_client().get("/api/v1/cases", **with_token(made.token))
    assert [each["id"] for each in answer.json["cases"]] == [str(ours.id)]
    assert "full_name" not in answer.text


def test_pages_of_cases_hold_each_case_once(app, database, desk_of):
    town, centre, made = desk_of()
    with database.writing(TownScope(town.id)) as session:
        wanted = {
            str(a_case(session, resident=a_resident(session, centre=centre)).id) for _ in range(5)
        }
    client, after, seen = app.test_client(), None, []
    while True:
        query = {"limit": 2, **({"after": after} if after else {})}
        page = client.get("/api/v1/cases", query_string=query, **with_token(made.token)).json
        seen += [each["id"] for each in page["cases"]]
        after = page["next"]
        if after is None:
            break
    assert sorted(seen) == sorted(wanted)


def test_one_case_says_what_it_needs(app, database, desk_of):
    town, centre, made = desk_of()
    with database.writing(TownScope(town.id)) as session:
        case = a_case(session, resident=a_resident(session, centre=centre))
    answer = app.test_client().get(f"/api/v1/cases/{case.id}", **with_token(made.token))
    assert answer.json["code"] == case.code
    assert isinstance(answer.json["needs"], list)


def test_opening_a_case_twice_under_one_key_opens_it_once(app, database, desk_of):
    town, centre, made = desk_of(READ, OPEN)
    with database.writing(TownScope(town.id)) as session:
        resident = a_resident(session, centre=centre)
    body = {"resident_id": str(resident.id), "urgency": "ordinary", "kinds": ["side_dishes"]}
    sent = {"json": body, **with_token(made.token, **{"Idempotency-Key": uuid4().hex})}
    client = app.test_client()
    first, second = (client.post("/api/v1/cases", **sent) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201), first.text
    assert first.json == second.json
    with database.reading(TownScope(town.id)) as session:
        assert session.query(Case).count() == 1


@pytest.mark.parametrize(
    ("spoil", "status", "reason"),
    [
        pytest.param({"Authorization": "Bearer nonsense"}, 401, "sign_in_needed", id="unknown"),
        pytest.param({"Authorization": ""}, 401, "sign_in_needed", id="without"),
    ],
)
def test_without_a_good_token_nothing_is_said(app, desk_of, spoil, status, reason):
    desk_of()
    answer = app.test_client().get("/api/v1/cases", headers=spoil)
    assert (answer.status_code, answer.json["reason"]) == (status, reason)
    assert answer.content_type == "application/problem+json"


def test_a_token_may_do_only_what_its_scopes_say(app, desk_of):
    _, _, made = desk_of(READ)
    sent = with_token(made.token, **{"Idempotency-Key": uuid4().hex})
    body = {"resident_id": str(uuid4()), "urgency": "ordinary"}
    answer = app.test_client().post("/api/v1/cases", json=body, **sent)
    assert (answer.status_code, answer.json["reason"]) == (403, "not_permitted")
    assert answer.json["errors"] == {"_scope": ["api.cases.open"]}


def test_a_revoked_token_is_worth_nothing(app, database, desk_of):
    town, _, made = desk_of()
    with database.writing(TownScope(town.id)) as session:
        revoke_api_token(session, token_id=made.row.id, now=NOW)
    assert app.test_client().get("/api/v1/cases", **with_token(made.token)).status_code == 401


def test_a_token_that_has_run_out_is_worth_nothing(app, desk_of):
    _, _, made = desk_of(lasts_for=timedelta(seconds=1))
    app.extensions["hopecare.desk"].clock.advance(timedelta(seconds=2))
    assert app.test_client().get("/api/v1/cases", **with_token(made.token)).status_code == 401


def test_wrong_input_is_named_field_by_field(app, desk_of):
    _, _, made = desk_of(READ, OPEN)
    sent = with_token(made.token, **{"Idempotency-Key": uuid4().hex})
    answer = app.test_client().post("/api/v1/cases", json={"urgency": "terrible"}, **sent)
    assert answer.status_code == 422
    assert {"urgency", "resident_id"} <= set(answer.json["errors"]["json"])


def test_a_cookie_alone_writes_nothing_through_the_api(visitor, database, desk_of):
    town, centre, _ = desk_of()
    with database.writing(TownScope(town.id)) as session:
        account = a_staff_account(session, roles={Role.SOCIAL_WORKER}, centre=centre)
        resident = a_resident(session, centre=centre)
    visitor.sign_in(account)
    body = {"resident_id": str(resident.id), "urgency": "ordinary"}
    key = {"Idempotency-Key": uuid4().hex}
    answer = visitor.client.post("/api/v1/cases", json=body, headers=key)
    assert answer.status_code == 400


PAGES = {"/api/v1/docs"}


def test_the_description_names_every_door(app):
    described = app.test_client().get("/api/openapi.json").json
    served = {
        re.sub(r"<uuid:(\w+)>", r"{\1}", rule.rule)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/")
    }
    assert set(described["paths"]) == served - PAGES
    operations = [
        told
        for methods in described["paths"].values()
        for method, told in methods.items()
        if method != "parameters"
    ]
    names = [each["operationId"] for each in operations]
    assert len(names) == len(set(names)) > 25
    assert [each["operationId"] for each in operations if not each.get("summary")] == []


def test_the_page_shows_every_operation_and_every_reason(visitor, app):
    described = app.test_client().get("/api/openapi.json").json
    shown = visitor.get("/api/v1/docs")
    for path in described["paths"]:
        assert path in shown.main
    for reason in ("sign_in_needed", "operation_conflict", "rate_limited", "stale_version"):
        assert reason in shown.main
    assert "curl -X POST" in shown.main


def test_a_token_that_asks_too_often_waits(make_app, database, desk_of):
    _, _, made = desk_of()
    client = make_app(database, api_per_minute="2").test_client()
    first, second, third = (client.get("/api/v1/cases", **with_token(made.token)) for _ in range(3))
    assert (first.status_code, first.headers["RateLimit-Remaining"]) == (200, "1")
    assert (second.status_code, third.status_code) == (200, 429)
    assert third.json["reason"] == "rate_limited"
    assert 0 < int(third.headers["Retry-After"]) <= 60


def test_a_key_serves_one_request_only(app, database, desk_of):
    town, centre, made = desk_of(OPEN)
    with database.writing(TownScope(town.id)) as session:
        resident = a_resident(session, centre=centre)
    body = {"resident_id": str(resident.id), "urgency": "ordinary"}
    sent = with_token(made.token, **{"Idempotency-Key": uuid4().hex})
    client = app.test_client()
    assert client.post("/api/v1/cases", json=body, **sent).status_code == 201
    other = client.post("/api/v1/cases", json={**body, "urgency": "crisis"}, **sent)
    assert (other.status_code, other.json["reason"]) == (409, "operation_conflict")


def test_when_a_token_was_last_used_is_written_down(app, database, desk_of):
    town, _, made = desk_of()
    app.test_client().get("/api/v1/cases", **with_token(made.token))
    with database.reading(TownScope(town.id)) as session:
        assert session.get(ApiToken, made.row.id).used_at == NOW


def test_people_are_found_by_a_post_and_nobody_elses(app, database, desk_of):
    town, centre, made = desk_of("api.residents.read")
    phone = a_phone()
    with database.writing(TownScope(town.id)) as session:
        ours = a_resident(session, centre=centre, phone=phone)
        a_resident(session, centre=a_centre(session), phone=phone)
    sent = {"json": {"q": phone}, **with_token(made.token)}
    found = app.test_client().post("/api/v1/residents/find", **sent).json["residents"]
    assert [each["id"] for each in found] == [str(ours.id)]


def test_a_list_costs_the_same_however_long_it_is(app, database, desk_of):
    town, centre, made = desk_of("api.residents.read")
    client = app.test_client()
    counts = []
    for _ in range(2):
        with database.writing(TownScope(town.id)) as session:
            for _ in range(4):
                a_resident(session, centre=centre)
        client.get("/api/v1/residents", **with_token(made.token))
        with count_queries(database) as seen:
            client.get("/api/v1/residents", **with_token(made.token))
        counts.append(seen.total)
    assert counts[0] == counts[1]


LISTS = (
    "alerts", "applications", "call-tasks", "cases", "check-ins", "messages", "needs", "offers",
    "referrals", "reports", "residents", "tasks", "visits", "volunteers",
)  # fmt: skip


@pytest.fixture
def two_centres(database, town_scope):
    """One of everything at a centre, and a token of its own and of another centre."""
    with database.writing(town_scope) as session:
        a_town(session)
        here, elsewhere = a_centre(session), a_centre(session, name="서부희망케어센터")
        made = everything(session, here, an_area(session, covered_by=here))
        tokens = [
            make_api_token(
                session,
                a_staff_account(session, roles={Role.COORDINATOR}, centre=centre),
                label="a system",
                scopes=tuple(API_SCOPES),
                lasts_for=timedelta(days=30),
                now=NOW,
            ).token
            for centre in (here, elsewhere)
        ]
    return made, *tokens


def test_every_list_and_every_row_is_read_by_its_centre_and_by_nobody_elses(
    app, database, town_scope, two_centres
):
    made, ours, theirs = two_centres
    client = app.test_client()
    for noun in LISTS:
        key = noun.replace("-", "_")
        here = client.get(f"/api/v1/{noun}", **with_token(ours)).json[key]
        there = client.get(f"/api/v1/{noun}", **with_token(theirs)).json[key]
        assert [each for each in there if each in here] == [], noun
        for each in here:
            one = f"/api/v1/{noun}/{each['id']}"
            before = looks(database, town_scope)
            assert client.get(one, **with_token(ours)).status_code == 200, one
            assert noun == "reports" or looks(database, town_scope) == before + 1, one
            refused = client.get(one, **with_token(theirs))
            assert refused.status_code == 403, one
            assert [secret for secret in made.secrets if secret in refused.text] == []


def test_what_belongs_to_a_resident_is_read_by_their_centre_only(app, two_centres):
    made, ours, theirs = two_centres
    client, resident = app.test_client(), f"/api/v1/residents/{made.resident.id}"
    for path in ("", "/consents", "/check-in-plans", "/timeline"):
        assert client.get(resident + path, **with_token(ours)).status_code == 200
        assert client.get(resident + path, **with_token(theirs)).status_code == 403
    assert client.get(resident, **with_token(ours)).json["full_name"] == made.resident.full_name
    timeline = client.get(f"{resident}/timeline", **with_token(ours)).json["entries"]
    assert {"case_opened", "resident_opened"} & {each["kind"] for each in timeline}


def looks(database, scope):
    """How many rows the access log has."""
    with database.reading(scope) as session:
        return session.scalar(select(func.count()).select_from(AccessLogEntry))


def test_the_rate_of_a_token_holds_over_every_process(make_app, database, desk_of):
    _, _, made = desk_of()
    apps = [make_app(database, api_per_minute="4") for _ in range(3)]
    others = [each.test_client() for each in apps]
    answers = [
        others[number % 3].get("/api/v1/cases", **with_token(made.token)) for number in range(6)
    ]
    assert [each.status_code for each in answers] == [200] * 4 + [429] * 2
    left = [int(each.headers["RateLimit-Remaining"]) for each in answers]
    assert left == [3, 2, 1, 0, 0, 0]
    assert answers[-1].headers["Retry-After"] == "60"
    for each in apps:
        each.extensions[DESK].clock.advance(timedelta(seconds=45))
    late = others[2].get("/api/v1/cases", **with_token(made.token))
    assert (late.status_code, late.headers["Retry-After"]) == (429, "15")
    for each in apps:
        each.extensions[DESK].clock.advance(timedelta(seconds=15))
    again = [each.get("/api/v1/cases", **with_token(made.token)) for each in others]
    assert [each.status_code for each in again] == [200] * 3


def test_many_processes_at_once_count_every_request_once(database, desk_of):
    town, _, made = desk_of()
    caller = str(made.row.id)

    def ask(_):
        with database.writing(TownScope(town.id)) as session:
            return count_request(session, town_id=town.id, caller=caller, now=NOW).asked

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(ask, range(40))) == list(range(1, 41))


def test_a_clock_that_was_put_back_lets_nobody_wait_for_hours(database, desk_of):
    town, _, made = desk_of()
    caller = str(made.row.id)
    for now in (NOW, NOW - timedelta(hours=3)):
        with database.writing(TownScope(town.id)) as session:
            counted = count_request(session, town_id=town.id, caller=caller, now=now)
        assert (counted.asked, counted.ends_at) == (1, now + timedelta(minutes=1))
