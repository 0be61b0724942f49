"""Other systems ask the rules through the API: the commands' own documents, and nothing is kept."""

from __future__ import annotations

import json
import logging
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from blueprints.api.schemas_eligibility import EXAMPLE
from hopecare.database import AllTowns, TownScope
from hopecare.domain.eligibility.answering import LARGEST_HOUSEHOLD, answers_for
from hopecare.domain.eligibility.exchange import answer_to_json, vocabulary_to_json
from hopecare.domain.roles import Role
from hopecare.reading.country_packs import packs_of_country
from hopecare.services.make_api_token import make_api_token
from models import ApiRate
from models.base import Base
from tests.factories.people import a_staff_account
from tests.factories.towns import NOW, a_centre, a_town

ASSESS, FACTS = "/api/v1/eligibility/assess", "/api/v1/eligibility/facts"
SCOPE = "api.eligibility.ask"
DAY = {"on": "2026-06-01"}


@pytest.fixture
def staff(database):
    """A social worker, and a way to make tokens of theirs."""
    with database.writing(AllTowns()) as session:
        town = a_town(session)
    with database.writing(TownScope(town.id)) as session:
        centre = a_centre(session)
        account = a_staff_account(session, roles={Role.SOCIAL_WORKER}, centre=centre)

    def token(*scopes: str) -> dict[str, str]:
        with database.writing(TownScope(town.id)) as session:
            made = make_api_token(
                session,
                account,
                label="the city's system",
                scopes=scopes,
                lasts_for=timedelta(days=30),
                now=NOW,
            )
        return {"Authorization": f"Bearer {made.token}"}

    return account, token


@pytest.fixture
def ask(app, staff):
    """Send a household with a good token."""
    headers = staff[1](SCOPE)

    def send(given: Any = EXAMPLE, query: Any = DAY, kind: str = "application/json") -> Any:
        body = given if isinstance(given, bytes) else json.dumps(given).encode()
        return app.test_client().post(
            ASSESS, data=body, content_type=kind, query_string=query, headers=headers
        )

    return send


def test_the_answer_is_the_commands_own(ask):
    answer = ask()
    assert answer.status_code == 200, answer.text
    korea = packs_of_country("kr")
    assert answer.json == answer_to_json(answers_for(korea, EXAMPLE, on=date(2026, 6, 1)))


def test_what_may_be_asked_is_the_commands_own(app, staff):
    headers = staff[1](SCOPE)
    answer = app.test_client().get(FACTS, query_string={"country": "KR"}, headers=headers)
    assert answer.json == vocabulary_to_json(packs_of_country("kr"))


def test_what_is_not_known_stays_unknown(ask):
    found = ask({"facts": {"income.benefits": None}}).json["programmes"]
    verdicts = {item["id"]: item["verdict"] for item in found}
    assert verdicts["kr.livelihood"] == verdicts["kr.medical"] == "unknown"
    assert "eligible" not in verdicts.values()
    assert {item["receipt"] for item in found} == {"unknown"}
    assert all(item["missing"] for item in found if item["verdict"] == "unknown")


