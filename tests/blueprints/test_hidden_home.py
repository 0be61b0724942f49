"""Before a yes nobody learns who it is or where: by page, text, call, or by putting it together."""

from __future__ import annotations

import re

import numpy as np
import pytest
from sqlalchemy import select

from hopecare.domain.channels import ReplyWay
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.delivery import MessageKind
from hopecare.domain.matching.distance import JITTER_UNTIL_M, OFF_GRID_M, DistanceBand, moved
from hopecare.domain.people import HelperWish, HouseholdMemberRole
from hopecare.domain.roles import Role
from hopecare.queries.own_pages import offer_view
from hopecare.queries.volunteers import profile_of
from hopecare.services.set_helper_wish import set_helper_wish
from models import Account, Household, HouseholdMember, Message, Offer, Person
from tests.domain.matching.test_hidden_home import (
    MANY_HOMES,
    MIDDLE,
    consistent,
    lattice,
    metres_of,
)
from tests.factories.cases import BY, a_case, a_need
from tests.factories.offers import an_offer
from tests.factories.people import a_consent, a_person, a_resident, a_volunteer
from tests.factories.towns import NOW, TODAY, a_centre, a_town, an_area
from tests.factories.volunteers import neighbours

SPOTS = ((900, 0), (-400, 700), (-300, -800), (1_500, 300), (0, -450), (250, 260))
BANDS = {
    "500 m": DistanceBand.UNDER_500_M,
    "1 km": DistanceBand.UNDER_1_KM,
    "2 km": DistanceBand.UNDER_2_KM,
    "5 km": DistanceBand.UNDER_5_KM,
}
API = "/api/v1"
OFFER_WORDS = select(Message.body).where(Message.kind == MessageKind.OFFER)
SAID = re.compile(r"Less than (500 m|[125] km) from you")


@pytest.fixture
def asked(database, town_scope):
    """Neighbours from all sides are asked for one need; one of them by a call."""
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        area = an_area(session, covered_by=centre)
        resident = a_resident(session, centre=centre, area=area, name="김다래")
        home = session.scalars(select(Household)).one()
        at = moved(MIDDLE, north_m=120, east_m=-80)
        home.exact_point = {"lat": at.lat, "lon": at.lon}
        home.grid_lat, home.grid_lon = round(at.lat, 3), round(at.lon, 3)
        need = a_need(session, case=a_case(session, resident=resident))
        offers = []
        for number, (north, east) in enumerate(SPOTS):
            start = moved(MIDDLE, north_m=north, east_m=east)
            way = ReplyWay.KEYPRESS if number == 0 else ReplyWay.PAGE
            helper = a_volunteer(
                session, centre=centre, area=area, grid=(start.lat, start.lon), answers_by=way
            )
            offers.append(an_offer(session, need, helper))
    return resident, at, offers


def account_of(database, scope, person_id):
    with database.reading(scope) as session:
        return session.scalars(select(Account).where(Account.person_id == person_id)).one()


def page_of(database, scope, visitor, offer):
    visitor.sign_in(account_of(database, scope, offer.helper_id))
    return visitor.get(f"/my/offers/{offer.id}")


def test_no_door_for_machines_tells_the_asked_how_many_metres(
    database, town_scope, app, visitor, asked
):
    resident, _, offers = asked
    with database.reading(town_scope) as session:
        metres = {str(row.distance_m) for row in session.scalars(select(Offer))}
    visitor.sign_in(account_of(database, town_scope, offers[0].helper_id))
    rules = {str(rule) for rule in app.url_map.iter_rules()} - {
        f"{API}/docs",
        f"{API}/openapi.json",
    }
    paths = [path for path in rules if path.startswith(API) and "<" not in path]
    assert f"{API}/offers" in paths
    for path in [*paths, f"{API}/offers/{offers[0].id}"]:
        text = visitor.fetch(path).text
        assert "distance_m" not in text, path
        assert str(resident.id) not in text, path
        assert not metres & set(re.findall(r"\d+", text)), path


def test_six_neighbours_who_compare_their_pages_do_not_find_the_house(
    database, town_scope, visitor, asked
):
    _, home, offers = asked
    bands = []
    for offer in offers:
        page = page_of(database, town_scope, visitor, offer)
        (said,) = set(SAID.findall(page.main))
        bands.append(BANDS[said])
    # Whoever believes the bands finds where the shown point may be; all around it may be the home.
    shown = lattice(50)[consistent(lattice(50), SPOTS, bands)]
    assert len(shown) > 0
    homes = lattice(25)
    nearest = np.min(np.hypot(*(homes[:, None, :] - shown[None, :, :]).T), axis=0)
    left = homes[nearest <= JITTER_UNTIL_M + OFF_GRID_M]
    assert len(left) >= MANY_HOMES
    assert np.min(np.hypot(*(left - metres_of(home)).T)) <= 25


def test_no_words_of_an_offer_say_who_or_where(database, town_scope, visitor, asked):
    resident, home, offers = asked
    with database.reading(town_scope) as session:
        person = session.get_one(Person, resident.id)
        bodies = session.scalars(
            select(Message.body).where(Message.kind == MessageKind.OFFER)
        ).all()
    assert len(bodies) == len(offers)
    secrets = (person.full_name, person.called, "가람로", f"{home.lat:.3f}", f"{home.lon:.3f}")
    pages = [page_of(database, town_scope, visitor, offer).html for offer in offers[:2]]
    pages += [visitor.get("/my/").html, visitor.get("/my/offers").html]
    for words in (*bodies, *pages):
        assert not [secret for secret in secrets if secret in words]
    assert "A neighbour would be glad of your help" in pages[0]


def test_the_name_is_read_before_a_yes_only_where_they_agreed(database, town_scope, visitor, asked):
    resident, _, offers = asked
    with database.writing(town_scope) as session:
        person = session.get_one(Person, resident.id)
        set_helper_wish(session, person, wish=HelperWish.MAY_BE_NAMED, holds=True, by=BY, now=NOW)
        bodies = session.scalars(
            select(Message.body).where(Message.kind == MessageKind.OFFER)
        ).all()
    page = page_of(database, town_scope, visitor, offers[1])
    assert f"{person.called} would be glad of your help" in page.main
    assert person.full_name not in page.html
    # A text or a call may be read or heard by others: it never names anybody.
    assert not [words for words in bodies if person.called in words]


def test_every_case_of_a_home_is_shown_from_the_same_point(database, town_scope):
    """Else the points of many cases would lie around the house, and their middle would be it."""
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        first = a_resident(session, centre=centre)
        home = session.scalars(select(Household)).one()
        second = a_person(session, name="김노을", roles=(Role.RESIDENT,), centre=centre)
        for purpose in ConsentPurpose:
            a_consent(session, second, purpose)
        session.add(
            HouseholdMember(
                town_id=home.town_id,
                household_id=home.id,
                person_id=second.id,
                role=HouseholdMemberRole.SPOUSE,
                from_on=TODAY,
            )
        )
        session.flush()
        needs = [a_need(session, case=a_case(session, resident=each)) for each in (first, second)]
        helpers = neighbours(session, 24, first_m=100, step_m=60)
        pairs = [[an_offer(session, need, each) for need in needs] for each in helpers]
        seen = [
            [
                offer_view(session, profile_of(session, each.helper_id), each.id, now=NOW)
                for each in pair
            ]
            for pair in pairs
        ]
    bands = [[view.band for view in pair if view] for pair in seen]
    assert len({band for band, _ in bands}) > 1
    assert [one for one, _ in bands] == [other for _, other in bands]
