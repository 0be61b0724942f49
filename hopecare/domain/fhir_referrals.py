"""A referral as FHIR R4B: a request, its task, and the least of whom and by what right.

In the shapes of the SDOH Clinical Care guide (Gravity): ServiceRequest and Task, with a Patient of
a name and nothing else, the two bodies, and the consent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hopecare.domain.fhir_codes import (
    ACT_CODE,
    CATEGORY,
    CONSENT_SCOPE,
    NEEDS_REASON,
    OWN,
    PRIORITY,
    REQUEST_STATUS,
    TASK_CODE,
    TASK_STATUS,
    TEMPORARY,
    UNSPECIFIED,
    concept,
)

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

Resource = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """A code of ours with the words people read for it."""

    code: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The centre or the receiving agency."""

    id: UUID
    name: str
    phone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """The entry by which the person agreed that it is shared."""

    id: UUID
    at: datetime
    form: Coded


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What is said of a request in a sentence, and when."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralFacts:
    """What leaves of one referral."""

    base: str
    """The address of this installation, under which the resources are named."""
    id: UUID
    code: str
    status: Coded
    urgency: str
    service: Coded
    programme: str | None
    made_at: datetime
    changed_at: datetime
    answer_due_on: date
    patient_id: UUID
    patient_name: str | None
    """None where it is not shared any more: then only that it was called off is told."""
    requester: Body
    owner: Body
    agreed: Agreed | None
    reason: Coded | None = None
    outcome: Coded | None = None
    objection: Remark | None = None
    """Where the office has its own decision before it again: which one."""


def bundle_of(facts: ReferralFacts) -> Resource:
    """Write everything as one bundle, each resource under its own address."""
    resources = [
        _request(facts),
        _task(facts),
        _patient(facts),
        _organization(facts.requester),
        _organization(facts.owner),
        *([_consent(facts, facts.agreed)] if facts.agreed else []),
    ]
    return {
        "resourceType": "Bundle",
        "id": str(facts.id),
        "type": "collection",
        "timestamp": facts.changed_at.isoformat(),
        "entry": [
            {"fullUrl": f"{facts.base}/{_ref(each)['reference']}", "resource": each}
            for each in resources
        ],
    }


def _request(facts: ReferralFacts) -> Resource:
    category = CATEGORY.get(facts.programme or "", UNSPECIFIED)
    request: Resource = {
        "resourceType": "ServiceRequest",
        "id": str(facts.id),
        "identifier": [{"system": f"{OWN}referral", "value": facts.code}],
        "status": REQUEST_STATUS[facts.status.code],
        "intent": "order",
        "category": [concept(TEMPORARY, category, category.replace("-", " "))],
        "priority": PRIORITY[facts.urgency],
        "code": concept(f"{OWN}programme", facts.service.code, facts.service.text),
        "subject": _patient_ref(facts),
        "occurrencePeriod": {"start": facts.made_at.isoformat()},
        "authoredOn": facts.made_at.isoformat(),
        "requester": _body_ref(facts.requester),
        "performer": [_body_ref(facts.owner)],
    }
    if facts.agreed is not None:
        request["supportingInfo"] = [{"reference": f"Consent/{facts.agreed.id}"}]
    if facts.objection is not None:
        said = facts.objection
        request["note"] = [{"time": said.at.isoformat(), "text": said.text}]
    return request


def _task(facts: ReferralFacts) -> Resource:
    status = TASK_STATUS[facts.status.code]
    task: Resource = {
        "resourceType": "Task",
        "id": str(facts.id),
        "identifier": [{"system": f"{OWN}referral", "value": facts.code}],
        "status": status,
        "businessStatus": concept(f"{OWN}referral-status", facts.status.code, facts.status.text),
        "intent": "order",
        "priority": PRIORITY[facts.urgency],
        "code": concept(TASK_CODE, "fulfill", "Fulfill the focal request"),
        "focus": {"reference": f"ServiceRequest/{facts.id}"},
        "for": _patient_ref(facts),
        "authoredOn": facts.made_at.isoformat(),
        "lastModified": facts.changed_at.isoformat(),
        "requester": _body_ref(facts.requester),
        "owner": _body_ref(facts.owner),
        "restriction": {"period": {"end": facts.answer_due_on.isoformat()}},
    }
    if status in NEEDS_REASON:
        why = facts.reason or facts.status
        task["statusReason"] = concept(f"{OWN}refusal", why.code, why.text)
    if facts.outcome is not None:
        task["output"] = [_output(facts.outcome)]
    return task


def _output(outcome: Coded) -> Resource:
    return {
        "type": concept(TEMPORARY, "resulting-activity", "Resulting Activity"),
        "valueCodeableConcept": concept(f"{OWN}outcome", outcome.code, outcome.text),
    }


def _patient(facts: ReferralFacts) -> Resource:
    """A name where it is shared; never an address, a number or a birth date."""
    patient: Resource = {
        "resourceType": "Patient",
        "id": str(facts.patient_id),
        "identifier": [{"system": f"{OWN}person", "value": str(facts.patient_id)}],
        "gender": "unknown",
    }
    if facts.patient_name is not None:
        patient["name"] = [{"text": facts.patient_name}]
    return patient


def _organization(body: Body) -> Resource:
    organization: Resource = {
        "resourceType": "Organization",
        "id": str(body.id),
        "active": True,
        "name": body.name,
    }
    if body.phone:
        organization["telecom"] = [{"system": "phone", "value": body.phone}]
    return organization


def _consent(facts: ReferralFacts, agreed: Agreed) -> Resource:
    return {
        "resourceType": "Consent",
        "id": str(agreed.id),
        "status": "active",
        "scope": concept(CONSENT_SCOPE, "patient-privacy", "Privacy Consent"),
        "category": [concept(ACT_CODE, "IDSCL", "information disclosure")],
        "patient": _patient_ref(facts),
        "dateTime": agreed.at.isoformat(),
        "organization": [_body_ref(facts.requester)],
        "sourceAttachment": {"title": agreed.form.text},
        "policyRule": concept(ACT_CODE, "OPTIN", "opt-in"),
    }


def _patient_ref(facts: ReferralFacts) -> Resource:
    return {"reference": f"Patient/{facts.patient_id}"}


def _body_ref(body: Body) -> Resource:
    return {"reference": f"Organization/{body.id}", "display": body.name}


def _ref(resource: Resource) -> Resource:
    return {"reference": f"{resource['resourceType']}/{resource['id']}"}
