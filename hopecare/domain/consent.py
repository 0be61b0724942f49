"""What a person agreed to, per purpose: a ledger read backwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime
    from uuid import UUID


ASK_AGAIN_BEFORE: Final = timedelta(days=14)
"""How long before a yes ends somebody asks again: time for a visit, a paper and a second try."""


class ConsentPurpose(StrEnum):
    """What may be done with what we know."""

    KEEP_RECORD = "keep_record"
    PEER_HELP = "peer_help"
    CHECK_INS = "check_ins"
    SHARE_WITH_AGENCY = "share_with_agency"
    KEYHOLDER = "keyholder"
    """Somebody else may be asked to look in."""


class ConsentAct(StrEnum):
    """What the person did."""

    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class ConsentForm(StrEnum):
    """How it was given."""

    PAPER = "paper"
    VOICE = "voice"
    INTERPRETER = "interpreter"
    """In their language, through an interpreter."""
    PROXY = "proxy"
    """By somebody who may decide for them, with a paper."""


class ConsentReason(StrEnum):
    """Why consent stands or does not."""

    GIVEN = "given"
    NEVER_ASKED = "never_asked"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    PROXY_WITHOUT_PAPER = "proxy_without_paper"
    """Somebody decided for them whose paper nobody has seen."""


A_NO: Final = (ConsentReason.REFUSED, ConsentReason.WITHDRAWN)
"""The person's own word against it, whenever it was said."""
MAY_CARRY: Final = frozenset(
    {ConsentReason.GIVEN, ConsentReason.EXPIRED, ConsentReason.PROXY_WITHOUT_PAPER}
)
"""Where something may still run by an earlier yes: a no now has something to stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentFacts:
    """One entry of the ledger, as far as it decides."""

    purpose: ConsentPurpose
    act: ConsentAct
    form: ConsentForm
    at: datetime
    expires_on: date | None = None
    """The first day it no longer holds."""
    ask_again_on: date | None = None
    has_paper: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentState:
    """Whether a purpose is agreed to on a day, why, and when to ask again."""

    stands: bool
    reason: ConsentReason
    ask_again_on: date | None = None


def consent_stands(
    entries: Iterable[ConsentFacts], purpose: ConsentPurpose, on: date
) -> ConsentState:
    """Read the ledger backwards: the last word for this purpose holds.

    Entries of one moment are taken in the order they are given. A yes by a proxy without a paper
    changes nothing: the word before it still holds.
    """
    mine = sorted((entry for entry in entries if entry.purpose is purpose), key=lambda e: e.at)
    valid = [entry for entry in mine if not _lacks_paper(entry)]
    if valid:
        return _read(valid[-1], on)
    if mine:
        return ConsentState(stands=False, reason=ConsentReason.PROXY_WITHOUT_PAPER)
    return ConsentState(stands=False, reason=ConsentReason.NEVER_ASKED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The acts of one record; `merged_at` where that record leads to the person since then."""

    record_id: UUID
    entries: tuple[ConsentFacts, ...]
    merged_at: datetime | None = None


def ledgers_by_record(
    person_id: UUID, acts: Iterable[tuple[UUID, datetime | None, ConsentFacts]]
) -> tuple[Ledger, list[Ledger]]:
    """Part acts (record, merged since, what was said) into the person's own and the merged."""
    entries: dict[UUID, list[ConsentFacts]] = {person_id: []}
    since: dict[UUID, datetime | None] = {}
    for record_id, merged_at, said in acts:
        entries.setdefault(record_id, []).append(said)
        since[record_id] = merged_at
    ledgers = [
        Ledger(record_id=record_id, entries=tuple(said), merged_at=since.get(record_id))
        for record_id, said in entries.items()
    ]
    return ledgers[0], ledgers[1:]


def consent_of_records(
    own: Ledger, merged: Sequence[Ledger], purpose: ConsentPurpose, on: date
) -> tuple[ConsentState, Ledger]:
    """Say where a purpose stands when a person was kept as several records, and by which ledger.

    A no in any record stands until the person was asked again after the merge; a yes in one is
    enough only where no other says no.
    """
    unanswered = [each for each in merged if not _asked_again(own, each, purpose)]
    told = [(consent_stands(each.entries, purpose, on), each) for each in (own, *unanswered)]
    a_no = [each for each in told if each[0].reason in A_NO]
    a_yes = [each for each in told if each[0].stands]
    said = [each for each in told if each[0].reason is not ConsentReason.NEVER_ASKED]
    return next(iter([*a_no, *a_yes, *said, *told]))


def _asked_again(own: Ledger, merged: Ledger, purpose: ConsentPurpose) -> bool:
    since = merged.merged_at
    return since is not None and any(
        entry.purpose is purpose and entry.at > since and not _lacks_paper(entry)
        for entry in own.entries
    )


def _lacks_paper(entry: ConsentFacts) -> bool:
    """Whether somebody agreed for them without the right to, as far as we have seen."""
    is_proxy = entry.form is ConsentForm.PROXY and entry.act is ConsentAct.GIVEN
    return is_proxy and not entry.has_paper


def _read(entry: ConsentFacts, on: date) -> ConsentState:
    """What the deciding entry says on that day."""
    if entry.act is ConsentAct.REFUSED:
        return ConsentState(
            stands=False, reason=ConsentReason.REFUSED, ask_again_on=entry.ask_again_on
        )
    if entry.act is ConsentAct.WITHDRAWN:
        return ConsentState(
            stands=False, reason=ConsentReason.WITHDRAWN, ask_again_on=entry.ask_again_on
        )
    if entry.expires_on is not None and entry.expires_on <= on:
        return ConsentState(
            stands=False, reason=ConsentReason.EXPIRED, ask_again_on=entry.expires_on
        )
    return ConsentState(stands=True, reason=ConsentReason.GIVEN)
