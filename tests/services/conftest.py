"""A town with one resident who may qualify and receives nothing, for the tests of the ledger."""

from __future__ import annotations

import pytest

from tests.factories.assessments import an_assessment
from tests.factories.people import a_resident
from tests.factories.towns import a_centre, a_town


@pytest.fixture
def session(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        yield session


@pytest.fixture
def darae(session):
    """Somebody who may qualify and receives nothing."""
    person = a_resident(session, name="김다래", centre=a_centre(session), phone="")
    an_assessment(session, person)
    return person
