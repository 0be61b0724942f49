"""A referral as FHIR: valid R4B in every state, and whole by the guide's own marks."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from fhir.resources.R4B.bundle import Bundle

from hopecare.domain.care_path import ReferralStatus
from hopecare.domain.fhir_codes import PRIORITY, REQUEST_STATUS, TASK_STATUS
from hopecare.domain.fhir_must_support import MUST_SUPPORT, When, faults_of
from hopecare.domain.fhir_referrals import Agreed, Body, Coded, ReferralFacts, bundle_of
from hopecare.domain.urgency import Urgency

MADE = datetime(2026, 11, 23, 1, tzinfo=UTC)
STANDARDS = Path(__file__).parents[2] / "docs" / "standards.md"


def facts(status="sent", **changed):
    no = status == "refused"
    whole = ReferralFacts(
        base="https://care.example.org/fhir",
        id=UUID(int=1),
        code="ABCD1234",
        status=Coded(code=status, text=status),
        urgency="soon",
        service=Coded(code="livelihood", text="생계급여 신청"),
        programme="livelihood",
        made_at=MADE,
        changed_at=MADE + timedelta(days=1),
        answer_due_on=date(2026, 12, 23),
        patient_id=UUID(int=2),
        patient_name=None if status == "withdrawn" else "김다래",
        requester=Body(id=UUID(int=3), name="북부센터", phone="+82310000001"),
        owner=Body(id=UUID(int=4), name="진접읍 행정복지센터"),
        agreed=None
        if status == "withdrawn"
        else Agreed(id=UUID(int=5), at=MADE, form=Coded(code="paper", text="On paper")),
        reason=Coded(code="over_income", text="Income over the limit") if no else None,
        outcome=Coded(code="granted", text="Granted") if status == "done" else None,
    )
    return replace(whole, **changed)


def of_kind(bundle, kind):
    (found,) = (e["resource"] for e in bundle["entry"] if e["resource"]["resourceType"] == kind)
    return found


@pytest.mark.parametrize("status", TASK_STATUS)
def test_every_state_is_valid_r4b_and_whole_by_the_guide(status):
    bundle = bundle_of(facts(status))
    read = Bundle.model_validate(bundle)
    assert faults_of(bundle) == ()
    task = of_kind(bundle, "Task")
    assert task["status"] == TASK_STATUS[status]
    assert task["businessStatus"]["coding"][0]["code"] == status
    assert ("statusReason" in task) is (status == "refused")
    assert of_kind(bundle, "ServiceRequest")["status"] == REQUEST_STATUS[status]
    assert len(read.entry or ()) == len(bundle["entry"])


def test_every_state_and_urgency_of_ours_has_its_word():
    assert {each.value for each in ReferralStatus} <= set(TASK_STATUS)
    assert set(REQUEST_STATUS) == set(TASK_STATUS)
    assert {each.value for each in Urgency} == set(PRIORITY)


def test_the_patient_is_a_name_and_nothing_else():
    patient = of_kind(bundle_of(facts()), "Patient")
    assert patient["name"] == [{"text": "김다래"}]
    assert set(patient) == {"resourceType", "id", "identifier", "gender", "name"}


def test_what_was_called_off_tells_no_name_and_no_consent():
    bundle = bundle_of(facts("withdrawn"))
    assert "김다래" not in str(bundle)
    assert {e["resource"]["resourceType"] for e in bundle["entry"]} == {
        "ServiceRequest", "Task", "Patient", "Organization",
    }  # fmt: skip


def test_a_programme_of_elsewhere_has_no_category_made_up_for_it():
    request = of_kind(bundle_of(facts(programme="elbonia_bread")), "ServiceRequest")
    assert request["category"][0]["coding"][0]["code"] == "sdoh-category-unspecified"


@pytest.mark.parametrize(
    ("break_it", "fault"),
    [
        (lambda b: of_kind(b, "Task").pop("owner"), "Task.owner is missing"),
        (lambda b: of_kind(b, "Task")["statusReason"].pop("text"), "Task.statusReason.text"),
        (lambda b: of_kind(b, "ServiceRequest").pop("category"), "ServiceRequest.category"),
        (lambda b: of_kind(b, "Task").update(output=[{}]), "Task.output should not be there"),
        (lambda b: b["entry"].pop(2), "Patient is missing"),
        (lambda b: of_kind(b, "Task")["focus"].update(reference="Task/9"), "refers to Task/9"),
        (lambda b: of_kind(b, "Task").update(lastModified="2020"), "before Task.authoredOn"),
        (lambda b: b["entry"].append(b["entry"][0]), "two resources have one address"),
    ],
)
def test_what_is_broken_is_named(break_it, fault):
    bundle = deepcopy(bundle_of(facts("refused")))
    break_it(bundle)
    assert any(fault in each for each in faults_of(bundle)), faults_of(bundle)


def test_the_table_in_the_docs_names_every_marked_element():
    written = STANDARDS.read_text()
    for element in MUST_SUPPORT:
        assert f"`{element.resource}.{element.path}`" in written, element
    assert {element.when for element in MUST_SUPPORT} == set(When)
