"""Schemathesis asks the running application everything its description allows, and more."""

from __future__ import annotations

import os
import re
from datetime import timedelta
from threading import Thread
from uuid import uuid4

import pytest
import schemathesis
from schemathesis.config import (
    ChecksConfig,
    GenerationConfig,
    PositiveDataAcceptanceConfig,
    ProjectConfig,
    ProjectsConfig,
    SchemathesisConfig,
)
from schemathesis.engine import from_schema
from schemathesis.engine.events import NonFatalError, ScenarioFinished
from sqlalchemy import select
from werkzeug.serving import make_server

from blueprints.api.described import TOKEN
from blueprints.api.examples import EXAMPLE_ID
from hopecare.domain.api_scopes import API_SCOPES
from hopecare.domain.roles import Role
from hopecare.services.make_api_token import make_api_token
from models import Organisation, VolunteerProfile
from tests.factories.everything import everything
from tests.factories.people import a_staff_account
from tests.factories.towns import NOW, a_centre, a_town, an_area

pytestmark = pytest.mark.both_databases

EXAMPLES = int(os.environ.get("API_EXAMPLES", "1"))
"""How many examples an operation; `make api-check` asks for many."""
REQUESTS = int(os.environ.get("API_REQUESTS", "700"))
"""After so many it is enough, once every operation was asked, however long it takes.

What is written as an example comes first, then the bounds, then the rest.
"""
WELL_FORMED_AND_REFUSED = ["2xx", "401", "403", "404", "409", "422", "429"]
"""422 too: a day that has passed, or a note of control characters, is well formed and refused."""


IDS: dict[str, str] = {}
"""The rows of the town that is asked."""
ENOUGH = 50
"""So many of the operations answer well at least; the others refuse what they are given."""
KEY = "Idempotency-Key"
FITS = re.compile(r"[!-~]{8,200}")
NAMED_OTHERWISE = {
    "check_in_id": "slot_id",
    "other_help_id": "help_id",
    "organisation_id": "organisation_id",
    "resident_id": "person_id",
}
"""How paths call what the factory calls otherwise."""


@pytest.fixture
def town(database, town_scope):
    """A town with one of everything."""
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        area = an_area(session, covered_by=centre)
        made = everything(session, centre, area)
        made.ids["area_id"] = area.id
        made.ids["organisation_id"] = session.scalars(select(Organisation.id)).first()
        made.ids["volunteer_id"] = session.scalars(select(VolunteerProfile.id)).first()
        IDS.update(ids_of(made))
        return centre, made


@pytest.fixture
def token(database, town_scope, town):
    """A token that may do all of it."""
    with database.writing(town_scope) as session:
        centre, _ = town
        account = a_staff_account(session, roles=set(Role), centre=centre)
        made = make_api_token(
            session,
            account,
            label="schemathesis",
            scopes=tuple(API_SCOPES),
            lasts_for=timedelta(days=30),
            now=NOW,
        )
        return made.token


@pytest.fixture
def address(make_app, database):
    """Where the application really answers, over HTTP; schemathesis asks often."""
    app = make_app(database, api_per_minute="1000000")
    server = make_server("127.0.0.1", 0, app, threaded=False)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


def ids_of(made):
    """A row that is there, by each name of a path or a body: so that an operation is reached."""
    named = {name: name for name in made.ids} | NAMED_OTHERWISE
    return {name: str(made.ids[found]) for name, found in named.items()}


def described(address, token, made):
    """The description as the application serves it, with the token in every request."""
    project = ProjectConfig(
        parameters={f"path.{name}": found for name, found in ids_of(made).items()},
        auth=ProjectConfig.from_dict({"auth": {"openapi": {TOKEN: {"bearer": token}}}}).auth,
        generation=GenerationConfig(max_examples=EXAMPLES, deterministic=True),
        checks=ChecksConfig(
            positive_data_acceptance=PositiveDataAcceptanceConfig(
                expected_statuses=WELL_FORMED_AND_REFUSED
            )
        ),
    )
    config = SchemathesisConfig(projects=ProjectsConfig(default=project))
    return schemathesis.openapi.from_url(f"{address}/api/openapi.json", config=config)


@schemathesis.hook("before_call")
def about_rows_that_are_there(_context, case, _kwargs):
    """A key that fits is made anew, and an example's id is one of a row: so that writes write.

    Under one key every write but the first would be refused as another's.
    """
    if FITS.fullmatch(str((case.headers or {}).get(KEY, ""))):
        case.headers[KEY] = uuid4().hex
    if isinstance(case.body, dict):
        for name in {name for name, value in case.body.items() if value == EXAMPLE_ID} & set(IDS):
            case.body[name] = IDS[name]


@pytest.mark.timeout(900)
def test_every_operation_keeps_its_description(address, token, town):
    faults, asked, answered, sent = [], set(), set(), 0
    schema = described(address, token, town[1])
    wanted, stream = operations_of(schema), from_schema(schema).execute()
    for event in stream:
        if isinstance(event, NonFatalError):
            faults.append(str(event.info.format(bold=str)))
        if isinstance(event, ScenarioFinished):
            asked.add(event.label)
            if any(is_well(each) for each in event.recorder.interactions.values()):
                answered.add(event.label)
            faults += list(failures(event))
            sent += len(event.recorder.interactions)
        if sent >= REQUESTS and wanted <= asked:
            stream.stop()
    if faults:
        pytest.fail("\n\n".join(dict.fromkeys(faults)))
    assert wanted - asked == set()
    assert len(answered) >= ENOUGH, asked - answered


def operations_of(schema):
    """Every operation the description names."""
    return {
        f"{method.upper()} {path}"
        for path, methods in schema.raw_schema["paths"].items()
        for method in methods
        if method != "parameters"
    }


def is_well(interaction):
    """Whether one request was answered and not refused."""
    return interaction.response is not None and interaction.response.status_code < 300


def failures(event):
    """What went wrong in one scenario, with the request that shows it."""
    for case_id, checks in event.recorder.checks.items():
        for check in checks:
            if check.failure_info is not None:
                case = event.recorder.cases[case_id].value
                failure = check.failure_info.failure
                yield f"{event.label}: {failure.title}: {failure.message}\n{case.as_curl_command()}"
