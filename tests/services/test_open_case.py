"""Opening a case, and writing down what is needed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import CaseStatus, NeedStatus
from hopecare.domain.consent import ConsentAct, ConsentPurpose
from hopecare.domain.needs import CheckLevel, NeedKind, NeedRhythm
from hopecare.domain.outcomes import CaseOutcome
from hopecare.domain.timeline import EntryKind
from hopecare.errors import (
    AlreadyTakenError,
    InvalidInputError,
    MoveNotAllowedError,
    NoConsentError,
    StaleVersionError,
)
from hopecare.services.add_need import add_need
from hopecare.services.change_case_centre import change_case_centre
from hopecare.services.change_need import change_need
from hopecare.services.close_case import close_case
from hopecare.services.reopen_case import reopen_case
from models import Need, Responsibility, TimelineEntry
from tests.factories.cases import BY, a_case, a_need, a_wish
from tests.factories.people import a_consent, a_resident
from tests.factories.towns import NOW, TODAY, a_centre, a_town


def test_a_case_opens_with_its_needs_and_one_timeline_tells_of_both(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        case = a_case(session, needs=(a_wish(), a_wish(NeedKind.PHONE_COMPANION)))
        kinds = session.scalars(
            select(TimelineEntry.kind)
            .where(TimelineEntry.case_id == case.id)
            .order_by(TimelineEntry.id)
        ).all()
        needs = session.scalars(select(Need)).all()
    assert case.status is CaseStatus.OPEN
    assert kinds == [EntryKind.CASE_OPENED, EntryKind.NEED_ADDED, EntryKind.NEED_ADDED]
    assert {need.status for need in needs} == {NeedStatus.OPEN}


@pytest.mark.parametrize(
    ("agreed", "needs"),
    [
        pytest.param((), (), id="nothing may be kept without consent"),
        pytest.param(
            (ConsentPurpose.KEEP_RECORD,), (a_wish(),), id="no neighbour without consent to help"
        ),
    ],
)
def test_nothing_opens_without_the_residents_consent(database, town_scope, agreed, needs):
    with database.writing(town_scope) as session:
        a_town(session)
        resident = a_resident(session, centre=a_centre(session), consents=agreed)
        with pytest.raises(NoConsentError):
            a_case(session, resident=resident, needs=needs)


def test_a_consent_that_was_withdrawn_stops_the_next_need(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        resident = a_resident(session, centre=a_centre(session))
        case = a_case(session, resident=resident)
        a_consent(
            session,
            resident,
            ConsentPurpose.PEER_HELP,
            act=ConsentAct.WITHDRAWN,
            at=NOW + timedelta(minutes=1),
        )
        with pytest.raises(NoConsentError):
            add_need(session, case, a_wish(), by=BY, now=NOW)


def test_a_resident_has_one_live_case(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        resident = a_resident(session, centre=a_centre(session))
        first = a_case(session, resident=resident)
        with pytest.raises(AlreadyTakenError) as refused:
            a_case(session, resident=resident)
    assert refused.value.facts["case_id"] == first.id


def test_no_case_opens_for_somebody_who_has_died(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        resident = a_resident(session, centre=a_centre(session))
        resident.died_on = TODAY
        with pytest.raises(MoveNotAllowedError):
            a_case(session, resident=resident)


@pytest.mark.parametrize(
    ("kind", "least"),
    [
        (NeedKind.CHILD_AFTER_SCHOOL, CheckLevel.ENHANCED),
        (NeedKind.PAPERS, CheckLevel.BASIC),
        (NeedKind.SIDE_DISHES, CheckLevel.NONE),
    ],
)
def test_children_and_papers_ask_for_a_checked_helper(database, town_scope, kind, least):
    with database.writing(town_scope) as session:
        a_town(session)
        need = a_need(session, kind=kind)
    assert need.check_level == least


def test_a_need_that_contradicts_itself_names_each_field(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        case = a_case(session)
        wish = a_wish(rhythm=NeedRhythm.WEEKLY, until_on=TODAY - timedelta(days=1))
        with pytest.raises(InvalidInputError) as refused:
            add_need(session, case, wish, by=BY, now=NOW)
    assert set(refused.value.fields) == {"until_on", "weekdays"}


def test_the_second_of_two_editors_of_a_need_is_told(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        need = a_need(session)
        seen = need.version
        wish = replace(a_wish(), minutes=45)
        change_need(session, need_id=need.id, version=seen, wish=wish, by=BY, now=NOW)
        with pytest.raises(StaleVersionError):
            change_need(session, need_id=need.id, version=seen, wish=wish, by=BY, now=NOW)
    assert need.minutes == 45


def test_a_closed_case_opens_again_with_what_was_known(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        case = a_case(session)
        close_case(
            session,
            case_id=case.id,
            version=case.version,
            outcome=CaseOutcome.NO_LONGER_NEEDED,
            by=BY,
            now=NOW,
        )
        reopen_case(session, case_id=case.id, by=BY, now=NOW)
    assert case.status is CaseStatus.OPEN
    assert case.outcome is None


def test_a_case_passes_to_another_centre_with_never_two_owners(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        case = a_case(session)
        south = a_centre(session, name="남부희망케어센터")
        change_case_centre(session, case, centre_id=south.id, by=BY, now=NOW)
        standing = session.scalars(
            select(Responsibility.centre_id).where(
                Responsibility.person_id == case.resident_id, Responsibility.until_at.is_(None)
            )
        ).all()
    assert case.centre_id == south.id
    assert standing == [south.id]
