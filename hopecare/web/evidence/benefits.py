"""What a pack says of benefits: only of those the recipient decides, unless more is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.eligibility.assessment import Receipt
from hopecare.domain.eligibility.own_reasons import with_own_reasons
from hopecare.language import N_
from hopecare.language.answer_cards import answer_cards
from hopecare.queries.assessments import answer_of
from hopecare.queries.places import called_in
from hopecare.reading.country_packs import find_country_pack
from hopecare.web.gap_lines import why_said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hopecare.language.answer_cards import AnswerCard
    from hopecare.language.reader import Reader
    from hopecare.queries.evidence import PackFacts
    from hopecare.queries.gaps import Gap
    from hopecare.queries.referrals import ReferralView

Pair = tuple[str, str]


def gap_lines(facts: PackFacts, reader: Reader, *, with_all: bool) -> Iterator[Pair]:
    """Say what may be due with what it would pay, then what is missed, each with its sources.

    What is received, whatever the rules say of it, is never told here: not by itself, and not
    among the reasons of another.
    """
    pack = find_country_pack(reader.country)
    if pack is None or facts.assessment is None:
        return
    notes = {each.answer.programme: each for each in facts.gaps}
    answer = with_own_reasons(answer_of(facts.assessment), pack)
    for card in answer_cards(answer, pack, reader.language):
        if card.receipt is Receipt.RECEIVING:
            continue
        if with_all or card.programme in facts.decides:
            yield card.name, _said(card, notes.get(card.programme), reader)


def referral_lines(facts: PackFacts, reader: Reader, *, with_all: bool) -> Iterator[Pair]:
    """Say each referral with its answer and outcome."""
    for view in facts.referrals:
        if with_all or view.referral.programme in facts.decides:
            where = (
                f"{called_in(view.organisation, reader.language)}"
                f" · {called_in(view.service, reader.language)}"
            )
            yield reader.dated(view.referral.made_at), f"{where}: {_answer(view, reader)}"


def _said(card: AnswerCard, gap: Gap | None, reader: Reader) -> str:
    office = reader.say(N_("The office decides."))
    parts = [reader.label(card.verdict), card.amount, *card.reasons, *card.near_misses]
    if gap is not None:
        why = why_said(gap, reader, reader.dated)
        parts += [why, reader.say(N_("since %(day)s"), day=reader.dated(gap.since))]
    return " · ".join([*filter(None, parts), office])


def _answer(view: ReferralView, reader: Reader) -> str:
    row = view.referral
    parts = [
        reader.label(row.status),
        reader.dated(row.answered_on),
        reader.label(row.refusal_reason),
        reader.label(row.outcome),
        reader.dated(row.outcome_on),
        reader.money(row.amount_minor, row.currency),
    ]
    return ", ".join(filter(None, parts))
