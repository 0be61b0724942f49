"""Visits of two that found only one: each is tried once more, with all that it is worth when whole.

A place bids for itself and stops at what it alone is worth, so now and then a visit of two is left
though two helpers would be had for less than leaving it open costs. Whether it is worth it shows
only when the others have moved up; what is not cheaper in the end is not kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hopecare.domain.matching.auction import Auction
    from hopecare.domain.matching.batch import BatchNeed


def completed(auction: Auction, needs: Sequence[BatchNeed], aside: Iterable[int]) -> Auction:
    """Take back in each visit that was set aside where all together come cheaper with it."""
    least = _cost(auction, needs)
    for at in sorted(aside, key=lambda at: (-needs[at].whole_cost, needs[at].need_id)):
        if auction.would_pay(at, needs[at].people) >= needs[at].whole_cost:
            continue
        tried = auction.copy()
        tried.admit(at, needs[at].people, worth=needs[at].whole_cost)
        _without_halves(tried)
        cost = _cost(tried, needs)
        if cost < least:
            auction, least = tried, cost
    return auction


def _without_halves(auction: Auction) -> None:
    """Let go who would come alone, until nobody would; others may have their time."""
    while halves := auction.halves():
        for at in halves:
            auction.withdraw(at)
        auction.run()


def _cost(auction: Auction, needs: Sequence[BatchNeed]) -> int:
    """What it all costs, a visit that is not whole as much as one that is left open."""
    return sum(
        auction.cost_of(at) if auction.places_filled(at) == need.people else need.whole_cost
        for at, need in enumerate(needs)
    )
