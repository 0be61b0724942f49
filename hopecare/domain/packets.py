"""What may leave with a referral, part by part, and by which right. Codes and facts alone."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from hopecare.domain.aid import NoteMark

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID


class PacketItem(StrEnum):
    """One part of what an office may be told; the name alone always goes along."""

    BIRTH_DATE = "birth_date"
    ADDRESS = "address"
    TELEPHONE = "telephone"
    HOUSEHOLD = "household"
    LANGUAGE = "language"
    REASONS = "reasons"
    """What the rules say of the programme asked for, and of no other."""
    NEEDS = "needs"
    """Which help is needed."""
    ATTEMPTS = "attempts"
    """When somebody rang or knocked, and what came of it."""
    OBSERVATIONS = "observations"
    """What helpers saw, each marked as a fact or an impression."""
    OTHER_FINDINGS = "other_findings"
    """What the rules say of other programmes: only by the resident's own choice."""


class Mark(StrEnum):
    """Whether an observation was seen or felt."""

    FACT = "fact"
    IMPRESSION = "impression"


def may_leave_as(mark: Mark, said_as: NoteMark | None) -> bool:
    """Say whether a note may be sent under a mark: an impression never as a fact."""
    return mark is Mark.IMPRESSION or said_as is not NoteMark.IMPRESSION


class OverrideReason(StrEnum):
    """By which right something is shared without a yes."""

    DANGER_TO_LIFE = "danger_to_life"
    CHILD_AT_RISK = "child_at_risk"
    LEGAL_DUTY = "legal_duty"
    CANNOT_BE_ASKED = "cannot_be_asked"
    """They cannot say anything now, and waiting harms them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noes:
    """Since when a resident's noes stand; None where the last word is no no."""

    to_sharing: datetime | None = None
    to_record: datetime | None = None


def referral_stops(reason: OverrideReason, noes: Noes, *, made_at: datetime) -> bool:
    """Say whether a no said since ends a referral that was sent by this right.

    Who could not be asked has spoken now. Danger, a child and a duty by law hold against a no to
    sharing; no record any more ends every one: then there is nothing left to be steered.
    """
    could_not = reason is OverrideReason.CANNOT_BE_ASKED
    return _since(noes.to_record, made_at) or (could_not and _since(noes.to_sharing, made_at))


def pack_stops(noes: Noes, *, made_at: datetime) -> bool:
    """Say whether a no said since ends a pack that was made without a yes, by whichever right.

    Its files tell a whole case: whoever hands them on after a no decides it anew, with a new pack.
    """
    return _since(noes.to_sharing, made_at) or _since(noes.to_record, made_at)


def may_override(reason: OverrideReason, noes: Noes) -> bool:
    """Say whether this right is one now: who wants no record was asked, and has answered."""
    return noes.to_record is None or reason is not OverrideReason.CANNOT_BE_ASKED


def _since(no: datetime | None, made_at: datetime) -> bool:
    return no is not None and no > made_at


USUAL: Final = (
    PacketItem.BIRTH_DATE,
    PacketItem.ADDRESS,
    PacketItem.TELEPHONE,
    PacketItem.HOUSEHOLD,
    PacketItem.LANGUAGE,
)
"""What an office needs to find and reach somebody: ticked at first, and each may be left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PacketChoice:
    """What one recipient is told, as the sender chose it."""

    items: frozenset[PacketItem] = frozenset(USUAL)
    words: str | None = None
    assessment_id: UUID | None = None
    observations: Mapping[UUID, Mark] = field(default_factory=dict)
    findings: tuple[str, ...] = ()
    """Other programmes whose finding goes along."""
    findings_chosen_on: date | None = None
    """When the resident chose that; without it no other finding leaves."""


def faults_of_choice(choice: PacketChoice, *, today: date) -> dict[str, list[str]]:
    """Say by code what is wrong with a choice; nothing where it may be sent."""
    faults: dict[str, list[str]] = {}
    if choice.findings and choice.findings_chosen_on is None:
        faults["findings_chosen_on"] = ["choice_needed"]
    if choice.findings_chosen_on is not None and choice.findings_chosen_on > today:
        faults["findings_chosen_on"] = ["date_in_future"]
    return faults


def safe_content(content: Mapping[str, Any], *, is_unsafe: bool) -> dict[str, Any]:
    """Give what was shared as it may be read today: without a number that is unsafe to ring now."""
    stays = PacketItem.TELEPHONE.value if is_unsafe else None
    return {name: part for name, part in content.items() if name != stays}


def digest_of(content: Mapping[str, Any]) -> str:
    """Hash what is shared: what was seen before sending and what is sent must be the same."""
    plain = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()
