"""Keys that name no row, in an address or behind a call: a kind answer, and never a failure."""

from __future__ import annotations

import pytest

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.roles import Role
from hopecare.services.open_call_task import OwedCall, open_call_task
from tests.factories.cases import BY
from tests.factories.people import a_resident, a_staff_account
from tests.factories.towns import NOW, a_centre, a_town

pytestmark = pytest.mark.both_databases
K = CallTaskKind
NOBODY = "01980000-0000-7000-8000-00000000dead"
KINDS = {
    "last_day": K.DEADLINE_NEAR,
    "answer_day": K.DEADLINE_NEAR,
    "clock": K.DEADLINE_NEAR,
    "capacity": K.ASK_CAPACITY,
    "silent": K.REFERRAL_SILENT,
    "asks": K.OFFICE_ASKS,
    "told_office": K.TELL_OFFICE,
    "inbound": K.REVIEW_REPLY,
}
"""A cause that names a row behind it, with a kind of call that is owed for it."""


@pytest.fixture
def desk(database, town_scope, visitor):
    """Whoever looks at one call with this key; gives where it stands."""
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        resident = a_resident(session, centre=centre)
        roles = (Role.SOCIAL_WORKER, Role.COORDINATOR)
        account = a_staff_account(session, roles=roles, centre=centre)
    visitor.sign_in(account)

    def owed(kind, key):
        call = OwedCall(
            kind=kind, dedup_key=key, due_at=NOW, person_id=resident.id, centre_id=centre.id
        )
        with database.writing(town_scope) as session:
            task = open_call_task(session, town_id=resident.town_id, owed=call, by=BY, now=NOW)
        return f"/call-tasks/{task.id}"

    return owed


@pytest.mark.parametrize("cause", KINDS)
def test_a_call_whose_key_names_no_row_is_shown_all_the_same(desk, visitor, cause):
    for rest in ("", ":", ":nonsense", ":nonsense:objection", f":{NOBODY}", f":{NOBODY}:x"):
        page = visitor.get(desk(KINDS[cause], f"{cause}{rest}"))
        assert page.status == 200
    assert visitor.get("/call-tasks").status == 200
    assert visitor.get("/desk?whose=centre").status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/call-tasks/nonsense",
        f"/call-tasks/{NOBODY}",
        f"/referrals/{NOBODY}",
        "/referrals/nonsense",
        f"/referrals/{NOBODY}/last-day",
        f"/referrals/{NOBODY}/steps/{NOBODY}",
        f"/applications/{NOBODY}/answer-day",
    ],
)
def test_an_address_that_names_no_row_is_not_found(desk, visitor, path):
    desk(K.CALL_BACK, "test:one")
    page = visitor.get(path, status=404)
    assert page.h1
