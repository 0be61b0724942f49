"""What the page of a case says: the next step of each need, and the timeline's lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import NeedStatus
from hopecare.domain.timeline import EntryKind
from hopecare.language import N_
from hopecare.language.timeline_words import timeline_sentence
from hopecare.queries.places import called_in
from hopecare.web.listings.applications import programme_said
from hopecare.web.timeline_lines import ShownLine, folded_routine

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from hopecare.language.reader import Reader
    from hopecare.queries.case_pages import CaseView, NeedView
    from hopecare.queries.referrals import ReferralView
    from models import Application, TimelineEntry

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


def case_entries(view: CaseView, reader: Reader, *, named: Mapping[UUID, str]) -> list[ShownLine]:
    """Say every entry in the reader's language, the newest first, and what it happened to."""
    return folded_routine((_line(view, entry, reader, named) for entry in view.entries), reader)


def names_of_what(
    referrals: Iterable[ReferralView], applications: Iterable[Application], reader: Reader
) -> dict[UUID, str]:
    """Name the service of each referral and what was applied for, by the row's key."""
    services = {each.referral.id: called_in(each.service, reader.language) for each in referrals}
    return services | {each.id: programme_said(each, reader) for each in applications}


def _line(
    view: CaseView, entry: TimelineEntry, reader: Reader, named: Mapping[UUID, str]
) -> ShownLine:
    about = named.get(entry.subject_id, "") if entry.subject_id else ""
    sentence = timeline_sentence(entry.kind, entry.facts, reader, named=about)
    helper = view.helper_of(entry)
    # Whoever did it themself stands beside the sentence already.
    if helper and entry.facts.get("helper_id") != str(entry.by_person_id):
        sentence = f"{sentence}, {helper}" if ": " in sentence else f"{sentence}: {helper}"
    return ShownLine(
        at=entry.at,
        kind=entry.kind,
        text=sentence,
        by=view.called(entry.by_person_id),
        note=view.words.get(entry.subject_id, "") if entry.subject_id else "",
        tone=TONES.get(entry.kind, ""),
    )


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
