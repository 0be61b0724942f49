"""One row of the gap ledger as pages and lists say it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.gaps import counted_to, is_past, last_days
from hopecare.domain.rules_day import rules_day
from hopecare.language.answer_cards import programme_name
from hopecare.language.gap_words import amount_said, left_said, months_said

if TYPE_CHECKING:
    from datetime import date

    from hopecare.domain.eligibility.pack import Pack
    from hopecare.language.reader import Reader
    from hopecare.queries.gaps import Gap


@dataclass(frozen=True, slots=True, kw_only=True)
class GapSaid:
    """One row of the ledger as a page says it."""

    gap: Gap
    programme: str
    amount: str
    left: str
    months: str
    reason: str
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
    return GapSaid(
        gap=gap,
        programme=key if pack is None else programme_name(pack, key, reader.language),
        amount=amount_said(gap.amount, pack, reader),
        left=left_said(gap.left(to), last, pack, reader),
        months=months_said(gap.since, to, reader),
        reason=reader.label(note.reason) if note else "",
        over=reader.money(note.over) if note else "",
        rules_end=last if is_past(last, reader.today) else None,
        rules_on=_rules_on(gap, pack),
    )


def _rules_on(gap: Gap, pack: Pack | None) -> date:
    """Work out by which day's rules it was; what an older version knew is not known any more."""
    if pack is None or gap.pack_version != pack.version:
        return gap.on_date
    return rules_day(pack, gap.on_date) or gap.on_date
