"""Referrals: sharing only by consent, once, and followed until an outcome is in."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import ReferralStatus
from hopecare.domain.codes import read_code
from hopecare.domain.consent import ConsentAct, ConsentPurpose
from hopecare.domain.outcomes import AnswerDoor, ReferralOutcome, RefusalReason
from hopecare.domain.timeline import EntryKind
from hopecare.errors import (
    AlreadyTakenError,
    InvalidInputError,
    MoveNotAllowedError,
    NoConsentError,
)
from hopecare.queries.referrals import (
    bridging_needs,
    find_centre_of_code,
    open_services,
    referral_view,
    referrals_of_case,
)
from hopecare.services.answer_referral import answer_referral
from hopecare.services.object_to_referral import object_to_referral
from hopecare.services.record_referral_outcome import record_referral_outcome
from hopecare.services.withdraw_referral import withdraw_referral
from models import CallTask, Case, Person, Referral, TimelineEntry
from tests.factories.assessments import an_assessment
from tests.factories.cases import BY, a_case, a_need
from tests.factories.people import a_consent, a_resident
from tests.factories.referrals import a_referral, a_service, an_organisation
from tests.factories.towns import NOW, TODAY, a_centre, a_town

NEXT_DAY = NOW + timedelta(days=1)
TOMORROW = TODAY + timedelta(days=1)


def status_of(referral: Referral) -> ReferralStatus:
    return referral.status


def answered(session, referral, refusal=None, *, on=TOMORROW, words=None, now=NEXT_DAY):
    return answer_referral(
        session,
        referral_id=referral.id,
        refusal=refusal,
        door=AnswerDoor.LETTER,
        answered_on=on,
        words=words,
        by=BY,
        now=now,
    )


def decided(session, referral, outcome=ReferralOutcome.GRANTED, *, on=TOMORROW, amount=502_556):
    return record_referral_outcome(
        session,
        referral_id=referral.id,
        outcome=outcome,
        outcome_on=on,
        amount_minor=amount,
        currency="KRW",
        by=BY,
        now=NEXT_DAY,
    )


def withdraws_sharing(session, person_id, at=NOW + timedelta(minutes=5)):
    person = session.get_one(Person, person_id)
    a_consent(session, person, ConsentPurpose.SHARE_WITH_AGENCY, act=ConsentAct.WITHDRAWN, at=at)


def test_a_referral_names_its_consent_its_answer_and_the_day_an_answer_is_due(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        resident = a_resident(session, centre=a_centre(session))
        case = a_case(session, resident=resident)
        assessment = an_assessment(session, resident)
        referral = a_referral(session, case=case, assessment=assessment)
        entry = session.scalars(
            select(TimelineEntry).where(TimelineEntry.kind == EntryKind.REFERRAL_MADE)
        ).one()
    assert status_of(referral) is ReferralStatus.SENT
    assert referral.consent_entry_id is not None
    assert referral.assessment_id == assessment.id
    assert referral.programme == "livelihood"
    assert referral.answer_due_on == TODAY + timedelta(days=30)
    assert read_code(referral.code) == referral.code
    assert entry.facts == {"programme": "livelihood", "answer_due_on": "2026-12-23"}


@pytest.mark.parametrize(
    "act", [None, ConsentAct.REFUSED, ConsentAct.WITHDRAWN], ids=["never asked", "no", "withdrawn"]
)
def test_nothing_is_shared_without_consent(database, town_scope, act):
    with database.writing(town_scope) as session:
        a_town(session)
        resident = a_resident(
            session, centre=a_centre(session), consents=(ConsentPurpose.KEEP_RECORD,)
        )
        if act is not None:
            a_consent(session, resident, ConsentPurpose.SHARE_WITH_AGENCY, act=act)
        case = a_case(session, resident=resident)
        with pytest.raises(NoConsentError):
            a_referral(session, case=case)


def test_one_service_is_asked_once_while_it_has_not_decided(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        case, service = a_case(session), a_service(session)
        first = a_referral(session, case=case, service=service)
        with pytest.raises(AlreadyTakenError) as refused:
            a_referral(session, case=case, service=service)
        answered(session, first, RefusalReason.OVER_INCOME)
        again = a_referral(session, case=case, service=service, now=NEXT_DAY)
    assert refused.value.facts["id"] == first.id
    assert again.id != first.id


def test_a_service_that_has_ended_is_neither_offered_nor_taken(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        ended, standing = a_service(session, ended_on=TODAY), a_service(session, name="상담")
        offered = [service.id for service, _ in open_services(session, on=TODAY)]
        with pytest.raises(InvalidInputError):
            a_referral(session, service=ended)
    assert offered == [standing.id]


def test_one_household_never_travels_in_anothers_referral(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        other = a_resident(session, name="남온새", centre=centre)
        case = a_case(session, resident=a_resident(session, centre=centre))
        with pytest.raises(InvalidInputError):
            a_referral(session, case=case, assessment=an_assessment(session, other))


def test_an_acceptance_and_an_outcome_close_the_loop(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        referral = a_referral(session)
        answered(session, referral)
        assert status_of(referral) is ReferralStatus.ACCEPTED
        decided(session, referral)
    assert status_of(referral) is ReferralStatus.DONE
    assert (referral.amount_minor, referral.currency) == (502_556, "KRW")


def test_an_outcome_is_recorded_once(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        referral = decided(session, a_referral(session))
        with pytest.raises(MoveNotAllowedError):
            decided(session, referral)


@pytest.mark.parametrize(
    ("on", "amount", "outcome", "field"),
    [
        pytest.param(
            TODAY - timedelta(days=1), None, ReferralOutcome.GRANTED, "outcome_on", id="before"
        ),
        pytest.param(
            TODAY + timedelta(days=9), None, ReferralOutcome.GRANTED, "outcome_on", id="not yet"
        ),
        pytest.param(TODAY, 1000, ReferralOutcome.NOT_GRANTED, "amount_minor", id="pays nothing"),
    ],
)
def test_an_outcome_that_cannot_be_is_named_beside_its_field(
    database, town_scope, on, amount, outcome, field
):
    with database.writing(town_scope) as session:
        a_town(session)
        referral = a_referral(session)
        with pytest.raises(InvalidInputError) as refused:
            decided(session, referral, outcome, on=on, amount=amount)
    assert set(refused.value.fields) == {field}
    assert status_of(referral) is ReferralStatus.SENT


def test_a_refusal_keeps_its_reason_and_a_late_answer_counts(database, town_scope):
    late = NOW + timedelta(days=41)
    with database.writing(town_scope) as session:
        a_town(session)
        referral = a_referral(session)
        view = referral_view(session, referral.id)
        assert view.is_late(late.date())
        on = TODAY + timedelta(days=40)
        answered(session, referral, RefusalReason.OBLIGOR, on=on, now=late)
        entry = session.scalars(
            select(TimelineEntry).where(TimelineEntry.kind == EntryKind.REFERRAL_REFUSED)
        ).one()
    assert referral.refusal_reason is RefusalReason.OBLIGOR
    assert not view.is_late(late.date())
    assert entry.facts["days_late"] == 10
    assert entry.facts["reason"] == "obligor"


@pytest.mark.parametrize(
    ("on", "is_taken"),
    [
        pytest.param(date(2026, 11, 22), False, id="before the referral"),
        pytest.param(date(2026, 11, 24), True, id="today, where it is already tomorrow in UTC+9"),
        pytest.param(date(2026, 11, 25), False, id="tomorrow"),
    ],
)
def test_an_answer_is_dated_by_the_towns_own_day(database, town_scope, on, is_taken):
    early = datetime(2026, 11, 24, 7, 30, tzinfo=ZoneInfo("Asia/Seoul"))
    with database.writing(town_scope) as session:
        a_town(session)
        referral = a_referral(session)
        if is_taken:
            assert answered(session, referral, on=on, now=early).answered_on == on
        else:
            with pytest.raises(InvalidInputError):
                answered(session, referral, on=on, now=early)


def test_another_reason_is_said_in_words(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        referral = a_referral(session)
        with pytest.raises(InvalidInputError) as refused:
            answered(session, referral, RefusalReason.OTHER)
        answered(session, referral, RefusalReason.OTHER, words="담당자가 바뀜")
    assert refused.value.fields == {"words": ["reason_needed"]}


def test_an_objection_brings_it_back_to_the_office_and_keeps_the_first_words(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        referral = a_referral(session, words="월세가 밀려 있습니다.")
        answered(session, referral, RefusalReason.OBLIGOR, words="부양의무자 있음")
        object_to_referral(
            session, referral_id=referral.id, by=BY, now=NEXT_DAY, words="열두 해 동안 연락 없음"
        )
        assert status_of(referral) is ReferralStatus.SENT
        assert referral.answer_due_on == TOMORROW + timedelta(days=30)
        said = (referral.refusal_reason, referral.answered_on, referral.answered_by_door)
        assert said == (None, None, None)
        answered(session, referral, words="다시 살펴 받아들임")
    assert status_of(referral) is ReferralStatus.ACCEPTED
    assert referral.refusal_reason is None
    assert referral.words == "열두 해 동안 연락 없음\n\n월세가 밀려 있습니다."
    assert referral.answer_words == "다시 살펴 받아들임\n\n이의신청 전에 들은 말:\n부양의무자 있음"


def test_an_objection_shares_anew_so_consent_must_still_stand(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        referral = a_referral(session)
        answered(session, referral, RefusalReason.OBLIGOR)
        withdraws_sharing(session, referral.person_id)
        with pytest.raises(NoConsentError):
            object_to_referral(session, referral_id=referral.id, by=BY, now=NEXT_DAY)
    assert status_of(referral) is ReferralStatus.REFUSED


def test_a_withdrawn_referral_takes_no_answer_and_no_outcome(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        referral = a_referral(session)
        withdraw_referral(session, referral_id=referral.id, by=BY, now=NEXT_DAY)
        for act in (answered, decided):
            with pytest.raises(MoveNotAllowedError):
                act(session, referral)
        with pytest.raises(MoveNotAllowedError):
            withdraw_referral(session, referral_id=referral.id, by=BY, now=NEXT_DAY)
    assert status_of(referral) is ReferralStatus.WITHDRAWN
    assert referral.withdrawn_at == NEXT_DAY
    with database.reading(town_scope) as session:
        owed = session.scalars(select(CallTask)).one()
    assert owed.kind is CallTaskKind.TELL_OFFICE
    assert referral.code in (owed.words or "")


def test_help_that_bridges_the_wait_is_found_from_the_referral(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        referral = a_referral(session)
        case = session.get_one(Case, referral.case_id)
        bridge = a_need(session, case=case)
        bridge.bridges_referral_id = referral.id
        a_need(session, case=case)
        session.flush()
        found = [need.id for need in bridging_needs(session, referral.id)]
        views = referrals_of_case(session, case.id)
    assert found == [bridge.id]
    assert [view.referral.id for view in views] == [referral.id]


def test_a_code_tells_an_office_whom_to_call(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        case = a_case(session, resident=a_resident(session, centre=centre))
        service = a_service(session, organisation=an_organisation(session, name="복지재단"))
        referral = a_referral(session, case=case, service=service)
        found = find_centre_of_code(session, referral.code)
        nothing = find_centre_of_code(session, "0000000A")
    assert found is not None
    assert found.id == centre.id
    assert nothing is None


@pytest.mark.both_databases
def test_a_late_letter_of_the_first_decision_is_no_answer_to_the_objection(session):
    referral = a_referral(session)
    answered(session, referral, RefusalReason.NO_CAPACITY)
    objected_on = TODAY + timedelta(days=10)
    object_to_referral(session, referral_id=referral.id, by=BY, now=NOW + timedelta(days=10))
    with pytest.raises(InvalidInputError) as refused:
        answered(
            session,
            referral,
            RefusalReason.NO_CAPACITY,
            on=TODAY + timedelta(days=2),
            now=NOW + timedelta(days=11),
        )
    assert refused.value.fields == {"answered_on": ["before_objection"]}
    with pytest.raises(InvalidInputError) as refused:
        record_referral_outcome(
            session,
            referral_id=referral.id,
            outcome=ReferralOutcome.NOT_GRANTED,
            outcome_on=TOMORROW,
            amount_minor=None,
            currency=None,
            by=BY,
            now=NOW + timedelta(days=11),
        )
    assert refused.value.fields == {"outcome_on": ["before_objection"]}
    assert status_of(referral) is ReferralStatus.SENT
    answered(session, referral, on=objected_on, now=NOW + timedelta(days=11))
    assert status_of(referral) is ReferralStatus.ACCEPTED
