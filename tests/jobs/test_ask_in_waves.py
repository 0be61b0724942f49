"""The worker asks in waves: each once, the most pressing first, whatever happens in between."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise
from threading import Barrier

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import AskingStatus, MessageStatus, OfferStatus
from hopecare.domain.delivery import MessageKind
from hopecare.domain.urgency import Urgency
from hopecare.jobs.ask_in_waves import ask_in_waves
from hopecare.jobs.deliver import deliver
from hopecare.jobs.lapse_offers import lapse_offers
from hopecare.services.claim_asking import claim_asking
from hopecare.services.open_asking import open_asking
from hopecare.services.start_sending import start_sending
from hopecare.services.stop_sending import stop_sending
from models import Asking, AskingWave, Case, Message, Offer, Person
from tests.factories.askings import an_asking, deliver_questions
from tests.factories.cases import BY, a_case, a_need
from tests.factories.people import a_contact_point
from tests.factories.volunteers import neighbours
from tests.jobs.test_one_bad_row import spoil

pytestmark = pytest.mark.both_databases

LEASE = timedelta(minutes=2)


def begun(session, urgency=Urgency.ORDINARY, *, now):
    """A need whose asking has begun, and whose first wave is due."""
    need = a_need(session, case=a_case(session, urgency=urgency))
    case = session.get_one(Case, need.case_id)
    return open_asking(session, case, need, by=BY, now=now).id


@pytest.fixture
def due(town):
    """Three needs and few volunteers, all due; a crisis among them."""
    with town.database.writing(town.scope) as session:
        for each in neighbours(session, 9):
            a_contact_point(session, each)
        now = town.clock()
        ids = [begun(session, now=now) for _ in range(2)]
        ids.append(begun(session, Urgency.SOON, now=now))
    return ids


def test_the_most_pressing_is_asked_first_and_nobody_is_asked_twice(town, due):
    assert ask_in_waves(town.tools) == 3
    waves = {wave.asking_id: wave for wave in town.rows(AskingWave)}
    soon = due[2]
    assert list(waves) == [soon, due[0], due[1]]
    assert waves[soon].reach_m < min(waves[each].reach_m for each in due[:2])
    assert max(Counter(offer.helper_id for offer in town.rows(Offer)).values()) == 1


def test_nothing_is_due_before_its_time_and_everything_after(town, due):
    ask_in_waves(town.tools)
    assert ask_in_waves(town.tools) == 0
    town.clock.advance(timedelta(minutes=30))
    assert ask_in_waves(town.tools) == 1, "the sooner need is looked at, and waits for its answers"
    assert len(town.rows(AskingWave)) == 3


def test_workers_at_the_same_moment_send_each_wave_once(town, due):
    barrier = Barrier(4)

    def work(_):
        barrier.wait()
        return ask_in_waves(town.tools)

    with ThreadPoolExecutor(4) as pool:
        looked = list(pool.map(work, range(4)))
    assert sum(looked) == len(due)
    waves = town.rows(AskingWave)
    assert Counter(wave.asking_id for wave in waves) == dict.fromkeys(due, 1)
    offers = town.rows(Offer)
    assert len(offers) == sum(wave.asked for wave in waves)
    assert max(Counter(offer.helper_id for offer in offers).values()) == 1
    questions = [each for each in town.messages if each.kind is MessageKind.OFFER]
    assert len(questions) == len(offers)


def test_what_a_worker_that_died_had_claimed_is_asked_when_its_lease_has_run_out(town, due):
    with town.database.writing(town.scope) as session:
        assert claim_asking(session, asking_id=due[0], lease=LEASE, now=town.clock())
        assert not claim_asking(session, asking_id=due[0], lease=LEASE, now=town.clock())
    ask_in_waves(town.tools)
    assert due[0] not in {wave.asking_id for wave in town.rows(AskingWave)}
    town.clock.advance(LEASE)
    ask_in_waves(town.tools)
    assert due[0] in {wave.asking_id for wave in town.rows(AskingWave)}


def test_one_that_cannot_be_asked_leaves_nothing_half_done_and_the_others_asked(town, due, caplog):
    with town.database.reading(town.scope) as session:
        broken = session.get_one(Asking, due[2])
        resident_id = session.get_one(Case, broken.case_id).resident_id
    spoil(town.database, Person.called, resident_id)
    ask_in_waves(town.tools)
    assert {wave.asking_id for wave in town.rows(AskingWave)} == set(due[:2])
    assert {offer.need_id for offer in town.rows(Offer)} == {
        asking.need_id for asking in town.rows(Asking) if asking.id != due[2]
    }
    assert "wave not asked" in caplog.text


def test_a_wave_whose_words_wait_for_a_stop_is_not_taken_for_silence(town):
    with town.database.writing(town.scope) as session:
        for each in neighbours(session, 3):
            a_contact_point(session, each)
        asking = an_asking(session, a_need(session), now=town.clock())
        need_id = asking.need_id
        stop = stop_sending(
            session, town_id=town.scope.town_id, channel=None, reason="flood", by=BY,
            now=town.clock(),
        )  # fmt: skip
    lapses = max(offer.lapses_at for offer in town.rows(Offer))
    town.at(lapses)
    deliver(town.tools)
    lapse_offers(town.tools)
    assert {offer.status for offer in town.rows(Offer)} == {OfferStatus.STANDING}
    assert min(offer.lapses_at for offer in town.rows(Offer)) > lapses
    with town.database.writing(town.scope) as session:
        start_sending(session, stop_id=stop.id, reason="over", by=BY, now=town.clock())
    deliver(town.tools)
    fates = Counter(each.status for each in town.messages if each.kind is MessageKind.OFFER)
    asked = len(town.rows(Offer))
    assert fates == {MessageStatus.EXPIRED: asked, MessageStatus.ACCEPTED: asked}
    assert len(town.texts.sent) == asked
    town.at(max(offer.lapses_at for offer in town.rows(Offer)))
    lapse_offers(town.tools)
    assert {offer.status for offer in town.rows(Offer)} == {OfferStatus.LAPSED}
    assert {offer.need_id for offer in town.rows(Offer)} == {need_id}


def test_it_runs_by_itself_from_the_first_wave_to_the_end_of_its_time(town):
    """Nobody ever answers: five days of ticks, then staff have the list and nobody is asked."""
    with town.database.writing(town.scope) as session:
        for each in neighbours(session, 12):
            a_contact_point(session, each)
        asking_id = an_asking(session, a_need(session), now=town.clock()).id
    ends = town.clock() + timedelta(days=5)
    while town.clock() <= ends:
        with town.database.writing(town.scope) as session:
            deliver_questions(session)
        lapse_offers(town.tools)
        ask_in_waves(town.tools)
        town.clock.advance(timedelta(minutes=20))
    asking = town.rows(Asking)[0]
    assert (asking.id, asking.status) == (asking_id, AskingStatus.EXPIRED)
    hours = {(offer.made_at + timedelta(hours=9)).hour for offer in town.rows(Offer)}
    assert hours <= set(range(8, 21)), "nobody was asked at night"
    asked = Counter(offer.helper_id for offer in town.rows(Offer))
    assert max(asked.values()) <= 6, "three a week, and six when half of the time is gone"
    with town.database.reading(town.scope) as session:
        for helper_id in asked:
            mine = select(Offer).where(Offer.helper_id == helper_id).order_by(Offer.made_at)
            days = [offer.made_at for offer in session.scalars(mine)]
            gaps = [later - sooner for sooner, later in pairwise(days)]
            assert all(gap > timedelta(days=1) for gap in gaps)
    assert len(town.call_tasks) == 1
    assert OfferStatus.STANDING not in {offer.status for offer in town.rows(Offer)}
    messages = select(Message).where(Message.kind == MessageKind.OFFER)
    with town.database.reading(town.scope) as session:
        assert len(session.scalars(messages).all()) == sum(asked.values())
