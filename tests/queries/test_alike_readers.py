"""Readers nothing distinguishes are asked about together, and told what each would be told."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.broadcasts import Audience
from hopecare.domain.consent import ConsentPurpose
from hopecare.queries.alike_readers import alike_readers
from hopecare.queries.message_causes import read_causes
from hopecare.services.plan_check_ins import CheckInWish, plan_check_ins
from hopecare.services.record_death import record_death
from hopecare.services.set_contact_safety import SafetyWish, set_contact_safety
from models import Broadcast, ContactPoint
from notifications.ask_ahead import ask_ahead
from tests.factories.broadcasts import a_broadcast
from tests.factories.cases import BY
from tests.factories.people import a_resident, a_staff_account, a_volunteer, an_identity
from tests.factories.towns import NOW, TODAY, a_centre, a_town
from tests.plugins.pages import count_queries

NIGHT = NOW + timedelta(hours=12)
WITHOUT = [ConsentPurpose.KEEP_RECORD]


def writer(session, centre):
    return an_identity(session, a_staff_account(session, centre=centre, full_name="이담당"))


def a_mixed_group(session, centre):
    """Four who are alike, and one of each kind who is not."""
    plain = [a_resident(session, centre=centre) for _ in range(4)]
    odd = {
        "no telephone": a_resident(session, centre=centre, phone=""),
        "landline": a_resident(session, centre=centre, phone="+82315550100"),
        "no consent": a_resident(session, centre=centre, consents=WITHOUT),
        "opted out": a_resident(session, centre=centre),
        "shared": a_resident(session, centre=centre),
        "careful": a_resident(session, centre=centre),
        "dead": a_resident(session, centre=centre),
        "elsewhere": a_resident(session, centre=centre),
    }
    session.flush()
    points = {each.person_id: each for each in session.scalars(select(ContactPoint))}
    points[odd["opted out"].id].opted_out_at = NOW
    points[odd["shared"].id].is_shared = True
    wish = SafetyWish(forbidden=True, note="위험")
    set_contact_safety(session, odd["careful"], wish, by=BY, now=NOW)
    abroad = CheckInWish(local_time=time(10, 0), zone="Europe/London")
    plan_check_ins(session, person_id=odd["elsewhere"].id, wish=abroad, by=BY, now=NOW)
    record_death(session, person_id=odd["dead"].id, died_on=TODAY, by=BY, now=NOW)
    session.flush()
    return [each.id for each in plain], [each.id for each in odd.values()]


@pytest.mark.parametrize("at", [NOW, NIGHT], ids=["by day", "at night"])
@pytest.mark.parametrize("audience", Audience)
def test_all_are_told_what_each_would_be(database, town_scope, at, audience):
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        plain, odd = a_mixed_group(session, centre)
        broadcast = a_broadcast(session, writer(session, centre), audience=audience)
        people = [odd[0], *plain, *odd[1:]]
        alike = alike_readers(session, broadcast, people, at=at)
        together = list(
            ask_ahead(session, broadcast, people, read_causes=read_causes, at=at, alike=alike)
        )
        singly = list(ask_ahead(session, broadcast, people, read_causes=read_causes, at=at))
    said_no = {odd[2]} if audience is Audience.VOLUNTEERS else set()
    assert alike == {*plain} | said_no
    assert [word[:2] for word in together] == [word[:2] for word in singly]


def test_a_large_group_asks_no_more_than_a_small_one(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        people = [a_volunteer(session, centre=centre).id for _ in range(20)]
        by = writer(session, centre)
        broadcast_id = a_broadcast(session, by, audience=Audience.VOLUNTEERS).id
    asked = []
    for some in (people[:2], people):
        with database.reading(town_scope) as session:
            broadcast = session.get_one(Broadcast, broadcast_id)
            with count_queries(database) as counted:
                alike = alike_readers(session, broadcast, some, at=NOW)
                told = list(
                    ask_ahead(
                        session, broadcast, some, read_causes=read_causes, at=NOW, alike=alike
                    )
                )
        assert len(told) == len(some)
        asked.append(len(counted.statements))
    assert asked[0] == asked[1]
