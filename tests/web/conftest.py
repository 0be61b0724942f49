"""The tests' own door, put into an application of its own."""

from __future__ import annotations

import pytest

from hopecare.domain.roles import Role
from tests.factories import towns
from tests.factories.people import a_staff_account
from tests.plugins.pages import Visitor
from tests.web.sample import blueprint


@pytest.fixture
def app(make_app, database):
    return make_app(database, doors=(blueprint,))


@pytest.fixture
def town(database, town_scope):
    with database.writing(town_scope) as session:
        return towns.a_town(session)


@pytest.fixture
def coordinator(database, town_scope, town):
    with database.writing(town_scope) as session:
        return a_staff_account(session, roles=(Role.COORDINATOR,))


@pytest.fixture
def staff(app, coordinator):
    """A coordinator, signed in."""
    return Visitor(app).sign_in(coordinator)
