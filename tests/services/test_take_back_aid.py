"""Aid that met a need and is taken back: the resident may be without, and somebody asks them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.aid import AidMistake
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import NeedStatus
from hopecare.domain.consent import ConsentForm, ConsentPurpose
from hopecare.domain.needs import NeedKind
from hopecare.domain.outcomes import CaseOutcome
from hopecare.language.labels import label
from hopecare.services.close_case import close_case
from hopecare.services.end_need import end_need
from hopecare.services.record_death import record_death
from hopecare.services.take_back_aid import take_back_aid
from hopecare.services.withdraw_consent import withdraw_consent
from models import CallTask, Case, Need, Person
from tests.factories.aid import a_gift
from tests.factories.cases import BY, a_case, a_need
from tests.factories.people import a_staff_account
from tests.factories.towns import NOW, TODAY, a_town

pytestmark = pytest.mark.both_databases

LATER = NOW + timedelta(hours=3)
WITHOUT = [AidMistake.NOT_GIVEN, AidMistake.OTHER_HOME]


@pytest.fixture
def case(database, town_scope):
    """An open case that somebody steers."""
    with database.writing(town_scope) as session:
        a_town(session)
        case = a_case(session)
        case.owner_id = a_staff_account(session).person_id
        return case


def met_by_a_gift(session, case, *, meets_need=True):
    need = a_need(session, case=session.get_one(Case, case.id))
    return a_gift(session, case, need_id=need.id, meets_need=meets_need)


def taken_back(session, gift, mistake=AidMistake.NOT_GIVEN):
    return take_back_aid(session, aid_id=gift.id, mistake=mistake, by=BY, now=LATER)


def owed(session, case):
    calls = select(CallTask).where(CallTask.case_id == case.id)
    return [each for each in session.scalars(calls) if each.dedup_key.startswith("aid_back:")]


@pytest.mark.parametrize("mistake", WITHOUT)
def test_whoever_steers_the_case_owes_one_call_with_its_reason(database, town_scope, case, mistake):
    with database.writing(town_scope) as session:
        gift = met_by_a_gift(session, case)
        for _ in range(2):
            taken_back(session, gift, mistake)
    with database.reading(town_scope) as session:
        (call,) = owed(session, case)
        assert (call.kind, call.due_at) == (CallTaskKind.CALL_BACK, LATER + timedelta(hours=24))
        assert (call.owner_id, call.centre_id) == (case.owner_id, case.centre_id)
        assert (call.person_id, call.need_id) == (case.resident_id, None)
        assert all(label("ko", each) in call.words for each in (NeedKind.SIDE_DISHES, mistake))
        assert session.scalars(select(Need.status)).one() is NeedStatus.MET


@pytest.mark.parametrize("mistake", [AidMistake.WRITTEN_TWICE, AidMistake.WRITTEN_WRONG])
def test_what_was_given_all_the_same_owes_no_call(database, town_scope, case, mistake):
    with database.writing(town_scope) as session:
        taken_back(session, met_by_a_gift(session, case), mistake)
        assert owed(session, case) == []


def test_what_met_no_need_owes_no_call(database, town_scope, case):
    with database.writing(town_scope) as session:
        taken_back(session, a_gift(session, case))
        partly = met_by_a_gift(session, case, meets_need=False)
        taken_back(session, partly)
        met_otherwise = met_by_a_gift(session, case, meets_need=False)
        hour = NOW + timedelta(hours=1)
        end_need(session, need_id=met_otherwise.need_id, is_met=True, by=BY, now=hour)
        taken_back(session, met_otherwise)
        assert owed(session, case) == []


def test_in_a_closed_case_the_resident_is_asked_as_well(database, town_scope, case):
    with database.writing(town_scope) as session:
        gift = met_by_a_gift(session, case)
        outcome = CaseOutcome.NEED_MET
        close_case(session, case_id=case.id, version=None, outcome=outcome, by=BY, now=NOW)
        taken_back(session, gift)
        assert len(owed(session, case)) == 1


def test_whoever_has_died_or_wants_no_record_is_not_asked(database, town_scope, case):
    with database.writing(town_scope) as session:
        gift, other = met_by_a_gift(session, case), a_case(session)
        record_death(session, person_id=case.resident_id, died_on=TODAY, by=BY, now=NOW)
        taken_back(session, gift)
        no_more = met_by_a_gift(session, other)
        withdraw_consent(
            session,
            session.get_one(Person, other.resident_id),
            purpose=ConsentPurpose.KEEP_RECORD,
            form=ConsentForm.VOICE,
            by=BY,
            now=NOW,
        )
        taken_back(session, no_more)
        assert owed(session, case) == owed(session, other) == []
