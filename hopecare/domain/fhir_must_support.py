"""What the SDOH Clinical Care guide marks as must-support or mandatory, and our own check of it.

The library that validates in the tests knows R4B, not the guide: this table is the guide's part.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from hopecare.domain.fhir_codes import NEEDS_REASON

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class When(StrEnum):
    """When an element has to be there."""

    ALWAYS = "always"
    WITH_CONSENT = "with_consent"
    WHEN_ENDED_BY_A_NO = "when_ended_by_a_no"
    WITH_OUTCOME = "with_outcome"
    WHILE_SHARED = "while_shared"
    NEVER = "never"
    """We know nothing of that kind, or it stays here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One element of a profile, and when we give it."""

    resource: str
    path: str
    when: When = When.ALWAYS


def _of(resource: str, *paths: str, when: When = When.ALWAYS) -> tuple[Element, ...]:
    return tuple(Element(resource=resource, path=path, when=when) for path in paths)


MUST_SUPPORT: Final[tuple[Element, ...]] = (
    *_of("ServiceRequest", "status", "intent", "category", "priority", "code", "subject"),
    *_of("ServiceRequest", "occurrencePeriod", "authoredOn", "requester", "performer"),
    *_of("ServiceRequest", "supportingInfo", when=When.WITH_CONSENT),
    *_of("ServiceRequest", "extension", "basedOn", "orderDetail", "encounter", when=When.NEVER),
    *_of("ServiceRequest", "reasonCode", "reasonReference", when=When.NEVER),
    *_of("Task", "status", "intent", "priority", "code", "focus", "for", "authoredOn"),
    *_of("Task", "requester", "owner"),
    *_of("Task", "statusReason", when=When.WHEN_ENDED_BY_A_NO),
    *_of("Task", "output", when=When.WITH_OUTCOME),
    *_of("Task", "partOf", when=When.NEVER),
    *_of("Patient", "identifier", "gender"),
    *_of("Patient", "name", when=When.WHILE_SHARED),
    *_of("Organization", "active", "name"),
    *_of("Consent", "status", "scope", "category", "patient", "dateTime", "organization"),
    *_of("Consent", "sourceAttachment"),
)
OF_GUIDE: Final = {"ServiceRequest", "Task", "Patient", "Organization"}
"""What every bundle has; a consent only where somebody agreed."""


def faults_of(bundle: Mapping[str, Any]) -> tuple[str, ...]:
    """Name every element that should be there and is not, or is and should not, and loose ends."""
    resources = [entry["resource"] for entry in bundle["entry"]]
    tasks = (each for each in resources if each["resourceType"] == "Task")
    task: Mapping[str, Any] = next(tasks, {})
    kinds = {each["resourceType"] for each in resources}
    missing = [f"{kind} is missing" for kind in sorted(OF_GUIDE - kinds)]
    held = {
        When.ALWAYS: True,
        When.NEVER: False,
        When.WITH_CONSENT: "Consent" in kinds,
        When.WHEN_ENDED_BY_A_NO: task.get("status") in NEEDS_REASON,
        When.WITH_OUTCOME: task.get("status") == "completed",
        When.WHILE_SHARED: task.get("status") != "cancelled",
    }
    found = [fault for each in resources for fault in _elements(each, held)]
    return (*missing, *found, *_loose_ends(bundle, resources), *_times(task))


def _elements(resource: Mapping[str, Any], held: Mapping[When, bool]) -> Iterator[str]:
    for element in MUST_SUPPORT:
        if element.resource == resource["resourceType"]:
            is_there = bool(resource.get(element.path))
            if is_there != held[element.when]:
                word = "should not be there" if is_there else "is missing"
                yield f"{element.resource}.{element.path} {word}"
    reason = resource.get("statusReason")
    if reason is not None and not reason.get("text"):
        yield "Task.statusReason.text is missing"


def _loose_ends(bundle: Mapping[str, Any], resources: list[dict[str, Any]]) -> Iterator[str]:
    """A reference that leads to nothing in the bundle, and two resources under one address."""
    known = {f"{each['resourceType']}/{each['id']}" for each in resources}
    for resource in resources:
        for reference in _references(resource):
            if reference not in known:
                yield f"{resource['resourceType']} refers to {reference}, which is not here"
    addresses = [entry["fullUrl"] for entry in bundle["entry"]]
    if len(set(addresses)) != len(addresses):
        yield "two resources have one address"


def _references(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("reference"), str):
            yield value["reference"]
        for inner in value.values():
            yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner)


def _times(task: Mapping[str, Any]) -> Iterator[str]:
    if task.get("lastModified", "") < task.get("authoredOn", ""):
        yield "Task.lastModified is before Task.authoredOn"
