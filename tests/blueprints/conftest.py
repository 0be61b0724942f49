"""What most pages are asked for by: one town with one centre, and somebody who works there."""

from __future__ import annotations

import pytest

from tests.factories.people import a_staff_account
from tests.factories.towns import a_centre, a_town


@pytest.fixture
def centre(database, town_scope):
    """The one centre of a town that is there from now on."""
    with database.writing(town_scope) as session:
        a_town(session)
        return a_centre(session)


@pytest.fixture
def staff(database, town_scope, visitor, centre):
    """A coordinator of that centre, signed in."""
    with database.writing(town_scope) as session:
        account = a_staff_account(session, centre=centre)
    return visitor.sign_in(account)
