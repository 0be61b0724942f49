"""Every column that names a person: pointed at the one who stays, or left, with the reason. Data.

An architecture test holds that no such column is forgotten.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from models import (
    Account,
    Alert,
    Application,
    Asking,
    Assessment,
    AssessmentDraft,
    Attachment,
    Backup,
    Call,
    CallTask,
    Case,
    CheckInPlan,
    CheckInSlot,
    ContactPoint,
    ContactSafetyRule,
    Crisis,
    GapNote,
    HouseholdMember,
    InboundMessage,
    MatchAppeal,
    Message,
    MissedWeek,
    Offer,
    OtherContact,
    PersonRole,
    ProgrammeAnswer,
    Proposal,
    Referral,
    RefusedHelper,
    Relationship,
    Report,
    RungClimbed,
    ScreeningTurn,
    SharingOverride,
    Task,
    Visit,
    VolunteerProfile,
    Worry,
)
from models.base import Base

if TYPE_CHECKING:
    from collections.abc import Mapping

MOVED: Final[tuple[Any, ...]] = (
    Account.person_id,
    Alert.person_id,
    Application.person_id,
    Asking.known_helper_id,
    Assessment.person_id,
    AssessmentDraft.person_id,
    Attachment.person_id,
    Backup.helper_id,
    Call.person_id,
    CallTask.person_id,
    CallTask.about_person_id,
    Case.resident_id,
    CheckInPlan.person_id,
    CheckInPlan.asked_person_id,
    CheckInSlot.person_id,
    CheckInSlot.answered_by_id,
    ContactPoint.person_id,
    ContactSafetyRule.person_id,
    Crisis.person_id,
    GapNote.person_id,
    HouseholdMember.person_id,
    InboundMessage.person_id,
    MatchAppeal.resident_id,
    MatchAppeal.helper_id,
    Message.to_person_id,
    MissedWeek.helper_id,
    Offer.helper_id,
    OtherContact.resident_id,
    OtherContact.person_id,
    PersonRole.person_id,
    ProgrammeAnswer.person_id,
    Proposal.helper_id,
    Proposal.previous_helper_id,
    Referral.person_id,
    RefusedHelper.resident_id,
    RefusedHelper.helper_id,
    Relationship.person_id,
    Relationship.other_person_id,
    Report.resident_id,
    RungClimbed.person_id,
    ScreeningTurn.person_id,
    SharingOverride.person_id,
    Task.helper_id,
    Visit.helper_id,
    VolunteerProfile.person_id,
    Worry.raised_by_id,
)
"""Ordinary rows: whoever reads them by person finds them on the page of the one who stays."""

_APPEND_ONLY = "append-only: never rewritten, read through queries.merged"
_WHO_ACTED = "who did it: staff, whose records are not merged away"
_A_RECORD = "about the record itself"
STAYS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "timeline_entries.person_id": _APPEND_ONLY,
        "timeline_entries.by_person_id": _APPEND_ONLY,
        "consent_entries.person_id": _APPEND_ONLY,
        "consent_entries.recorded_by_id": _APPEND_ONLY,
        "consent_entries.proxy_id": _APPEND_ONLY,
        "search_terms.person_id": "made from the record's own name; read through queries.merged",
        "responsibilities.person_id": "which centre had the record, as it was",
        "death_records.person_id": "two who died on one day keep what each record stopped",
        "merges.kept_id": _A_RECORD,
        "merges.merged_id": _A_RECORD,
        "kept_apart.person_id": _A_RECORD,
        "kept_apart.other_id": _A_RECORD,
        "answer_links.person_id": "whom it was sent to: revoked where two records were made one",
        "alerts.acknowledged_by_id": _WHO_ACTED,
        "alerts.resolved_by_id": _WHO_ACTED,
        "aid_given.by_id": _WHO_ACTED,
        "application_steps.settled_by_id": _WHO_ACTED,
        "applications.made_by_id": _WHO_ACTED,
        "askings.opened_by_id": _WHO_ACTED,
        "assessment_drafts.worker_id": _WHO_ACTED,
        "assessments.made_by_id": _WHO_ACTED,
        "backups.named_by_id": _WHO_ACTED,
        "broadcast_people.person_id": "for whom it was written, as they were kept then",
        "broadcasts.made_by_id": _WHO_ACTED,
        "broadcasts.sent_by_id": _WHO_ACTED,
        "broadcasts.stopped_by_id": _WHO_ACTED,
        "calendar_feeds.person_id": "an address of somebody who signs in: they make it anew",
        "call_tasks.owner_id": _WHO_ACTED,
        "call_tasks.put_off_by_id": _WHO_ACTED,
        "calls.by_id": _WHO_ACTED,
        "case_transfers.from_id": _WHO_ACTED,
        "case_transfers.offered_by_id": _WHO_ACTED,
        "case_transfers.to_id": _WHO_ACTED,
        "case_goals.set_by_id": _WHO_ACTED,
        "cases.owner_id": _WHO_ACTED,
        "check_in_slots.cleared_by_id": _WHO_ACTED,
        "closing_proposals.decided_by_id": _WHO_ACTED,
        "closing_proposals.made_by_id": _WHO_ACTED,
        "crises.ended_by_id": _WHO_ACTED,
        "crises.handed_to_id": _WHO_ACTED,
        "crises.opened_by_id": _WHO_ACTED,
        "crises.responsible_id": _WHO_ACTED,
        "death_records.recorded_by_id": _WHO_ACTED,
        "double_help_notes.settled_by_id": _WHO_ACTED,
        "duty_periods.person_id": _WHO_ACTED,
        "duty_periods.substitute_id": _WHO_ACTED,
        "emergency_calls.written_by_id": _WHO_ACTED,
        "evidence_packs.made_by_id": _WHO_ACTED,
        "gap_notes.recorded_by_id": _WHO_ACTED,
        "inbound_messages.reviewed_by_id": _WHO_ACTED,
        "kept_apart.by_id": _WHO_ACTED,
        "match_appeals.made_by_id": "who said it: staff, or the volunteer as they were then",
        "match_appeals.settled_by_id": _WHO_ACTED,
        "merges.by_id": _WHO_ACTED,
        "missed_weeks.said_by_id": _WHO_ACTED,
        "offers.made_by_id": _WHO_ACTED,
        "other_helps.noted_by_id": _WHO_ACTED,
        "proposal_lists.asked_by_id": _WHO_ACTED,
        "proposals.decided_by_id": _WHO_ACTED,
        "receiver_links.made_by_id": _WHO_ACTED,
        "receiver_links.revoked_by_id": _WHO_ACTED,
        "referral_packets.findings_asked_by_id": _WHO_ACTED,
        "referral_packets.made_by_id": _WHO_ACTED,
        "referrals.made_by_id": _WHO_ACTED,
        "reports.owner_id": _WHO_ACTED,
        "screening_turns.settled_by_id": _WHO_ACTED,
        "service_capacities.by_id": _WHO_ACTED,
        "sharing_overrides.made_by_id": _WHO_ACTED,
        "staff_leaves.person_id": _WHO_ACTED,
        "sending_stops.started_by_id": _WHO_ACTED,
        "sending_stops.stopped_by_id": _WHO_ACTED,
        "wording_rehearsals.seen_by_id": _WHO_ACTED,
    }
)


def called(column: Any) -> str:  # noqa: ANN401  a mapped column
    """Name a column as "table.column"."""
    return f"{column.class_.__tablename__}.{column.key}"


MODEL_OF: Final[Mapping[str, Any]] = MappingProxyType(
    {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}
)
