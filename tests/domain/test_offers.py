"""Who may still say yes to an offer, and what is true instead."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hopecare.domain.care_path import OFFER, OfferEvent, OfferStatus, next_status
from hopecare.domain.offers import AcceptReason, OfferFacts, may_accept

ACCEPTED, LATE = OfferEvent.ACCEPTED, OfferEvent.SAID_YES_LATE


def offer(status=OfferStatus.STANDING, **facts):
    return OfferFacts(status=status, **{"places": 1, "filled": 0, **facts})


@pytest.mark.parametrize(
    ("facts", "allowed", "reason", "events"),
    [
        pytest.param(offer(), True, AcceptReason.FREE, (ACCEPTED,), id="in time"),
        pytest.param(
            offer(OfferStatus.ACCEPTED, filled=1),
            True,
            AcceptReason.ALREADY_YOURS,
            (),
            id="said yes twice",
        ),
        pytest.param(offer(filled=1), False, AcceptReason.TAKEN, (LATE,), id="taken"),
        pytest.param(
            offer(places=2, filled=1), True, AcceptReason.FREE, (ACCEPTED,), id="second of two"
        ),
        pytest.param(
            offer(OfferStatus.LAPSED),
            True,
            AcceptReason.FREE,
            (LATE, ACCEPTED),
            id="after the time, and nobody was faster",
        ),
        pytest.param(
            offer(OfferStatus.STOOD_DOWN, filled=1),
            False,
            AcceptReason.TAKEN,
            (LATE,),
            id="after the stand-down",
        ),
        pytest.param(
            offer(OfferStatus.DECLINED),
            True,
            AcceptReason.FREE,
            (LATE, ACCEPTED),
            id="changed their mind",
        ),
        pytest.param(
            offer(need_is_live=False), False, AcceptReason.ENDED, (), id="the need has ended"
        ),
        pytest.param(
            offer(helper_is_active=False), False, AcceptReason.ENDED, (), id="suspended since"
        ),
        pytest.param(
            offer(helper_has_room=False), False, AcceptReason.NO_CAPACITY, (), id="holds enough"
        ),
        pytest.param(
            offer(OfferStatus.LATE), True, AcceptReason.FREE, (ACCEPTED,), id="the backup steps in"
        ),
        pytest.param(
            offer(OfferStatus.LATE, filled=1), False, AcceptReason.TAKEN, (), id="late again"
        ),
    ],
)
def test_a_yes_is_answered_truly(facts, allowed, reason, events):
    decision = may_accept(facts)
    assert (decision.allowed, decision.reason, decision.events) == (allowed, reason, events)


@given(
    status=st.sampled_from(list(OfferStatus)),
    places=st.integers(1, 2),
    filled=st.integers(0, 2),
    is_live=st.booleans(),
    has_room=st.booleans(),
    is_active=st.booleans(),
)
def test_what_a_yes_does_is_always_a_walk_on_the_care_path(
    status, places, filled, is_live, has_room, is_active
):
    facts = offer(
        status,
        places=places,
        filled=filled,
        need_is_live=is_live,
        helper_has_room=has_room,
        helper_is_active=is_active,
    )
    decision = may_accept(facts)
    stands = status
    for event in decision.events:
        stands = next_status(OFFER, stands, event)
    assert (stands is OfferStatus.ACCEPTED) is decision.allowed or status is OfferStatus.ACCEPTED
    if decision.allowed and status is not OfferStatus.ACCEPTED:
        assert filled < places
        assert is_live
        assert has_room
        assert is_active
