"""One row of the gap ledger as pages and lists say it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.language.answer_cards import programme_name
from hopecare.language.gap_words import amount_said, months_said, range_said

if TYPE_CHECKING:
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


def gap_in_words(gap: Gap, pack: Pack | None, reader: Reader) -> GapSaid:
    """Say one row of the ledger."""
    key, note = gap.answer.programme, gap.note
    return GapSaid(
        gap=gap,
        programme=key if pack is None else programme_name(pack, key, reader.language),
        amount=amount_said(gap.amount, pack, reader),
        left=range_said(gap.left(reader.today), pack, reader),
        months=months_said(gap.since, reader),
        reason=reader.label(note.reason) if note else "",
        over=reader.money(note.over) if note else "",
    )
