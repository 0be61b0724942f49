"""One row of the gap ledger as pages and lists say it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.gaps import counted_to, is_past, last_days
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
    """The last day that was counted, where the rules of today are not known."""


def gap_in_words(gap: Gap, pack: Pack | None, reader: Reader) -> GapSaid:
    """Say one row of the ledger."""
    key, note = gap.answer.programme, gap.note
    last = last_days(pack).get(key)
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
    )
