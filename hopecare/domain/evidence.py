"""The evidence pack for a case conference: its sections, the least it tells, and its hash."""

from __future__ import annotations

import hashlib
import json
import re
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from hopecare.domain.calls import CallDirection, CallTaskKind
from hopecare.domain.timeline import EntryKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FORMAT: Final = "hopecare-evidence-pack/1"
FEWEST_SIGNS: Final = 8
"""So many signs of a hash are enough to find it by."""
LARGEST_JSON: Final = 4 * 1024 * 1024
_HEX: Final = re.compile(r"[0-9a-f]+")
_DIGEST_SIGNS: Final = 64


class PackSection(StrEnum):
    """A part of the pack."""

    RESIDENT = "resident"
    NEEDS = "needs"
    TIMELINE = "timeline"
    ATTEMPTS = "attempts"
    CONSENTS = "consents"
    GAPS = "gaps"
    OBSERVATIONS = "observations"
    REFERRALS = "referrals"
    AID = "aid"


class PackTold(StrEnum):
    """What goes along about the person only where it is chosen."""

    NAME = "name"
    ADDRESS = "address"
    PHONE = "phone"
    BIRTH_DATE = "birth_date"
    OTHER_BENEFITS = "other_benefits"
    """Programmes that this recipient does not decide."""


LEAST: Final = (PackTold.NAME,)
"""What stands chosen beforehand: whom the conference is about, and nothing else."""


def safely_told(chosen: Iterable[PackTold], *, is_unsafe: bool) -> list[PackTold]:
    """Give what is told of what was chosen: a number that is unsafe to ring never is."""
    return [each for each in chosen if not (is_unsafe and each is PackTold.PHONE)]


def may_hold_back(section: PackSection, *, with_benefits: bool) -> bool:
    """Say whether something of a section may stay here, whoever reads it and whatever is there.

    What happened holds back what is kept here, and what may be received whatever is received
    already: from everybody. Of referrals nothing stays here once all of them go along.
    """
    if section is PackSection.REFERRALS:
        return not with_benefits
    return section in (PackSection.TIMELINE, PackSection.GAPS)


ATTEMPTS: Final = frozenset(
    {
        EntryKind.REACH_TRIED,
        EntryKind.CALL_LOGGED,
        EntryKind.CALL_TASK_DONE,
        EntryKind.SLOT_SILENT,
        EntryKind.SLOT_NOT_ASKED,
        EntryKind.RUNG_CLIMBED,
        EntryKind.RUNG_ANSWERED,
        EntryKind.MESSAGE_UNDELIVERED,
    }
)
"""How somebody was tried to be reached."""
_BEGINNINGS: Final = ("referral_", "application_", "decision_")
OF_BENEFITS: Final = frozenset(
    {
        EntryKind.GAP_NOTED,
        EntryKind.ASSESSMENT_MADE,
        EntryKind.CRISIS_CHECKED,
        *(kind for kind in EntryKind if kind.value.startswith(_BEGINNINGS)),
    }
)
"""What speaks of benefits: the section of referrals says of whose."""
OWED_CALLS: Final = frozenset(
    {
        EntryKind.CALL_TASK_OPENED,
        EntryKind.CALL_TASK_DONE,
        EntryKind.CALL_TASK_CANCELLED,
        EntryKind.CALL_TASK_PUT_OFF,
    }
)
"""What happened to a call that is owed: its kind says about what."""
CALLS_OF_BENEFITS: Final = frozenset(
    {
        CallTaskKind.REFERRAL_SILENT,
        CallTaskKind.TELL_OFFICE,
        CallTaskKind.OFFICE_ASKS,
        CallTaskKind.ASK_CAPACITY,
        CallTaskKind.DEADLINE_NEAR,
        CallTaskKind.BRIDGE_SHORT,
    }
)
"""A call about a referral or an application: it speaks of benefits as these do."""
CALLS_TO_OTHERS: Final = CALLS_OF_BENEFITS | {
    CallTaskKind.UNFILLED,
    CallTaskKind.FAMILY_AFTER_DEATH,
    CallTaskKind.HELPER_AFTER_DEATH,
    CallTaskKind.CRISIS_HANDED,
    CallTaskKind.CHECK_LAPSES,
    CallTaskKind.CASE_LEFT,
}
"""A call by which nobody tries to reach the resident."""
KEPT_HERE: Final = frozenset(
    {
        EntryKind.CONTACT_SAFETY_SET,
        EntryKind.CONTACT_SAFETY_ENDED,
        EntryKind.CONTACT_POINT_CHANGED,
        EntryKind.OTHER_CONTACT_CHANGED,
        EntryKind.RESIDENTS_MERGED,
        EntryKind.MERGE_UNDONE,
        EntryKind.MESSAGE_PROMISED,
        EntryKind.MESSAGE_STOPPED,
        EntryKind.MESSAGE_HELD,
        EntryKind.MESSAGE_EXPIRED,
        EntryKind.TEXTS_STOPPED,
        EntryKind.TEXTS_RESUMED,
        EntryKind.PACK_MADE,
        EntryKind.RECORD_EXPORTED,
        EntryKind.SHARING_OVERRIDDEN,
        EntryKind.CASE_OFFERED,
        EntryKind.CASE_TAKEN_OVER,
        EntryKind.CASE_NOT_TAKEN_OVER,
        *(kind for kind in EntryKind if kind.value.startswith(("receiver_link_", "closing_"))),
        *(kind for kind in EntryKind if kind.value.startswith("volunteer_")),
        EntryKind.CHECK_RECORDED,
    }
)
"""What never leaves: whom to be careful of, who else is rung, who steers, what a volunteer does."""


