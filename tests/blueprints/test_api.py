"""Other systems read and open cases through the API, with the same permissions as the pages."""

from datetime import timedelta
from uuid import uuid4

import pytest

from hopecare.database import AllTowns, TownScope
from hopecare.domain.roles import Role
from hopecare.services.make_api_token import make_api_token
from hopecare.services.revoke_api_token import revoke_api_token
from models import Case
from tests.factories.cases import a_case
from tests.factories.people import a_resident, a_staff_account
from tests.factories.towns import NOW, a_centre, a_town

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


def test_the_description_names_every_door(app):
    described = app.test_client().get("/api/openapi.json").json
    assert set(described["paths"]) == {
        "/api/v1/cases",
        "/api/v1/cases/{case_id}",
        "/api/v1/eligibility/assess",
        "/api/v1/eligibility/facts",
    }
