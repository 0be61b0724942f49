"""Who else could take a proposed place: what each costs, which rule stops them, who has them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.clashes import first_clash
from hopecare.domain.matching.constraints import Rule, first_broken_rule
from hopecare.domain.matching.proposals import UNDECIDED
from hopecare.domain.matching.score import Cost, Weights, cost_of
from hopecare.errors import MoveNotAllowedError, NoConsentError
from hopecare.queries.batch_facts import open_needs
from hopecare.queries.clashes import hours_of
from hopecare.queries.let_go import askable_by_hand
from hopecare.queries.match_weights import match_weights
from hopecare.queries.town_days import local_day
from models import Case, Need, Proposal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.matching.batch import BatchNeed
    from hopecare.domain.matching.constraints import HelperFacts, HelperId, NeedFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """Where else in the list a volunteer stands, and what taking them away would cost."""

    case_code: str
    price: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One volunteer for the place: fits at a cost, or is stopped."""

    helper_id: UUID
    rule: Rule | None
    """The first hard rule the pair breaks."""
    cost: Cost | None
    elsewhere: Elsewhere | None
    """All their time is given to another place of this list."""
    by_hand: Rule | None = None
    """Why no list proposes them, though a person may choose them: they left this very help
    (`ASKED_ALREADY`), or the two were set aside."""

    @property
    def fits(self) -> bool:
        """Whether a person may choose them."""
        return self.rule is None and self.elsewhere is None


def choices_for(
    session: Session,
    proposal: Proposal,
    helpers: Sequence[HelperFacts],
    *,
    now: datetime,
    weights: Weights | None = None,
) -> list[Choice]:
    """Judge volunteers for a place by hand: what was set aside may be chosen, no rule is bent."""
    need = _need_of(session, proposal, now)
    held = _held(session, proposal)
    beside = frozenset(
        helper_id
        for helper_id, others in held.items()
        if any(other.need_id == proposal.need_id for other, _ in others)
    )
    facts = replace(
        need.facts,
        set_aside_ids=frozenset(),
        # Whoever left this help may be well again: a person may choose them.
        asked_ids=(need.facts.asked_ids - askable_by_hand(session, proposal.need_id)) | beside,
        clashing_ids=need.facts.clashing_ids | _elsewhere_then(session, need, held, now),
    )
    on = local_day(session, proposal.town_id, now)
    judged = [_judge(facts, helper, held, on, weights or match_weights()) for helper in helpers]
    return [replace(each, by_hand=_by_hand(need.facts, each)) for each in judged]


def _by_hand(need: NeedFacts, choice: Choice) -> Rule | None:
    """Say which rule, that a person may overrule, keeps the machine from proposing them."""
    if not choice.fits:
        return None
    if choice.helper_id in need.set_aside_ids:
        return Rule.SET_ASIDE
    return Rule.ASKED_ALREADY if choice.helper_id in need.asked_ids else None


def _judge(
    need: NeedFacts,
    helper: HelperFacts,
    held: Mapping[HelperId, list[tuple[Proposal, str]]],
    on: date,
    weights: Weights,
) -> Choice:
    rule = first_broken_rule(need, helper, on=on)
    others = held.get(helper.helper_id, [])
    is_full = rule is None and helper.active + len(others) >= helper.max_active
    dearest = max(others, key=lambda each: each[0].price, default=None) if is_full else None
    return Choice(
        helper_id=helper.helper_id,  # type: ignore[arg-type]
        rule=rule,
        cost=cost_of(need, helper, weights) if rule is None else None,
        elsewhere=Elsewhere(case_code=dearest[1], price=dearest[0].price) if dearest else None,
    )


def _elsewhere_then(
    session: Session,
    need: BatchNeed,
    held: Mapping[HelperId, list[tuple[Proposal, str]]],
    now: datetime,
) -> frozenset[HelperId]:
    """Whoever stands in this list for another need whose hours cross those of this one."""
    if need.hours is None:
        return frozenset()
    wanted, ids = need.hours, {other.need_id for theirs in held.values() for other, _ in theirs}
    crossing = {
        other.id
        for other in session.scalars(select(Need).where(Need.id.in_(ids)))
        if first_clash(wanted, hours_of(other), today=local_day(session, other.town_id, now))
    }
    return frozenset(
        helper_id
        for helper_id, theirs in held.items()
        if any(other.need_id in crossing for other, _ in theirs)
    )


def _need_of(session: Session, proposal: Proposal, now: datetime) -> BatchNeed:
    found = open_needs(session, town_id=proposal.town_id, now=now, only=Need.id == proposal.need_id)
    if found.without_consent:
        raise NoConsentError(need_id=proposal.need_id)
    if not found.needs:
        raise MoveNotAllowedError(machine="need", status="filled", event="other_chosen")
    return found.needs[0]


def _held(session: Session, proposal: Proposal) -> Mapping[HelperId, list[tuple[Proposal, str]]]:
    """Who stands for another place of the list, with the code of its case."""
    found: dict[HelperId, list[tuple[Proposal, str]]] = defaultdict(list)
    for other, code in session.execute(
        select(Proposal, Case.code)
        .join(Case, Case.id == Proposal.case_id)
        .where(
            Proposal.list_id == proposal.list_id,
            Proposal.id != proposal.id,
            Proposal.status.in_(UNDECIDED),
        )
        .order_by(Proposal.id)
    ):
        found[other.helper_id].append((other, code))
    return found
