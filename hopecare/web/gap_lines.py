"""One row of the gap ledger as pages and lists say it."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.applications import Decision
from hopecare.domain.gap_amounts import counted_to, is_past, last_days
from hopecare.domain.gaps import GapReason
from hopecare.domain.rules_day import rules_day
from hopecare.language import N_
from hopecare.language.answer_cards import programme_name
from hopecare.language.gap_words import (
    amount_said,
    left_said,
    months_said,
    no_amount_said,
    presumed_said,
    sum_said,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from hopecare.domain.eligibility.pack import Pack
    from hopecare.language.reader import Reader
    from hopecare.queries.gaps import Gap
    from hopecare.queries.office_words import AwaitedWord


OFFICE_SAID: Final = MappingProxyType(
    {
        Decision.GRANTED: N_("Granted by the office on %(day)s"),
        Decision.PARTLY_GRANTED: N_("Partly granted by the office on %(day)s"),
        Decision.REFUSED: N_("The office said no on %(day)s"),
        None: N_("The office answered on %(day)s"),
    }
)
HANDED_IN: Final = N_("Handed in on %(day)s")
OBJECTED: Final = N_("Objected to on %(day)s")
DUE: Final = N_("the answer is due by %(day)s")
WAS_DUE: Final = N_("the answer was due by %(day)s")
NO_DAY: Final = N_("there is no answer yet")


@dataclass(frozen=True, slots=True, kw_only=True)
class GapSaid:
    """One row of the ledger as a page says it."""

    gap: Gap
    programme: str
    amount: str
    left: str
    """What was left on the table, with what of it is counted at the present amount."""
    left_sum: str
    """The sum of it alone."""
    months: str
    presumed: str
    """Which months are counted at the present amount."""
    reason: str
    why: str
    """The reason that was written down, or what was handed in or answered since."""
    over: str
    rules_end: date | None
    """The last day that was counted, where the programme has ended."""
    rules_on: date
    """By which day's rules the answer was made."""


def gap_in_words(gap: Gap, pack: Pack | None, reader: Reader) -> GapSaid:
    """Say one row of the ledger."""
    key, note = gap.answer.programme, gap.note
    last = last_days(pack, reader.today).get(key)
    to = counted_to(last, reader.today)
    left = gap.left(to)
    return GapSaid(
        gap=gap,
        programme=key if pack is None else programme_name(pack, key, reader.language),
        amount=_amount(gap, pack, reader),
        left=left_said(left, last, pack, reader),
        left_sum=sum_said(left, last, pack, reader),
        presumed=presumed_said(left, reader),
        months=months_said(gap.since, to, reader),
        reason=reader.label(note.reason) if note else "",
        why=why_said(gap, reader, reader.day),
        over=reader.money(note.over) if note else "",
        rules_end=last if is_past(last, reader.today) else None,
        rules_on=_rules_on(gap, pack),
    )


def why_said(gap: Gap, reader: Reader, said: Callable[[date], str]) -> str:
    """Say what is known, its days as wanted: "never applied" gives way to what an office has."""
    note, office, awaited = gap.note, gap.office, gap.awaited
    if note is not None and note.reason is not GapReason.NEVER_APPLIED:
        return reader.label(note.reason)
    if awaited is not None:
        return _awaited_said(awaited, reader, said)
    if office is None:
        return reader.label(note.reason) if note else ""
    return reader.say(OFFICE_SAID[office.decision], day=said(office.on))


def _awaited_said(awaited: AwaitedWord, reader: Reader, said: Callable[[date], str]) -> str:
    """Say since when the office has it, and by when it answers."""
    since = reader.say(OBJECTED if awaited.is_objection else HANDED_IN, day=said(awaited.since))
    due = awaited.due_on
    if due is None:
        return f"{since}, {reader.say(NO_DAY)}"
    return f"{since}, {reader.say(WAS_DUE if due < reader.today else DUE, day=said(due))}"


def _rules_on(gap: Gap, pack: Pack | None) -> date:
    """Work out by which day's rules it was; what an older version knew is not known any more."""
    if pack is None or gap.pack_version != pack.version:
        return gap.on_date
    return rules_day(pack, gap.on_date) or gap.on_date


def _amount(gap: Gap, pack: Pack | None, reader: Reader) -> str:
    """Say what it would pay, or why that cannot be said; nothing of what is received."""
    amount = gap.amount
    if amount is not None:
        return amount_said(amount.value, amount.unit, pack, reader)
    if not gap.is_gap or pack is None:
        return ""
    programme = pack.programmes.get(gap.answer.programme)
    return no_amount_said(programme, reader, is_computed=gap.is_computed)