@pytest.mark.parametrize(
    ("given", "reason", "errors"),
    [
        ({"facts": {"wings": 2}}, "invalid_input", {"wings": ["unknown_question"]}),
        ({"facts": {"car.value": -1}}, "invalid_input", {"car.value": ["negative"]}),
        ({"facts": {"car.value": 10**400}}, "invalid_input", {"car.value": ["too_large"]}),
        ({"facts": {"car.value": {"max": 10**400}}}, "invalid_input", {"car.value": ["too_large"]}),
        (b'{"facts": {"car.value": 1e999}}', "invalid_input", {"car.value": ["not_a_number"]}),
        (
            {"facts": {"car.value": {"min": 9, "max": 3}}},
            "invalid_input",
            {"car.value": ["bounds_contradict"]},
        ),
        ({"members": []}, "invalid_input", {"members": ["too_few"]}),
        ({"members": [{}] * 50_000}, "invalid_input", {"members": ["too_many"]}),
        ({"receiving": []}, "invalid_input", {"receiving": ["map_expected"]}),
        ({"household": 1}, "invalid_input", {"household": ["unknown_question"]}),
        ({"facts": {"car.value": "9**9**9"}}, "invalid_input", {"car.value": ["not_a_number"]}),
        ({"facts": {"car.value": "__import__"}}, "invalid_input", {"car.value": ["not_a_number"]}),
        ({"facts": {"car.value": {"won": 3}}}, "invalid_input", {"car.value": ["not_an_answer"]}),
        ({"facts": {"car.value": 1.5}}, "invalid_input", {"car.value": ["not_whole"]}),
        ({"facts": {"household.size": -1}}, "invalid_input", {"household.size": ["too_small"]}),
        ({"members": [{}, {"age": -1}]}, "invalid_input", {"members.1.age": ["negative"]}),
        ({"members": [{}, {"pay": []}]}, "invalid_input", {"members.1.pay": ["not_an_answer"]}),
        ({"members": [{}, 3]}, "invalid_input", {"members.1": ["map_expected"]}),
        (
            {"decisions": {"finding.crisis": {"holds": True, "because": "x", "who": "me"}}},
            "invalid_input",
            {"finding.crisis.who": ["unknown_question"]},
        ),
        (b"[]", "file_not_accepted", {"body": ["not_a_json_object"]}),
        (b'{"facts":\n{"car.value": NaN}}', "file_not_accepted", {"body:2": ["not_json"]}),
        (b"facts: &a [x]\nmembers: [*a, *a]", "file_not_accepted", {"body:1": ["not_json"]}),
        (b'{"a": ' * 10_000 + b"1" + b"}" * 10_000, "file_not_accepted", {"body:1": ["not_json"]}),
        (b'{"facts": {},\n "facts"', "file_not_accepted", {"body:2": ["not_json"]}),
        (b'{"facts": {}, "facts": {}}', "file_not_accepted", {"body": ["json_key_twice"]}),
        (b"[" * 10_000, "file_not_accepted", {"body:1": ["not_json"]}),
        ("{\n집".encode("cp949"), "file_not_accepted", {"body:2": ["not_utf8"]}),
        (b"", "file_not_accepted", {"body:1": ["not_json"]}),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else None,
)
def test_bad_input_is_named_by_code_and_place(ask, given, reason, errors):
    answer = ask(given)
    assert answer.status_code == 422, answer.text
    assert answer.content_type == "application/problem+json"
    assert (answer.json["reason"], answer.json["errors"]) == (reason, errors)


@pytest.mark.parametrize(
    ("query", "place"),
    [({}, "on"), ({"on": "soon"}, "on"), (DAY | {"country": "kor"}, "country")],
)
def test_a_wrong_query_is_named(ask, query, place):
    answer = ask(query=query)
    assert (answer.status_code, list(answer.json["errors"]["query"])) == (422, [place])


def test_a_country_without_rules_and_a_day_without_are_refused(ask):
    assert ask(query=DAY | {"country": "zz"}).json["errors"] == {"country": ["not_a_choice"]}
    answer = ask(query={"on": "1999-01-01"})
    assert (answer.status_code, answer.json["reason"]) == (422, "no_rules_on_date")


def test_more_than_a_household_could_be_is_not_read(ask):
    answer = ask(b" " * (LARGEST_HOUSEHOLD + 1))
    assert (answer.status_code, answer.content_type) == (413, "application/problem+json")
    assert ask(kind="text/plain").status_code == 415


@pytest.mark.parametrize(("method", "path"), [("POST", ASSESS), ("GET", FACTS)])
def test_only_those_who_may_ask(app, staff, visitor, method, path):
    client = app.test_client()
    sent = {"method": method, "json": EXAMPLE if method == "POST" else None, "query_string": DAY}
    assert client.open(path, **sent).status_code in {400, 401}  # without a token, as without CSRF
    other = client.open(path, headers=staff[1]("api.cases.read"), **sent)
    assert (other.status_code, other.json["reason"]) == (403, "not_permitted")
    visitor.sign_in(staff[0])
    by_session = visitor.client.open(path, **sent)
    assert by_session.status_code == (400 if method == "POST" else 200)


def test_a_session_asks_with_its_csrf_token(staff, visitor):
    visitor.sign_in(staff[0])
    sent = {"json": EXAMPLE, "query_string": DAY}
    token = visitor.get("/cases").fields("/language")["csrf_token"]
    headers = {"X-CSRFToken": token}
    assert visitor.client.post(ASSESS, headers=headers, **sent).status_code == 200


def test_nothing_is_stored_nor_logged(ask, database, caplog):
    before = counts(database)
    with caplog.at_level(logging.DEBUG):
        assert ask().status_code == 200
        assert ask({"facts": {"income.benefits": -318_111}}).status_code == 422
    assert counts(database) == before
    assert "318000" not in caplog.text
    assert "318111" not in caplog.text
    assert "twelve years" not in caplog.text


def counts(database):
    """How many rows each table has; that a token asked at all is counted, and no more of it."""
    with database.reading(AllTowns()) as session:
        return {
            mapper.class_.__name__: session.scalar(select(func.count()).select_from(mapper.class_))
            for mapper in Base.registry.mappers
            if mapper.class_ is not ApiRate
        }


def test_the_description_fits_what_is_answered(app, ask, staff):
    described = app.test_client().get("/api/openapi.json").json
    vocabulary = app.test_client().get(FACTS, headers=staff[1](SCOPE)).json
    for path, method, answer in (
        (ASSESS, "post", ask().json),
        (FACTS, "get", vocabulary),
    ):
        content = described["paths"][path][method]["responses"]["200"]["content"]
        assert misfits(content["application/json"]["schema"], answer, described) == []
    body = described["paths"][ASSESS]["post"]["requestBody"]["content"]["application/json"]
    assert misfits(body["schema"], body["example"], described) == []
    problem = described["components"]["responses"]["Problem422"]["content"]
    refused = ask({"facts": {"wings": 2}})
    schema = problem[refused.content_type]["schema"]
    assert misfits(schema, refused.json, described) == []


def test_a_description_that_does_not_fit_is_noticed():
    schema = {"type": "object", "properties": {"a": {"type": "number"}}, "required": ["a"]}
    assert misfits(schema, {"a": "x"}, {}) == ["/a: str"]
    assert misfits(schema, {"a": 1, "b": 2}, {}) == ["/b: not described"]
    assert misfits(schema, {}, {}) == ["/a: missing"]


TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "number": (int, float),
    "integer": (int,),
    "null": (type(None),),
}


