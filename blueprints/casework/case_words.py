"""What the page of a case says: the next step of each need, and the timeline's lines."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from hopecare.domain.aid import AidKind, DoubleEnd
from hopecare.domain.applications import Decision
from hopecare.domain.care_path import NeedStatus
from hopecare.domain.case_transfers import TransferDecline
from hopecare.domain.crises import AfterCheck, CrisisEnd, EmergencyOutcome
from hopecare.domain.goals import GiveUpReason
from hopecare.domain.needs import NeedKind
from hopecare.domain.offers import DeclineReason, StopReason, VisitResult
from hopecare.domain.outcomes import CaseOutcome
from hopecare.domain.referral_checks import DespiteReason
from hopecare.domain.timeline import EntryKind
from hopecare.domain.weekly import BackupEnd, BackupOrigin, MissReason
from hopecare.language import N_
from hopecare.language.timeline_words import doubts_said
from hopecare.web.timeline_lines import ShownLine, folded_routine

if TYPE_CHECKING:
    from enum import StrEnum

    from hopecare.language.reader import Reader
    from hopecare.queries.case_pages import CaseView, NeedView
    from models import TimelineEntry

TONES = {
    EntryKind.WORRY_RAISED: "soon",
    EntryKind.ALERT_RAISED: "crisis",
    EntryKind.SLOT_HELP_ASKED: "crisis",
    EntryKind.SLOT_SILENT: "soon",
    EntryKind.WAVE_UNFILLED: "soon",
    EntryKind.WEEK_UNFILLED: "soon",
    EntryKind.CRISIS_OPENED: "crisis",
    EntryKind.EMERGENCY_CALLED: "crisis",
    EntryKind.CRISIS_ENDED: "good",
    EntryKind.APPLICATION_DECIDED: "soon",
    EntryKind.OFFER_ACCEPTED: "good",
    EntryKind.NEED_MET: "good",
    EntryKind.GOAL_REACHED: "good",
    EntryKind.CASE_CLOSED: "calm",
}


SUBJECTS: Final[tuple[tuple[str, type[StrEnum]], ...]] = (
    ("need", NeedKind),
    ("outcome", CaseOutcome),
    ("outcome", EmergencyOutcome),
    ("decision", Decision),
    ("check", AfterCheck),
    ("end", CrisisEnd),
    ("result", VisitResult),
    ("reason", DeclineReason),
    ("reason", StopReason),
    ("reason", MissReason),
    ("origin", BackupOrigin),
    ("ended_as", BackupEnd),
    ("given", AidKind),
    ("settled_as", DoubleEnd),
    ("despite", DespiteReason),
    ("not_taken", TransferDecline),
    ("given_up", GiveUpReason),
)
"""Facts of an entry whose code is said."""


def case_entries(view: CaseView, reader: Reader) -> list[ShownLine]:
    """Say every entry in the reader's language, the newest first."""
    return folded_routine((_line(view, entry, reader) for entry in view.entries), reader)


def _line(view: CaseView, entry: TimelineEntry, reader: Reader) -> ShownLine:
    said = (
        _day(entry, reader),
        doubts_said(entry.facts, reader),
        _subject(entry, reader),
        view.helper_of(entry),
    )
    about = ", ".join(filter(None, said))
    text = reader.label(entry.kind)
    return ShownLine(
        at=entry.at,
        kind=entry.kind,
        text=f"{text}: {about}" if about else text,
        by=view.called(entry.by_person_id),
        note=view.words.get(entry.subject_id, "") if entry.subject_id else "",
        tone=TONES.get(entry.kind, ""),
    )


def _day(entry: TimelineEntry, reader: Reader) -> str:
    """Say the one day an entry is about, where it has one."""
    on = entry.facts.get("on")
    return reader.day(date.fromisoformat(str(on))) if on else ""


def _subject(entry: TimelineEntry, reader: Reader) -> str:
    """Say the code an entry is about, where it has one."""
    for name, kind in SUBJECTS:
        code = entry.facts.get(name)
        if code in {member.value for member in kind}:
            return reader.label(kind(str(code)))
    return ""


def next_step(need: NeedView, reader: Reader) -> str:
    """Say what should happen next with a need."""
    match need.need.status:
        case NeedStatus.OPEN if need.is_asked_by_itself:
            return reader.say(N_("Nobody is waited for now. The next neighbours are asked soon."))
        case NeedStatus.OPEN:
            return reader.say(N_("Nobody is asked yet. Next: ask neighbours."))
        case NeedStatus.ASKING:
            until = max(offer.lapses_at for offer in need.standing) if need.standing else None
            return reader.say(
                N_("%(number)s asked, until %(until)s."),
                number=reader.count(len(need.standing)),
                until=reader.moment(until),
            )
        case NeedStatus.HELPED:
            return _helped(need, reader)
        case NeedStatus.MET:
            return reader.say(N_("This help was given."))
        case NeedStatus.ENDED:
            return reader.say(N_("This is not needed any more."))


def _helped(need: NeedView, reader: Reader) -> str:
    if need.places_left:
        return reader.say(N_("One helper stands. One more is needed."))
    return reader.say(N_("A helper stands."))
