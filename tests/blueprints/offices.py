"""A centre as a social worker finds it, for the tests of what assessments lead to."""

from __future__ import annotations

from sqlalchemy import select

from hopecare.domain.roles import Role
from models import GapNote, ScreeningTurn
from tests.factories.assessments import a_gap, a_turn, an_assessment
from tests.factories.people import a_resident, a_staff_account
from tests.factories.towns import a_centre, a_town, an_area


class Office:
    """A social worker of a centre, signed in, with one resident."""

    def __init__(self, database, scope, visitor):
        self.database, self.scope = database, scope
        with database.writing(scope) as session:
            a_town(session)
            self.centre = a_centre(session)
            self.area = an_area(session, covered_by=self.centre)
            self.resident = a_resident(
                session, name="김다래", centre=self.centre, area=self.area, phone=""
            )
            self.furnish(session)
            self.account = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=self.centre)
        visitor.sign_in(self.account)

    def furnish(self, session):
        """Lay what the tests are about."""


class GapOffice(Office):
    """The resident receives nothing of what may be due."""

    def furnish(self, session):
        an_assessment(session, self.resident)
        self.page = f"/residents/{self.resident.id}"
        self.ledger = f"{self.page}/missed-benefits"
        self.form = f"/missed-benefits/{a_gap(session, self.resident).id}"

    def note(self):
        with self.database.reading(self.scope) as session:
            return session.scalars(select(GapNote)).one()


class TurnOffice(Office):
    """One answer of the resident has turned."""

    def furnish(self, session):
        self.turn = a_turn(session, self.resident)
        self.page = f"/answers-that-turned/{self.turn.id}"
        self.settle = f"{self.page}/settle"

    def row(self):
        with self.database.reading(self.scope) as session:
            return session.get_one(ScreeningTurn, self.turn.id)
