"""A death was a mistake: what neighbours were asked for just then is asked again, or named."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from hopecare.domain.care_path import AskingStatus, TaskStatus
from hopecare.domain.consent import ConsentAct, ConsentForm, ConsentPurpose
from hopecare.domain.undoing import LeftReason, StoppedKind
from hopecare.queries.askings import find_live_asking, last_asking
from hopecare.queries.undone_deaths import undone_death
from hopecare.services.answer_consents import answer_consents
from hopecare.services.answer_offer import OfferResult, answer_offer
from hopecare.services.follow_consent_end import follow_consent_end
from hopecare.services.lapse_offer import lapse_offer
from hopecare.services.record_consent import ConsentSaid
from hopecare.services.record_death import record_death
from hopecare.services.undo_death import undo_death
from models import Case, Person
from tests.factories.askings import an_asking, deliver_questions, look, offers_of
from tests.factories.cases import BY, a_need
from tests.factories.offers import NO, YES
from tests.factories.people import a_consent
from tests.factories.towns import NOW, TODAY
from tests.factories.volunteers import neighbours

pytestmark = pytest.mark.both_databases

NIGHT = datetime(2026, 11, 23, 22, 0, tzinfo=ZoneInfo("Asia/Seoul"))


def resident_of(session, need):
    return session.get_one(Person, session.get_one(Case, need.case_id).resident_id)


def dies_by_mistake(session, need, *, at, meanwhile=None, undone=timedelta(minutes=5)):
    """Give what is named for a person, once the death is undone."""
    person = resident_of(session, need)
    record_death(session, person_id=person.id, died_on=TODAY, by=BY, now=at)
    session.flush()
    assert find_live_asking(session, need.id) is None
    if meanwhile:
        meanwhile(person)
    record = undo_death(session, person_id=person.id, by=BY, now=at + undone)
    session.flush()
    return record.stopped["left"]["askings"]


def test_an_asking_that_waits_for_the_morning_goes_on_in_the_morning(session):
    neighbours(session, 4)
    need = a_need(session)
    an_asking(session, need, now=NIGHT)
    assert dies_by_mistake(session, need, at=NIGHT + timedelta(minutes=10)) == {}
    asking = find_live_asking(session, need.id)
    assert asking is not None
    look(session, asking, NIGHT + timedelta(hours=11))
    assert offers_of(session, need)


def test_of_two_one_comes_as_before_and_a_second_is_looked_for(session):
    neighbours(session, 6)
    need = a_need(session, people_needed=2)
    an_asking(session, need)
    deliver_questions(session)
    first, *others = offers_of(session, need)
    task = answer_offer(session, offer_id=first.id, answer=YES, by=BY, now=NOW).task
    for each in others:
        answer_offer(session, offer_id=each.id, answer=NO, by=BY, now=NOW)
    assert dies_by_mistake(session, need, at=NOW + timedelta(minutes=10)) == {}
    assert task is not None
    assert (task.status, task.place) == (TaskStatus.ACTIVE, 1)
    assert find_live_asking(session, need.id) is not None


def test_whoever_left_it_unanswered_before_may_say_yes_after_all(session):
    neighbours(session, 4)
    need = a_need(session)
    an_asking(session, need)
    deliver_questions(session)
    offers = offers_of(session, need)
    at = max(offer.lapses_at for offer in offers) + timedelta(minutes=1)
    for offer in offers:
        lapse_offer(session, offer_id=offer.id, by=BY, now=at)
    dies_by_mistake(session, need, at=at)
    late = at + timedelta(minutes=10)
    answered = answer_offer(session, offer_id=offers[0].id, answer=YES, by=BY, now=late)
    assert answered.result is OfferResult.YOURS


def test_where_its_day_has_passed_meanwhile_a_person_reads_of_it(session):
    need = a_need(session, starts_at=time(14), from_on=TODAY, until_on=TODAY)
    an_asking(session, need)
    left = dies_by_mistake(session, need, at=NOW, undone=timedelta(days=1))
    assert left == {str(need.id): LeftReason.TIME_OVER}
    [shown] = [
        each
        for each in undone_death(session, resident_of(session, need).id).left
        if each.kind is StoppedKind.ASKINGS
    ]
    assert shown.need is need.kind


def test_what_only_waits_for_a_consent_waits_again(session):
    neighbours(session, 4)
    need, purpose = a_need(session), ConsentPurpose.PEER_HELP
    an_asking(session, need)
    until = NOW + timedelta(days=2)
    person = resident_of(session, need)
    a_consent(session, person, purpose, at=NOW + timedelta(seconds=1), expires_on=until.date())
    follow_consent_end(session, person_id=person.id, by=BY, now=until)
    assert dies_by_mistake(session, need, at=until) == {}
    assert find_live_asking(session, need.id) is None
    said = ConsentSaid(purpose=purpose, form=ConsentForm.VOICE, act=ConsentAct.GIVEN)
    answer_consents(session, person, [said], by=BY, now=until + timedelta(hours=1))
    assert find_live_asking(session, need.id) is not None


def test_where_they_want_no_neighbours_any_more_nobody_is_asked_and_it_is_named(session):
    need, purpose = a_need(session), ConsentPurpose.PEER_HELP
    an_asking(session, need)

    def withdraws(person):
        said = NOW + timedelta(minutes=12)
        a_consent(session, person, purpose, act=ConsentAct.WITHDRAWN, at=said)

    left = dies_by_mistake(session, need, at=NOW + timedelta(minutes=10), meanwhile=withdraws)
    assert left == {str(need.id): LeftReason.NO_CONSENT}


def test_what_nobody_was_asked_for_is_not_taken_up(session):
    need = a_need(session)
    assert dies_by_mistake(session, need, at=NOW) == {}
    assert find_live_asking(session, need.id) is None
    other = a_need(session, people_needed=2)
    asking = an_asking(session, other)
    over = asking.deadline + timedelta(minutes=1)
    look(session, asking, over)
    assert dies_by_mistake(session, other, at=over) == {}
    last = last_asking(session, other.id)
    assert last is not None
    assert last.status is AskingStatus.EXPIRED
