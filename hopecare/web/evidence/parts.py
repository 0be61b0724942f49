"""The sections of a pack: each turns the facts of the case into lines, in the pack's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from hopecare.domain.evidence import PackSection, PackTold, goes_along, is_attempt
from hopecare.domain.weighed import without_weighed
from hopecare.language import N_
from hopecare.language.answer_cards import programme_name
from hopecare.language.timeline_words import timeline_sentence
from hopecare.queries.other_helps import standing_helps
from hopecare.queries.places import area_name, called_in
from hopecare.reading.country_packs import find_country_pack
from hopecare.web.evidence.benefits import gap_lines, referral_lines
from hopecare.web.need_times import named_weekdays, when_said
from hopecare.web.timeline_lines import ShownLine, folded_routine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime
    from uuid import UUID

    from hopecare.language.reader import Reader
    from hopecare.queries.evidence import PackFacts
    from hopecare.web.evidence.secrets import Secrets
    from models import TimelineEntry, Visit

Line = dict[str, str]
SEEN_OR_TOLD: Final = N_("told by a helper, not marked")
"""What stands where nobody said whether a note is a fact or an impression."""
CALL_US: Final = N_("Please do not contact this person directly. Call the centre.")
"""What stands for a number that is unsafe to ring."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """The facts, what may be told, to which reader, and what must stay out of every word."""

    facts: PackFacts
    told: frozenset[PackTold]
    reader: Reader
    secrets: Secrets

    @property
    def with_benefits(self) -> bool:
        """Whether the recipient hears of benefits it does not decide."""
        return PackTold.OTHER_BENEFITS in self.told


def _resident(telling: Telling) -> Iterator[Line]:
    facts, reader = telling.facts, telling.reader
    person, case, told = facts.resident, facts.case, telling.told
    born = date.fromisoformat(person.birth_on) if person.birth_on else None
    pairs = (
        (N_("Name"), person.full_name if PackTold.NAME in told else ""),
        (N_("Born"), reader.birth_date(born) if PackTold.BIRTH_DATE in told else ""),
        (N_("District"), area_name(facts.area, language=reader.language)),
        (
            N_("Address"),
            (facts.home.address if facts.home and PackTold.ADDRESS in told else "") or "",
        ),
        (N_("Telephone"), _phones(telling)),
        (N_("Case opened"), reader.dated(case.opened_at)),
        (N_("Case stands"), reader.label(case.status)),
        (N_("Urgency"), reader.label(case.urgency)),
        (N_("Closed with"), reader.label(case.outcome)),
    )
    return (_line(reader.say(name), value) for name, value in pairs if value)


def _phones(telling: Telling) -> str:
    facts, reader = telling.facts, telling.reader
    if facts.is_unsafe:
        return reader.say(CALL_US)
    chosen = facts.phones if PackTold.PHONE in telling.told else ()
    return ", ".join(reader.phone(each.value) for each in chosen)


def _needs(telling: Telling) -> Iterator[Line]:
    reader = telling.reader
    for need in telling.facts.needs:
        about = f"{when_said(need, reader)} · {reader.label(need.status)}"
        yield _line(reader.label(need.kind), about)


def _timeline(telling: Telling) -> Iterator[Line]:
    return _entries(telling, telling.facts.entries)


def _attempts(telling: Telling) -> Iterator[Line]:
    facts = telling.facts
    tried = (
        each
        for each in facts.entries
        if is_attempt(each.kind, each.facts) and each.id not in facts.to_others
    )
    return _entries(telling, tried)


def _entries(telling: Telling, entries: Iterable[TimelineEntry]) -> Iterator[Line]:
    """Say each in a sentence, without the words kept beside it and without names."""
    reader = telling.reader
    shown = [
        ShownLine(
            at=entry.at,
            kind=entry.kind,
            text=timeline_sentence(
                entry.kind, without_weighed(entry.facts), reader, named=_what_of(telling, entry)
            ),
        )
        for entry in entries
        if goes_along(entry.kind, entry.facts, with_benefits=telling.with_benefits)
    ]
    return (_line(reader.moment(each.at), each.text) for each in folded_routine(shown, reader))


def _what_of(telling: Telling, entry: TimelineEntry) -> str:
    """Name the service or the programme of an entry that speaks of benefits and goes along."""
    reader = telling.reader
    for each in telling.facts.referrals:
        if each.referral.id == entry.subject_id:
            return called_in(each.service, reader.language)
    programme, pack = entry.facts.get("programme"), find_country_pack(reader.country)
    if not programme or pack is None or str(programme) not in pack.programmes:
        return ""
    return programme_name(pack, str(programme), reader.language)


def _consents(telling: Telling) -> Iterator[Line]:
    reader = telling.reader
    for entry in telling.facts.consents:
        said = f"{reader.label(entry.purpose)}: {reader.label(entry.act)}"
        until = (
            reader.say(N_("until %(day)s"), day=reader.dated(entry.expires_on))
            if entry.expires_on
            else ""
        )
        parts = (said, reader.label(entry.form), until)
        yield _line(reader.moment(entry.at), ", ".join(filter(None, parts)))


def _observations(telling: Telling) -> Iterator[Line]:
    """Notes of visits and worries, each marked; helpers by number, never by name."""
    facts, reader = telling.facts, telling.reader
    numbers = _numbers(
        [each.helper_id for each in facts.visits] + [w.raised_by_id for w in facts.worries]
    )
    told = [(each.visited_at, each.helper_id, _mark(each, reader), each) for each in facts.visits]
    for at, helper_id, mark, visit in told:
        if visit.words:
            yield _line(_who(at, numbers[helper_id], reader), visit.words, mark=mark)
    for worry in facts.worries:
        if worry.words:
            head = _who(worry.raised_at, numbers[worry.raised_by_id], reader)
            worried = reader.say(N_("a worry, told by a helper"))
            yield _line(head, worry.words, mark=worried)


def _mark(visit: Visit, reader: Reader) -> str:
    return reader.label(visit.words_as) if visit.words_as else reader.say(SEEN_OR_TOLD)


def _who(at: datetime, number: int, reader: Reader) -> str:
    helper = reader.say(N_("Helper %(number)s"), number=reader.count(number))
    return f"{reader.moment(at)} · {helper}"


def _numbers(ids: Iterable[UUID]) -> Mapping[UUID, int]:
    return {each: number for number, each in enumerate(dict.fromkeys(ids), start=1)}


def _aid(telling: Telling) -> Iterator[Line]:
    facts, reader = telling.facts, telling.reader
    for row in reversed(facts.aid):
        worth = reader.money(row.value_minor, row.currency) if row.value_minor else ""
        parts = (row.what, reader.label(row.kind), worth, row.source)
        yield _line(reader.dated(row.given_on), " · ".join(filter(None, parts)))
    for each in standing_helps(facts.other_helps, reader.today):
        days = named_weekdays(each.weekdays, reader)
        said = reader.say(
            N_("%(who)s helps every week on %(days)s: %(what)s"),
            who=each.who,
            days=days,
            what=reader.label(each.kind),
        )
        yield _line(reader.label(each.told_by), said)


def _gaps(telling: Telling) -> Iterator[Line]:
    lines = gap_lines(telling.facts, telling.reader, with_all=telling.with_benefits)
    return (_line(head, text) for head, text in lines)


def _referrals(telling: Telling) -> Iterator[Line]:
    lines = referral_lines(telling.facts, telling.reader, with_all=telling.with_benefits)
    return (_line(head, text) for head, text in lines)


def _line(head: str, text: str, mark: str = "") -> Line:
    return {"head": head, "text": text, "mark": mark} if mark else {"head": head, "text": text}


PARTS: Final[Mapping[PackSection, Callable[[Telling], Iterator[Line]]]] = {
    PackSection.RESIDENT: _resident,
    PackSection.NEEDS: _needs,
    PackSection.TIMELINE: _timeline,
    PackSection.ATTEMPTS: _attempts,
    PackSection.CONSENTS: _consents,
    PackSection.GAPS: _gaps,
    PackSection.OBSERVATIONS: _observations,
    PackSection.REFERRALS: _referrals,
    PackSection.AID: _aid,
}
