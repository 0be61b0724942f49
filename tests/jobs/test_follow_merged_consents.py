"""A yes that ends, said in a record that leads to another: the one it leads to is asked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import OfferStatus
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.timeline import EntryKind
from hopecare.jobs.follow_consents import follow_consents
from hopecare.services.merge_residents import MergeWish, merge_residents
from hopecare.services.record_death import record_death
from hopecare.services.undo_merge import undo_merge
from models import Merge, Offer, Person, TimelineEntry
from tests.factories.cases import BY, a_case, a_need
from tests.factories.offers import an_offer
from tests.factories.people import a_consent, a_resident, a_volunteer
from tests.factories.towns import TODAY

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
def kept_id(town):
    """Another record of the resident, in which nobody was asked anything: the one that stays."""
    with town.database.writing(town.scope) as session:
        return a_resident(session, phone="", consents=()).id


def agrees_until(town, ends_on):
    with town.database.writing(town.scope) as session:
        person = session.get_one(Person, town.resident_id)
        at = town.clock() + SECOND
        a_consent(session, person, ConsentPurpose.PEER_HELP, at=at, expires_on=ends_on)


def merge(town, kept_id):
    town.clock.advance(DAY)
    with town.database.writing(town.scope) as session:
        versions = [session.get_one(Person, each).version for each in (kept_id, town.resident_id)]
        wish = MergeWish(
            kept_id=kept_id, other_id=town.resident_id, versions=(versions[0], versions[1])
        )
        return merge_residents(session, wish, by=BY, now=town.clock()).id


def asking_again(town):
    return [task for task in town.call_tasks if task.kind is CallTaskKind.ASK_AGAIN]


def written_down(town):
    entries = town.rows(TimelineEntry)
    return [each.person_id for each in entries if each.kind is EntryKind.CONSENT_EXPIRED]


def test_the_one_it_leads_to_is_asked_and_what_it_carried_stops(town, kept_id):
    with town.database.writing(town.scope) as session:
        case = a_case(session, resident=session.get_one(Person, town.resident_id))
        neighbour = a_volunteer(session)
        stands = 9 * DAY
        offer = an_offer(
            session, a_need(session, case=case), neighbour, now=town.clock(), stands_for=stands
        )
    agrees_until(town, TODAY + 3 * DAY)
    merge(town, kept_id)
    assert [follow_consents(town.tools) for _ in range(2)] == [1, 0]
    town.clock.advance(3 * DAY)
    assert [follow_consents(town.tools) for _ in range(3)] == [1, 0, 0]

    assert {call.person_id for call in asking_again(town)} == {kept_id}
    assert written_down(town) == [kept_id]
    with town.database.reading(town.scope) as session:
        assert session.get_one(Offer, offer.id).status is OfferStatus.STOOD_DOWN


def test_what_was_owed_before_the_merge_is_not_owed_twice(town, kept_id):
    agrees_until(town, TODAY + 5 * DAY)
    assert follow_consents(town.tools) == 1
    merge(town, kept_id)
    assert follow_consents(town.tools) == 0
    (call,) = asking_again(town)
    assert call.person_id == kept_id


def test_what_had_ended_before_the_merge_is_not_said_again(town, kept_id):
    agrees_until(town, TODAY + DAY)
    town.clock.advance(2 * DAY)
    assert follow_consents(town.tools) == 1
    merge(town, kept_id)
    assert follow_consents(town.tools) == 0
    assert written_down(town) == [town.resident_id]


def test_nobody_rings_whoever_has_died(town, kept_id):
    agrees_until(town, TODAY + 3 * DAY)
    merge(town, kept_id)
    with town.database.writing(town.scope) as session:
        died_on = TODAY + DAY
        record_death(session, person_id=kept_id, died_on=died_on, by=BY, now=town.clock())
    town.clock.advance(5 * DAY)
    assert follow_consents(town.tools) == 0
    assert asking_again(town) == []


def test_a_yes_said_after_the_merge_answers_the_old_one(town, kept_id):
    agrees_until(town, TODAY + 3 * DAY)
    merge(town, kept_id)
    with town.database.writing(town.scope) as session:
        kept = session.get_one(Person, kept_id)
        a_consent(session, kept, ConsentPurpose.PEER_HELP, at=town.clock() + SECOND)
    town.clock.advance(5 * DAY)
    assert follow_consents(town.tools) == 0


def test_after_the_undo_the_record_itself_is_asked(town, kept_id):
    agrees_until(town, TODAY + 3 * DAY)
    merge_id = merge(town, kept_id)
    town.clock.advance(3 * DAY)
    follow_consents(town.tools)
    with town.database.writing(town.scope) as session:
        assert session.get_one(Merge, merge_id).undone_at is None
        undo_merge(session, merge_id=merge_id, by=BY, now=town.clock())
    town.clock.advance(SECOND)
    assert [follow_consents(town.tools) for _ in range(2)] == [1, 0]
    assert written_down(town) == [kept_id, town.resident_id]
