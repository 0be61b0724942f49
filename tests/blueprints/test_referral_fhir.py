"""The door of a referral's FHIR file: the same gate as its sheet, in every state it can reach."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from fhir.resources.R4B.bundle import Bundle

from hopecare.domain.consent import ConsentForm, ConsentPurpose
from hopecare.domain.fhir_must_support import faults_of
from hopecare.domain.outcomes import AnswerDoor, ReferralOutcome, RefusalReason
from hopecare.domain.roles import Role
from hopecare.services.answer_referral import answer_referral
from hopecare.services.object_to_referral import object_to_referral
from hopecare.services.record_referral_outcome import record_referral_outcome
from hopecare.services.see_referral import see_referral
from hopecare.services.withdraw_consent import withdraw_consent
from hopecare.services.withdraw_referral import withdraw_referral
from models import Person, Referral
from tests.factories.cases import BY, a_case
from tests.factories.people import a_consent, a_phone, a_resident, a_staff_account
from tests.factories.referrals import a_referral
from tests.factories.towns import NOW, TODAY, a_centre, a_town, an_area

LATER = NOW + timedelta(hours=3)


@pytest.fixture
def referral(database, town_scope, visitor):
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        area = an_area(session, covered_by=centre)
        resident = a_resident(
            session, name="김다래", phone=a_phone(), centre=centre, area=area, address="마석로 12"
        )
        a_consent(session, resident, ConsentPurpose.SHARE_WITH_AGENCY)
        made = a_referral(session, case=a_case(session, resident=resident, centre=centre))
        account = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=centre)
    visitor.sign_in(account)
    return made


def answered(session, referral, refusal=None):
    answer_referral(
        session, referral_id=referral.id, refusal=refusal, door=AnswerDoor.DESK, answered_on=TODAY,
        words="형편이 비밀", by=BY, now=NOW,
    )  # fmt: skip


def accepted(session, referral):
    answered(session, referral)


def refused(session, referral):
    answered(session, referral, RefusalReason.OVER_INCOME)


def withdrawn(session, referral):
    withdraw_referral(session, referral_id=referral.id, by=BY, now=NOW)


def done(session, referral):
    answered(session, referral)
    record_referral_outcome(
        session, referral_id=referral.id, outcome=ReferralOutcome.GRANTED, outcome_on=TODAY,
        amount_minor=None, currency=None, by=BY, now=NOW,
    )  # fmt: skip


def stays(session, referral):
    del session, referral


def seen_later(session, referral):
    see_referral(session, referral, by=BY, now=LATER)


def answered_later(session, referral):
    answer_referral(
        session, referral_id=referral.id, refusal=None, door=AnswerDoor.DESK, answered_on=TODAY,
        words=None, by=BY, now=LATER,
    )  # fmt: skip


def objected_later(session, referral):
    refused(session, referral)
    object_to_referral(session, referral_id=referral.id, by=BY, now=LATER, words="연락 없음")


@pytest.mark.parametrize(
    ("moves", "status"),
    [
        (stays, "requested"),
        (accepted, "accepted"),
        (refused, "rejected"),
        (withdrawn, "cancelled"),
        (done, "completed"),
    ],
)
def test_each_state_leaves_valid_and_whole(database, town_scope, visitor, referral, moves, status):
    with database.writing(town_scope) as session:
        moves(session, referral)
    answer = visitor.fetch(f"/referrals/{referral.id}/fhir.json")
    assert answer.mimetype == "application/fhir+json"
    assert answer.headers["Cache-Control"] == "no-store"
    bundle = json.loads(answer.data)
    Bundle.model_validate(bundle)
    assert faults_of(bundle) == ()
    (task,) = (e["resource"] for e in bundle["entry"] if e["resource"]["resourceType"] == "Task")
    assert task["status"] == status
    for secret in ("마석로", "+82", "형편이 비밀", "birthDate"):
        assert secret not in json.dumps(bundle["entry"][2:], ensure_ascii=False)
    assert ("김다래" in answer.text) is (moves is not withdrawn)


def test_an_objection_says_in_it_against_which_decision(database, town_scope, visitor, referral):
    with database.writing(town_scope) as session:
        objected_later(session, referral)
    bundle = json.loads(visitor.fetch(f"/referrals/{referral.id}/fhir.json").data)
    Bundle.model_validate(bundle)
    assert faults_of(bundle) == ()
    (request,) = (
        each["resource"]
        for each in bundle["entry"]
        if each["resource"]["resourceType"] == "ServiceRequest"
    )
    (note,) = request["note"]
    assert note["text"].startswith("Objection to a decision: Not granted · 23 November 2026 · ")
    assert datetime.fromisoformat(note["time"]) == LATER


@pytest.mark.parametrize("move", [seen_later, answered_later, objected_later])
def test_it_says_when_it_last_moved(database, town_scope, visitor, referral, move):
    with database.writing(town_scope) as session:
        move(session, session.get_one(Referral, referral.id))
    bundle = json.loads(visitor.fetch(f"/referrals/{referral.id}/fhir.json").data)
    (task,) = (e["resource"] for e in bundle["entry"] if e["resource"]["resourceType"] == "Task")
    assert datetime.fromisoformat(task["lastModified"]) == LATER
    assert bundle["timestamp"] == task["lastModified"]


def test_without_a_yes_nothing_leaves(database, town_scope, visitor, referral):
    assert f"/referrals/{referral.id}/fhir.json" in visitor.get(f"/referrals/{referral.id}").links
    with database.writing(town_scope) as session:
        person = session.get_one(Person, referral.person_id)
        withdraw_consent(
            session, person, purpose=ConsentPurpose.SHARE_WITH_AGENCY, form=ConsentForm.VOICE,
            by=BY, now=NOW + timedelta(seconds=1),
        )  # fmt: skip
    answer = visitor.fetch(f"/referrals/{referral.id}/fhir.json")
    called_off = answer.status_code == 200 and json.loads(answer.data)["entry"][1]["resource"]
    assert answer.status_code == 409 or called_off["status"] == "cancelled"
    assert "김다래" not in answer.text


def test_somebody_of_another_centre_gets_nothing(database, town_scope, visitor, referral):
    with database.writing(town_scope) as session:
        elsewhere = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=a_centre(session))
    visitor.sign_in(elsewhere)
    assert visitor.fetch(f"/referrals/{referral.id}/fhir.json").status_code == 403