def misfits(schema: Any, value: Any, whole: Any, place: str = "") -> list[str]:
    """Say where a document is not as the description has it."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return misfits(whole["components"]["schemas"][name], value, whole, place)
    for joined in ("anyOf", "oneOf"):
        if joined in schema:
            tries = [misfits(each, value, whole, place) for each in schema[joined]]
            return [] if [] in tries else tries[0]
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    is_one = [isinstance(value, TYPES[kind]) for kind in kinds]
    if kinds and (not any(is_one) or (isinstance(value, bool) and "boolean" not in kinds)):
        return [f"{place}: {type(value).__name__}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{place}: {value}"]
    if isinstance(value, list):
        return [
            each
            for at, item in enumerate(value)
            for each in misfits(schema.get("items", {}), item, whole, f"{place}/{at}")
        ]
    return _misfits_of_map(schema, value, whole, place) if isinstance(value, dict) else []


def _misfits_of_map(schema: Any, value: Any, whole: Any, place: str) -> list[str]:
    known, others = schema.get("properties", {}), schema.get("additionalProperties")
    found = [f"{place}/{key}: missing" for key in schema.get("required", []) if key not in value]
    for key, item in value.items():
        of_it = known.get(key, others)
        if of_it in (None, False):
            found += [f"{place}/{key}: not described"] if known or others is False else []
        else:
            found += misfits({} if of_it is True else of_it, item, whole, f"{place}/{key}")
    return found
