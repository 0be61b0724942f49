"""Keep what a run came to: its pairs, what stays open and why, and the proof."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import insert
from uuid_utils.compat import uuid7

from hopecare.domain.matching.proposals import STANDS_FOR, ProposalStatus
from hopecare.domain.matching.proposed import count_changed, proposed_pairs
from hopecare.domain.matching.still_open import still_open
from hopecare.queries.proposals import list_by_id, open_drafts
from hopecare.services.finish_run import finish_run
from models import OpenPlace, Proposal
from models.proposals import CHEAPEST, OPEN_PRICE

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.matching.proposing import Answer
    from hopecare.domain.matching.still_open import OpenPlaces
    from hopecare.queries.batch_facts import OpenNeeds
    from models import ProposalList


def keep_proposals(
    session: Session, *, list_id: UUID, answer: Answer, found: OpenNeeds, now: datetime
) -> bool:
    """Write the list whole and withdraw the draft before it; not where another made it first."""
    made = list_by_id(session, list_id, alone=True)
    if made.made_at is not None or made.withdrawn_at is not None:
        return False
    for earlier in open_drafts(session, made.centre_id, now=now):
        earlier.withdrawn_at = now
    _number(made, answer, found, now)
    session.flush()
    _write(session, Proposal, _pairs(made, answer, found))
    _write(session, OpenPlace, _places(made, answer, found))
    finish_run(
        session,
        run_id=made.run_id,
        result={"proposed": made.filled, "left_open": made.places - made.filled},
        now=now,
    )
    return True


def _number(made: ProposalList, answer: Answer, found: OpenNeeds, now: datetime) -> None:
    batch, proof = answer.choices.batch, answer.certificate
    made.made_at, made.expires_at = now, now + STANDS_FOR
    made.weights_version = batch.weights.version
    # Rounded down: what is printed must never claim more than is proven.
    made.cost, made.lower_bound = proof.cost, math.floor(proof.lower_bound)
    made.needs, made.helpers = len(batch.needs), len(batch.helpers)
    made.without_consent = len(found.without_consent)
    made.places = sum(need.people for need in batch.needs)
    made.filled = len(answer.pairs)
    made.changed = count_changed(answer)


def _pairs(made: ProposalList, answer: Answer, found: OpenNeeds) -> list[dict[str, Any]]:
    """The most pressing first: a list is shown in the order of its keys."""
    priority = {need.need_id: need.priority for need in answer.choices.batch.needs}
    return [
        {
            **_hangs(made, found, pair.need_id),
            "helper_id": pair.helper_id,
            "place": pair.place,
            "status": ProposalStatus.PROPOSED,
            "cost": pair.cost.metres,
            "distance_m": pair.distance_m,
            "terms": {term.value: metres for term, metres in pair.cost.terms.items()},
            "price": pair.price,
            "is_rough": found.places[pair.need_id].is_rough,
            "version": 1,
        }
        for pair in sorted(proposed_pairs(answer), key=lambda pair: -priority[pair.need_id])
    ]


def _places(made: ProposalList, answer: Answer, found: OpenNeeds) -> list[dict[str, Any]]:
    return [
        {
            **_hangs(made, found, each.need_id),
            "area_id": found.places[each.need_id].area_id,
            "places": each.places,
            "fitting": each.fitting,
            "stopped_by": each.stopped_by.value if each.stopped_by else None,
            "kept_out": _numbers(each),
        }
        for each in still_open(answer)
    ]


def _numbers(place: OpenPlaces) -> dict[str, int]:
    """How many each rule keeps out; where those who fit are too dear, what it would cost."""
    dear = place.dear
    prices = {CHEAPEST: dear.cost, OPEN_PRICE: dear.open_cost} if dear else {}
    return {**{rule.value: number for rule, number in place.kept_out.items()}, **prices}


def _hangs(made: ProposalList, found: OpenNeeds, need_id: str) -> dict[str, Any]:
    return {
        "id": uuid7(),
        "town_id": made.town_id,
        "list_id": made.id,
        "need_id": UUID(need_id),
        "case_id": found.places[need_id].case_id,
    }


def _write(
    session: Session, rows: type[Proposal | OpenPlace], values: list[dict[str, Any]]
) -> None:
    if values:
        session.execute(insert(rows), values)