def goes_along(kind: EntryKind, facts: Mapping[str, Any], *, with_benefits: bool) -> bool:
    """Say whether an entry of the timeline may stand in a pack."""
    of_benefits = kind in OF_BENEFITS or _owed(kind, facts) in CALLS_OF_BENEFITS
    return kind not in KEPT_HERE and (with_benefits or not of_benefits)


def is_attempt(kind: EntryKind, facts: Mapping[str, Any]) -> bool:
    """Say whether an entry tells how the resident was tried to be reached.

    Where they rang us, nobody tried: the timeline tells of it, the number of tries does not. If a
    helper was rung about them, only whoever reads the call itself knows (`PackFacts.to_others`).
    """
    is_theirs = facts.get("direction") == CallDirection.TAKEN
    return kind in ATTEMPTS and not is_theirs and _owed(kind, facts) not in CALLS_TO_OTHERS


def _owed(kind: EntryKind, facts: Mapping[str, Any]) -> object:
    """Give the kind of the owed call an entry is about; None where it is about none."""
    return facts.get("kind") if kind in OWED_CALLS else None


def canonical(content: Mapping[str, Any]) -> bytes:
    """Write the content in the one way its hash is made of: sorted names, no spaces, UTF-8."""
    plain = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return plain.encode()


def digest_of(content: Mapping[str, Any]) -> str:
    """Give the SHA-256 of a content, in hexadecimal."""
    return hashlib.sha256(canonical(content)).hexdigest()


def written(content: Mapping[str, Any]) -> bytes:
    """Write the file: the content, and its hash beside it."""
    whole = {"content": content, "sha256": digest_of(content)}
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, indent=1).encode()


def read_digest(raw: bytes) -> str | None:
    """Give the hash of the content in a file, whatever hash it claims; None where it is no pack."""
    try:
        whole = json.loads(raw)
        content = whole.get("content") if isinstance(whole, dict) else None
        if not isinstance(content, dict) or content.get("format") != FORMAT:
            return None
        return digest_of(content)
    except (ValueError, RecursionError):
        return None


def read_start(typed: str) -> str | None:
    """Give the beginning of a hash as typed from a page, gaps left out; None where it is none."""
    signs = "".join(typed.split()).lower()
    is_enough = FEWEST_SIGNS <= len(signs) <= _DIGEST_SIGNS
    return signs if is_enough and _HEX.fullmatch(signs) else None
