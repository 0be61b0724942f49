"""Each night a town reckons whom needs that few fit would miss; its waves ask those later."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.clock import SetClock
from hopecare.domain.matching.sparing import missed_in
from hopecare.domain.needs import NeedKind
from hopecare.jobs.fit_acceptance import fit_acceptance
from hopecare.jobs.tools import Tools
from hopecare.language.reader import Reader
from hopecare.language.term_words import spared_reason
from hopecare.queries.candidates import candidates_for
from hopecare.services.spare_for_few import spare_for_few
from models import VolunteerProfile
from notifications.memory_sms import MemoryNetwork
from notifications.routing import Networks
from tests.factories.askings import an_asking, offers_of
from tests.factories.cases import a_case, a_need
from tests.factories.towns import NOW, a_town
from tests.factories.volunteers import neighbours

NIGHT = NOW + timedelta(hours=18)
RARE, USUAL = NeedKind.INTERPRETING, NeedKind.SIDE_DISHES


def missed(session):
    session.expire_all()
    return dict(session.execute(select(VolunteerProfile.person_id, VolunteerProfile.missed)).all())


def laid(session):
    """The nearest fits a need that nobody else fits."""
    a_town(session)
    first = neighbours(session, 1, skills=[RARE.value, USUAL.value])
    others = neighbours(session, 4, first_m=210, skills=[USUAL.value])
    for kind in (RARE, USUAL):
        an_asking(session, a_need(session, kind=kind), now=NOW)
    return first[0], others


def test_it_is_kept_by_volunteer_and_a_second_time_changes_nothing(database, town_scope):
    with database.writing(town_scope) as session:
        only, others = laid(session)
        versions = select(VolunteerProfile.version).order_by(VolunteerProfile.id)
        before = session.scalars(versions).all()
        assert spare_for_few(session, town_id=town_scope.town_id, now=NIGHT) == 5
        found = missed(session)
        assert found[only.id] == pytest.approx(missed_in(1) + missed_in(5), abs=1e-4)
        assert {found[each.id] for each in others} == {round(missed_in(5), 4)}
        assert session.scalars(versions).all() == before, "no open form has become stale"
        assert spare_for_few(session, town_id=town_scope.town_id, now=NIGHT) == 0


def test_who_takes_no_requests_any_more_is_missed_nowhere_and_the_others_more(database, town_scope):
    with database.writing(town_scope) as session:
        only, others = laid(session)
        spare_for_few(session, town_id=town_scope.town_id, now=NIGHT)
        mine = VolunteerProfile.person_id == only.id
        session.scalars(select(VolunteerProfile).where(mine)).one().suspended_at = NOW
        session.flush()
        spare_for_few(session, town_id=town_scope.town_id, now=NIGHT)
        found = missed(session)
        assert found[only.id] == 0
        assert {found[each.id] for each in others} == {round(missed_in(4), 4)}
        month_later = NIGHT + timedelta(days=31)
        spare_for_few(session, town_id=town_scope.town_id, now=month_later)
        assert set(missed(session).values()) == {0.0}


def test_an_empty_town_has_nobody_to_spare(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        assert spare_for_few(session, town_id=town_scope.town_id, now=NIGHT) == 0


def test_the_night_reckons_it_and_waves_ask_others_first(database, town_scope):
    with database.writing(town_scope) as session:
        only, _ = laid(session)
    networks = Networks(texts=MemoryNetwork(), calls=MemoryNetwork())
    tools = Tools(database=database, networks=networks, clock=SetClock(NIGHT))
    assert fit_acceptance(tools) == 1
    with database.writing(town_scope) as session:
        assert missed(session)[only.id] > 0.2
        need = a_need(session, case=a_case(session), kind=USUAL)
        an_asking(session, need, now=NOW + timedelta(days=9))
        asked = {each.helper_id for each in offers_of(session, need)}
        assert asked
        assert only.id not in asked, "they live nearest, and others do as well"
        found = candidates_for(session, need, now=NOW + timedelta(days=9)).candidates
        kept = next(each for each in found if each.helper_id == only.id)
        assert kept.cost == sum(kept.terms.values()), "the price is what it was"
        reader = Reader(
            language="en", zone="Asia/Seoul", country="KR", currency="KRW", now=NOW, is_staff=True
        )
        assert "waves ask them later" in str(spared_reason(kept.missed, reader))
        assert spared_reason(0.005, reader) is None
