"""Staff let neighbours be asked by itself, see how it goes, and stop it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import AskingStatus, OfferStatus
from hopecare.domain.identity import LinkHolder
from hopecare.domain.roles import Role
from hopecare.services.answer_offer import answer_offer
from hopecare.services.end_need import end_need
from models import Asking, Offer, Person
from tests.factories.askings import look
from tests.factories.cases import BY, a_case, a_need
from tests.factories.offers import NO, YES
from tests.factories.people import a_resident, a_staff_account
from tests.factories.towns import NOW, a_centre, a_town, an_area
from tests.factories.volunteers import neighbours


@pytest.fixture
def need(database, town_scope, visitor):
    """A need of a resident, five neighbours, and a social worker who has signed in."""
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        resident = a_resident(session, centre=centre, area=an_area(session, covered_by=centre))
        account = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=centre)
        need = a_need(session, case=a_case(session, resident=resident))
        neighbours(session, 5)
    visitor.sign_in(account)
    return need


def the_asking(database, scope):
    with database.reading(scope) as session:
        return session.scalars(select(Asking)).one()


def test_one_press_asks_and_the_page_tells_how_it_goes(database, town_scope, visitor, need):
    case = f"/cases/{need.case_id}"
    page = visitor.follow(visitor.post(f"/needs/{need.id}/asking", on=case))
    assert "Wave 1, now asking up to 350 m away." in page.main
    assert "Neighbours are being asked" in page.main
    assert "2 neighbours were asked" in page.main
    assert f'/needs/{need.id}/asking"' not in page.html, "it runs already"

    with database.writing(town_scope) as session:
        for offer in session.scalars(select(Offer)).all():
            answer_offer(session, offer_id=offer.id, answer=NO, by=BY, now=NOW)
    page = visitor.get(case)
    assert "The next neighbours are asked soon" in page.main
    with database.writing(town_scope) as session:
        look(session, session.scalars(select(Asking)).one(), NOW)
    page = visitor.get(case)
    assert "Wave 2, now asking up to 650 m away." in page.main
    assert "2 said not this time" in page.main


def test_a_press_twice_asks_one_wave(database, town_scope, visitor, need):
    path, case = f"/needs/{need.id}/asking", f"/cases/{need.case_id}"
    form = visitor.get(case).fields(path)
    for _ in range(2):
        visitor.send(path, form)
    with database.reading(town_scope) as session:
        assert len(session.scalars(select(Offer)).all()) == 2
    assert the_asking(database, town_scope).status is AskingStatus.OFFERING


def test_it_is_stopped_by_hand_and_may_begin_again(database, town_scope, visitor, need):
    case, path = f"/cases/{need.case_id}", f"/needs/{need.id}/asking"
    visitor.post(path, on=case)
    page = visitor.follow(visitor.post(f"{path}/stop", on=case))
    assert the_asking(database, town_scope).status is AskingStatus.WITHDRAWN
    with database.reading(town_scope) as session:
        assert {each.status for each in session.scalars(select(Offer))} == {OfferStatus.STOOD_DOWN}
    assert "Nobody is asked any more" in page.main
    assert page.fields(path) is not None
    visitor.post(path, on=case)
    with database.reading(town_scope) as session:
        statuses = {each.status for each in session.scalars(select(Asking))}
    assert statuses == {AskingStatus.WITHDRAWN, AskingStatus.OFFERING}


def test_nobody_is_asked_for_what_is_not_needed_any_more(database, town_scope, visitor, need):
    path, case = f"/needs/{need.id}/asking", f"/cases/{need.case_id}"
    form = visitor.get(case).fields(path)
    with database.writing(town_scope) as session:
        end_need(session, need_id=need.id, is_met=True, by=BY, now=NOW + timedelta(hours=1))
    visitor.send(path, form, status=409)
    with database.reading(town_scope) as session:
        assert session.scalars(select(Asking)).all() == []


def test_people_are_counted_once_since_the_day_that_is_named(database, town_scope, visitor, need):
    case = f"/cases/{need.case_id}"
    visitor.post(f"/needs/{need.id}/asking", on=case)
    with database.writing(town_scope) as session:
        again, earlier = session.scalars(select(Offer)).all()
        for each in (again, earlier):
            answer_offer(session, offer_id=each.id, answer=NO, by=BY, now=NOW)
        earlier.made_at = NOW - timedelta(days=21)
    page = visitor.get(case)
    assert "1 neighbour was asked · earlier: 1" in page.main


def test_a_helper_who_began_by_their_own_yes_is_named_once(database, town_scope, visitor, need):
    case = f"/cases/{need.case_id}"
    visitor.post(f"/needs/{need.id}/asking", on=case)
    with database.writing(town_scope) as session:
        offer = session.scalars(select(Offer)).first()
        helper = session.get_one(Person, offer.helper_id)
        helper.full_name = "우리"
        own = LinkHolder(link_id=helper.id, person_id=helper.id)
        answer_offer(session, offer_id=offer.id, answer=YES, by=own, now=NOW)
    assert "A helper began 우리" in visitor.get(case).main
