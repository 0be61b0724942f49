"""Our codes as FHIR R4B and the SDOH Clinical Care guide say them. Data."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

TEMPORARY: Final = (
    "http://hl7.org/fhir/us/sdoh-clinicalcare/CodeSystem/SDOHCC-CodeSystemTemporaryCodes"
)
TASK_CODE: Final = "http://hl7.org/fhir/CodeSystem/task-code"
CONSENT_SCOPE: Final = "http://terminology.hl7.org/CodeSystem/consentscope"
ACT_CODE: Final = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
OWN: Final = "urn:hopecare:codes:"
"""Systems of our own codes: the status, a refusal's reason, an outcome, a programme."""

TASK_STATUS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "sent": "requested",
        "seen": "received",
        "accepted": "accepted",
        "refused": "rejected",
        "withdrawn": "cancelled",
        "done": "completed",
        "no_answer": "requested",
    }
)
"""Where a referral stands, by the word kept for it; the finer word is the business status."""
REQUEST_STATUS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "sent": "active",
        "seen": "active",
        "accepted": "active",
        "refused": "revoked",
        "withdrawn": "revoked",
        "done": "completed",
        "no_answer": "active",
    }
)
"""The request is ours: it ends when it is refused; an objection makes it active again."""
NEEDS_REASON: Final = frozenset({"rejected"})
"""A task that stands so says why, in words; why it was called off is nobody's business there."""
PRIORITY: Final[Mapping[str, str]] = MappingProxyType(
    {"crisis": "stat", "soon": "urgent", "ordinary": "routine"}
)
CATEGORY: Final[Mapping[str, str]] = MappingProxyType(
    {
        "livelihood": "financial-insecurity",
        "basic_pension": "financial-insecurity",
        "disability_pension": "financial-insecurity",
        "near_poor": "financial-insecurity",
        "single_parent": "financial-insecurity",
        "emergency": "material-hardship",
        "gyeonggi_emergency": "material-hardship",
        "energy_voucher": "material-hardship",
        "housing": "housing-instability",
        "medical": "medical-cost-burden",
        "education": "educational-attainment",
    }
)
UNSPECIFIED: Final = "sdoh-category-unspecified"
"""For a service without a programme, and programmes of other countries."""


def concept(system: str, code: str, text: str) -> dict[str, Any]:
    """Write one code with the words people read."""
    return {"coding": [{"system": system, "code": code, "display": text}], "text": text}
