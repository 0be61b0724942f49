"""Who may do what, told as sentences about care."""

from __future__ import annotations

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hopecare.domain.identity import Identity
from hopecare.domain.permissions import PERMISSIONS, could_ever, is_public, may
from hopecare.domain.predicates import Subject
from hopecare.domain.roles import Role

TOWN, OTHER_TOWN, WEST, EAST = uuid4(), uuid4(), uuid4(), uuid4()
PERSON, SOMEBODY = uuid4(), uuid4()


def signed_in(*roles, centre_id=WEST, person_id=PERSON):
    return Identity(
        account_id=uuid4(),
        person_id=person_id,
        town_id=TOWN,
        centre_id=centre_id,
        roles=frozenset(roles),
        language="ko",
    )


COORDINATOR = signed_in(Role.COORDINATOR)
TOWN_WIDE = signed_in(Role.COORDINATOR, centre_id=None)
SOCIAL_WORKER = signed_in(Role.SOCIAL_WORKER)
ADMINISTRATOR = signed_in(Role.ADMINISTRATOR)
VOLUNTEER = signed_in(Role.VOLUNTEER, centre_id=None)

WEST_CASE = Subject(town_id=TOWN, centre_id=WEST)
EAST_CASE = Subject(town_id=TOWN, centre_id=EAST)
NOBODYS = Subject(town_id=TOWN, centre_id=None)
FOREIGN = Subject(town_id=OTHER_TOWN, centre_id=WEST)
MY_OFFER = Subject(town_id=TOWN, centre_id=WEST, asked_id=PERSON)
HER_OFFER = Subject(town_id=TOWN, centre_id=WEST, asked_id=SOMEBODY)
MY_TASK = Subject(town_id=TOWN, centre_id=WEST, helper_id=PERSON)
MY_PAST_TASK = Subject(town_id=TOWN, centre_id=WEST, helper_id=PERSON, is_active=False)


@pytest.mark.parametrize(
    ("who", "permission", "row", "allowed"),
    [
        pytest.param(COORDINATOR, "case.read", WEST_CASE, True, id="own centre"),
        pytest.param(COORDINATOR, "case.read", EAST_CASE, False, id="another centre"),
        pytest.param(COORDINATOR, "report.read", NOBODYS, True, id="nobody's report"),
        pytest.param(COORDINATOR, "case.read", FOREIGN, False, id="another town"),
        pytest.param(ADMINISTRATOR, "case.read", EAST_CASE, True, id="administrator, all centres"),
        pytest.param(ADMINISTRATOR, "case.read", FOREIGN, False, id="administrator, one town"),
        pytest.param(COORDINATOR, "broadcast.send", WEST_CASE, True, id="own centre's broadcast"),
        pytest.param(COORDINATOR, "broadcast.read", NOBODYS, True, id="reads the town's"),
        pytest.param(COORDINATOR, "broadcast.send", NOBODYS, False, id="sends not the town's"),
        pytest.param(TOWN_WIDE, "broadcast.send", NOBODYS, True, id="works for the whole town"),
        pytest.param(TOWN_WIDE, "broadcast.send", EAST_CASE, True, id="and for every centre"),
        pytest.param(ADMINISTRATOR, "broadcast.send", NOBODYS, True, id="administrator sends it"),
        pytest.param(SOCIAL_WORKER, "assessment.make", WEST_CASE, True, id="worker assesses"),
        pytest.param(COORDINATOR, "assessment.make", WEST_CASE, False, id="coordinator does not"),
        pytest.param(VOLUNTEER, "case.read", WEST_CASE, False, id="volunteer reads no case"),
        pytest.param(VOLUNTEER, "offer.answer", MY_OFFER, True, id="own offer"),
        pytest.param(VOLUNTEER, "offer.answer", HER_OFFER, False, id="somebody's offer"),
        pytest.param(VOLUNTEER, "task.read", MY_TASK, True, id="own task"),
        pytest.param(VOLUNTEER, "task.read", MY_PAST_TASK, False, id="task that has ended"),
        pytest.param(VOLUNTEER, "visit.read", MY_PAST_TASK, True, id="own past visits"),
        pytest.param(VOLUNTEER, "visit.log", MY_PAST_TASK, False, id="no visit after the end"),
        pytest.param(None, "report.make", Subject(), True, id="anybody reports"),
        pytest.param(None, "case.read", WEST_CASE, False, id="nobody signed in"),
        pytest.param(COORDINATOR, "account.add", WEST_CASE, False, id="accounts are not hers"),
    ],
)
def test_a_person_may_do_what_is_theirs(who, permission, row, allowed):
    permit = may(who, permission, row)
    assert permit.allowed is allowed
    assert bool(permit.missing) is not allowed


ROLES = st.frozensets(st.sampled_from(list(Role)))
PLACES = st.sampled_from([None, WEST, EAST])
PEOPLE = st.sampled_from([None, PERSON, SOMEBODY])
SUBJECTS = st.builds(
    Subject,
    town_id=st.sampled_from([TOWN, OTHER_TOWN]),
    centre_id=PLACES,
    person_id=PEOPLE,
    asked_id=PEOPLE,
    helper_id=PEOPLE,
    is_active=st.booleans(),
)
NAMES = st.sampled_from(sorted(PERMISSIONS))


@given(roles=ROLES, centre_id=PLACES, permission=NAMES, row=SUBJECTS)
def test_the_wall_between_towns_holds_for_everyone(roles, centre_id, permission, row):
    who = signed_in(*roles, centre_id=centre_id)
    if is_public(permission) or permission in {
        "account.read_own",
        "account.change_own",
        "account.sign_out",
    }:
        return
    if may(who, permission, row).allowed:
        assert row.town_id == TOWN


@given(roles=ROLES, centre_id=PLACES, permission=NAMES, row=SUBJECTS)
def test_what_is_allowed_for_a_row_shows_in_the_menu(roles, centre_id, permission, row):
    who = signed_in(*roles, centre_id=centre_id)
    if may(who, permission, row).allowed:
        assert could_ever(who, permission)


@given(permission=NAMES, row=SUBJECTS)
def test_a_volunteer_sees_only_rows_they_stand_in(permission, row):
    if is_public(permission) or permission.startswith("account."):
        return
    if may(VOLUNTEER, permission, row).allowed:
        assert PERSON in {row.asked_id, row.helper_id, row.person_id}


@given(permission=NAMES, row=SUBJECTS)
def test_a_resident_without_another_role_has_no_door(permission, row):
    if not is_public(permission):
        assert not may(signed_in(Role.RESIDENT), permission, row).allowed


@given(permission=NAMES)
def test_without_a_sign_in_only_public_doors_open(permission):
    assert could_ever(None, permission) is is_public(permission)
    assert may(None, permission).allowed is is_public(permission)
