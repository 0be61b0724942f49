"""Money that one programme pays may be income for another: what the answers become then."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from hopecare.domain.eligibility import spans
from hopecare.domain.eligibility.assessment import (
    AmountResult,
    Later,
    ProgrammeResult,
    Range,
    Receipt,
    Verdict,
)
from hopecare.domain.eligibility.judging import fresh, judge
from hopecare.domain.eligibility.spans import NO, YES, Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hopecare.domain.eligibility.frame import Frame
    from hopecare.domain.eligibility.judging import ProgrammeColumns
    from hopecare.domain.eligibility.pack import Pack, Programme

VERDICTS: Final = {int(YES): Verdict.ELIGIBLE, int(NO): Verdict.INELIGIBLE}


def with_later(
    pack: Pack,
    programmes: Sequence[Programme],
    known: Frame,
    results: tuple[ProgrammeResult, ...],
) -> tuple[ProgrammeResult, ...]:
    """Add to each answer what it becomes once a benefit that counts as income is paid."""
    amounts = {item.programme: paid for item in results if (paid := _paid(item)) is not None}
    for programme in programmes:
        if programme.counts_as and programme.key in amounts:
            frame = _paid_frame(known, programme, amounts[programme.key])
            then = judge(pack, programmes, frame, derive_all=False)
            results = tuple(_changed(item, programme.key, then) for item in results)
    return results


def _paid(result: ProgrammeResult) -> Range | None:
    """Give what a programme would newly pay."""
    if result.verdict is not Verdict.ELIGIBLE or result.receipt is Receipt.RECEIVING:
        return None
    return None if result.amount is None else result.amount.value


def _paid_frame(known: Frame, programme: Programme, paid: Range) -> Frame:
    """Give the household with this money among its income."""
    frame = fresh(known)
    lo, hi = np.array([paid.lo or 0.0]), np.array([paid.hi if paid.hi is not None else np.inf])
    money = spans.known(lo) if paid.known else Span(lo, hi)
    for key in programme.counts_as:
        frame.columns[key] = spans.add(frame.span(key), money)
    return frame


def _changed(
    result: ProgrammeResult, because: str, then: Mapping[str, ProgrammeColumns]
) -> ProgrammeResult:
    columns = then[result.programme]
    verdict = VERDICTS.get(int(columns.verdict[0]), Verdict.UNKNOWN)
    amount = _amount(result, columns.amount) if verdict is Verdict.ELIGIBLE else None
    was_paid = result.amount if result.verdict is Verdict.ELIGIBLE else None
    if result.programme == because or (verdict, amount) == (result.verdict, was_paid):
        return result
    return replace(
        result, later=(*result.later, Later(programme=because, verdict=verdict, amount=amount))
    )


def _amount(result: ProgrammeResult, column: Span | None) -> AmountResult | None:
    """Give the amount then, as unconfirmed as the amount now."""
    if column is None or result.amount is None:
        return None
    lo, hi = float(column.lo[0]), float(column.hi[0])
    return replace(result.amount, value=Range(lo=lo, hi=hi))
