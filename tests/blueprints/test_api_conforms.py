"""Schemathesis asks the running application everything its description allows, and more."""

from __future__ import annotations

import os
from datetime import timedelta
from threading import Thread

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
from werkzeug.serving import make_server

from hopecare.domain.api_scopes import API_SCOPES
from hopecare.domain.roles import Role
from hopecare.services.make_api_token import make_api_token
from tests.factories.everything import everything
from tests.factories.people import a_staff_account
from tests.factories.towns import NOW, a_centre, a_town, an_area

EXAMPLES = int(os.environ.get("API_EXAMPLES", "1"))
"""How many examples an operation; `make api-check` asks for many."""
SECONDS = int(os.environ.get("API_SECONDS", "25"))
"""How long at most: what is written as an example comes first, then the bounds, then the rest."""
WELL_FORMED_AND_REFUSED = ["2xx", "401", "403", "404", "409", "422", "429"]
"""422 too: a day that has passed, or a note of control characters, is well formed and refused."""


@pytest.fixture
def token(database, town_scope):
    """A town with one of everything, and a token that may do all of it."""
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        everything(session, centre, an_area(session, covered_by=centre))
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


def described(address, token):
    """The description as the application serves it, with the token in every request."""
    project = ProjectConfig(
        headers={"Authorization": f"Bearer {token}"},
        generation=GenerationConfig(max_examples=EXAMPLES, deterministic=True),
        checks=ChecksConfig(
            positive_data_acceptance=PositiveDataAcceptanceConfig(
                expected_statuses=WELL_FORMED_AND_REFUSED
            )
        ),
    )
    config = SchemathesisConfig(projects=ProjectsConfig(default=project), max_time=SECONDS)
    return schemathesis.openapi.from_url(f"{address}/api/openapi.json", config=config)


@pytest.mark.timeout(900)
def test_every_operation_keeps_its_description(address, token):
    faults, asked, answered = [], set(), set()
    for event in from_schema(described(address, token)).execute():
        if isinstance(event, NonFatalError):
            faults.append(str(event.info.format(bold=str)))
        if isinstance(event, ScenarioFinished):
            asked.add(event.label)
            if any(is_well(each) for each in event.recorder.interactions.values()):
                answered.add(event.label)
            faults += list(failures(event))
    assert "\n\n".join(dict.fromkeys(faults)) == ""
    assert len(answered) >= 10, asked - answered


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
