"""A door of the API with one of everything behind it, for tests of what other systems write."""

from __future__ import annotations

from uuid import uuid4

from hopecare.domain.roles import Role
from tests.factories.everything import everything
from tests.factories.people import a_staff_account
from tests.factories.systems import a_token
from tests.factories.towns import a_centre, a_town, an_area


class Door:
    """A way to post and to read, and what there is to do it about."""

    def __init__(self, app, tokens, made, area):
        self.app, self.tokens, self.made, self.area = app, tokens, made, area

    def __call__(self, path, body=None, *, key=None, who="here"):
        headers = self._headers(who) | {"Idempotency-Key": key or uuid4().hex}
        return self.app.test_client().post(f"/api/v1{path}", json=body, headers=headers)

    def read(self, path, *, who="here"):
        """Read by the token of somebody."""
        return self.app.test_client().get(f"/api/v1{path}", headers=self._headers(who))

    def _headers(self, who):
        return {"Authorization": f"Bearer {self.tokens[who]}"}


def a_door(app, database, town_scope):
    """One of everything, and tokens of three of its centre and of one of another centre."""
    with database.writing(town_scope) as session:
        a_town(session)
        here, elsewhere = a_centre(session), a_centre(session, name="서부희망케어센터")
        area = an_area(session, covered_by=here)
        made = everything(session, here, area)
        worker, coordinator = {Role.SOCIAL_WORKER}, {Role.COORDINATOR}
        whose = {
            "here": (here, worker),
            "colleague": (here, worker),
            "coordinator": (here, coordinator),
            "elsewhere": (elsewhere, worker),
        }
        accounts = {
            name: a_staff_account(session, roles=roles, centre=centre)
            for name, (centre, roles) in whose.items()
        }
        made.ids["colleague_id"] = accounts["colleague"].person_id
        tokens = {name: a_token(session, account) for name, account in accounts.items()}
        made.ids["area_id"] = area.id
        made.ids["elsewhere_id"] = elsewhere.id
    return Door(app, tokens, made, area)
