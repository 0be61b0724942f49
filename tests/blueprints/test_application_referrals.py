"""With which referral an application may go, and that a second one is said before it is made."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from hopecare.domain.applications import Decision
from hopecare.domain.service_facts import CapacityState
from hopecare.errors import InvalidInputError
from hopecare.services.withdraw_application import withdraw_application
from models import Application
from tests.blueprints.test_applications import Desk
from tests.factories.applications import an_application, its_decision, its_submission
from tests.factories.cases import BY
from tests.factories.directory import said_capacity
from tests.factories.referrals import a_referral, a_service
from tests.factories.towns import NOW

ALONE = {"bridge": "not_needed"}


@pytest.fixture
def desk(database, town_scope, visitor):
    return Desk(database, town_scope, visitor, "KR")


def referred(desk, programme):
    def act(session, case):
        service = a_service(session, programme=programme, name=f"창구 {programme}")
        said_capacity(session, service, CapacityState.OPEN)
        return a_referral(session, case=case, service=service)

    return desk.write(act)


def offered(page):
    field = page.find("select", id="referral_id")
    return {each.attrib["value"] for each in field.iter("option")} - {""}


def test_only_a_referral_for_the_same_programme_is_offered(desk, visitor):
    fits, other = referred(desk, "livelihood"), referred(desk, "housing")
    assert offered(visitor.get(f"{desk.new}?programme=livelihood")) == {str(fits.id)}
    assert offered(visitor.get(desk.new)) == {str(fits.id), str(other.id)}


@pytest.mark.parametrize("programme", ["housing", None])
def test_a_referral_for_something_else_decides_no_application(desk, visitor, programme):
    other = referred(desk, programme)
    told = {"programme": "livelihood", "referral_id": str(other.id), **ALONE}
    page = visitor.post(desk.new, told, status=422)
    assert set(page.errors) == {"referral_id"}
    with desk.database.reading(desk.scope) as session:
        assert session.scalars(select(Application)).all() == []


def test_the_referral_of_the_programme_goes_with_it(desk, visitor):
    fits = referred(desk, "livelihood")
    visitor.post(desk.new, {"programme": "livelihood", "referral_id": str(fits.id), **ALONE})
    assert desk.now().referral_id == fits.id


def test_a_second_application_is_said_before_and_refused_at_its_field(desk, visitor):
    first = desk.waiting()
    page = visitor.get(desk.new)
    assert "Applied for already" in page.main
    assert f"/applications/{first.id}" in page.links
    refused = visitor.post(desk.new, {"programme": "livelihood", **ALONE}, status=422)
    assert set(refused.errors) == {"programme"}
    assert desk.now().id == first.id


def test_one_that_is_named_goes_with_a_referral_once_until_it_is_decided(desk, visitor):
    """No programme tells two of them apart: the referral's outcome would decide them both."""
    other = referred(desk, None)
    told = {"named": "연탄 나눔", "referral_id": str(other.id), **ALONE}
    visitor.post(desk.new, told)
    first = desk.now()
    page = visitor.post(desk.new, {**told, "named": "김장 나눔"}, status=422)
    assert set(page.errors) == {"referral_id"}
    assert "goes with this referral already" in page.main
    assert desk.now().id == first.id
    desk.write(
        lambda session, _case: withdraw_application(
            session, application_id=first.id, by=BY, now=NOW
        )
    )
    visitor.post(desk.new, told)
    with desk.database.reading(desk.scope) as session:
        assert len(session.scalars(select(Application)).all()) == 2


@pytest.mark.both_databases
def test_of_two_at_the_same_moment_one_is_begun(desk):
    referral, starts = referred(desk, None), Barrier(2)

    def begin(named):
        starts.wait(10)
        try:
            desk.applied(programme=None, named=named, referral=referral)
        except InvalidInputError as error:
            return error.fields
        return None

    with ThreadPoolExecutor(2) as pool:
        came = list(pool.map(begin, ("연탄 나눔", "김장 나눔")))
    assert sorted(came, key=bool) == [None, {"referral_id": ["referral_applied_with"]}]
    assert desk.now().referral_id == referral.id


def test_a_granted_one_is_said_before_another_is_made(desk, visitor):
    def act(session, case):
        waiting = its_submission(session, an_application(session, case=case))
        return its_decision(session, waiting, decision=Decision.GRANTED)

    made = desk.write(act)
    page = visitor.get(desk.new)
    assert f"/applications/{made.id}" in page.links
    assert "Applied for already" in page.main


def test_the_page_of_the_next_referral_names_what_goes_along_with_it(desk, visitor):
    def act(session, case):
        applied = its_submission(session, an_application(session, case=case))
        return applied.id, a_referral(session, case=case).id

    applied, second = desk.write(act)
    page = visitor.get(f"/referrals/{second}")
    assert f"/applications/{applied}" in page.links
    assert "Nothing has been applied for with it yet" not in page.main
    assert not [each for each in page.links if "applications/new" in each]


def test_where_another_open_referral_has_it_nothing_is_begun_in_vain(desk, visitor):
    first, second = referred(desk, "livelihood"), referred(desk, "livelihood")
    applied = desk.applied(referral=first)
    page = visitor.get(f"/referrals/{second.id}")
    assert "The same is applied for already" in page.main
    assert f"/applications/{applied.id}" in page.links
    assert not [each for each in page.links if "applications/new" in each]
