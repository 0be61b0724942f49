"""What was proposed at once for many needs: lists, their pairs, what stays open, and appeals."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import JSON, BigInteger, CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hopecare.domain.matching.proposals import AppealReason, ListState, ProposalStatus, state_of
from models.base import Base, Owned, Versioned, to_owned


class ProposalList(Base, Owned, Versioned, kw_only=True):
    """One run over all open needs of a centre, or of the whole town."""

    __tablename__ = "proposal_lists"

    asked_at: Mapped[datetime] = mapped_column()
    asked_by_id: Mapped[UUID | None] = mapped_column()
    centre_id: Mapped[UUID | None] = mapped_column()
    """Whose needs it looks at; None for the whole town."""
    run_id: Mapped[UUID] = mapped_column()
    made_at: Mapped[datetime | None] = mapped_column(default=None)
    expires_at: Mapped[datetime | None] = mapped_column(default=None)
    confirmed_at: Mapped[datetime | None] = mapped_column(default=None)
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)
    weights_version: Mapped[str | None] = mapped_column(default=None)
    cost: Mapped[int] = mapped_column(BigInteger, default=0)
    """Of all pairs and open places, in metres."""
    lower_bound: Mapped[int] = mapped_column(BigInteger, default=0)
    """No other list could cost less: proven."""
    needs: Mapped[int] = mapped_column(default=0)
    without_consent: Mapped[int] = mapped_column(default=0)
    helpers: Mapped[int] = mapped_column(default=0)
    places: Mapped[int] = mapped_column(default=0)
    filled: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    """Pairs that were not in the list before it."""

    def state(self, now: datetime) -> ListState:
        """How far it has come at a moment."""
        return state_of(
            made_at=self.made_at,
            expires_at=self.expires_at,
            confirmed_at=self.confirmed_at,
            withdrawn_at=self.withdrawn_at,
            now=now,
        )

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """A list that is made stands until a moment; its proof is never above its cost."""
        return (
            CheckConstraint("(made_at IS NULL) = (expires_at IS NULL)", name="made_expires"),
            CheckConstraint("lower_bound <= cost", name="proven_below"),
            *to_owned("people", "asked_by_id"),
            *to_owned("centres", "centre_id"),
            *to_owned("runs", "run_id"),
            Index("ix_proposal_lists_asked", "town_id", "asked_at"),
            Index("ix_proposal_lists_making", "made_at", "withdrawn_at"),
        )


class Proposal(Base, Owned, Versioned, kw_only=True):
    """One volunteer proposed for one place of a need, with the price it stands on."""

    __tablename__ = "proposals"

    list_id: Mapped[UUID] = mapped_column()
    need_id: Mapped[UUID] = mapped_column()
    case_id: Mapped[UUID] = mapped_column()
    helper_id: Mapped[UUID] = mapped_column()
    place: Mapped[int] = mapped_column()
    status: Mapped[ProposalStatus] = mapped_column()
    cost: Mapped[int] = mapped_column()
    """Metres; the terms add up to it."""
    distance_m: Mapped[int] = mapped_column()
    terms: Mapped[dict[str, int]] = mapped_column(JSON())
    price: Mapped[int] = mapped_column(default=0)
    """What taking this volunteer costs others, in metres: how scarce their time is."""
    is_rough: Mapped[bool] = mapped_column(default=False)
    """Measured from the middle of a district."""
    previous_helper_id: Mapped[UUID | None] = mapped_column(default=None)
    """Who was proposed before somebody else was chosen."""
    reason: Mapped[str | None] = mapped_column(default=None)
    """Why it was called unsuitable, could not be confirmed, or waits; a code."""
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    decided_by_id: Mapped[UUID | None] = mapped_column(default=None)
    offer_id: Mapped[UUID | None] = mapped_column(default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Each place of a need once a list."""
        return (
            UniqueConstraint("list_id", "need_id", "place"),
            CheckConstraint("place BETWEEN 1 AND 2", name="known_place"),
            *to_owned("proposal_lists", "list_id"),
            *to_owned("needs", "need_id"),
            *to_owned("cases", "case_id"),
            *to_owned("people", "helper_id", "previous_helper_id", "decided_by_id"),
            *to_owned("offers", "offer_id"),
            Index("ix_proposals_helper", "helper_id", "list_id"),
        )


CHEAPEST: Final = "cheapest"
OPEN_PRICE: Final = "open_price"


class OpenPlace(Base, Owned, kw_only=True):
    """A need for which a run found nobody, or too few, and what stood in the way."""

    __tablename__ = "open_places"

    list_id: Mapped[UUID] = mapped_column()
    need_id: Mapped[UUID] = mapped_column()
    case_id: Mapped[UUID] = mapped_column()
    area_id: Mapped[UUID | None] = mapped_column()
    """The resident's district when it was looked at."""
    places: Mapped[int] = mapped_column()
    fitting: Mapped[int] = mapped_column()
    """How many break no rule: they are needed more elsewhere."""
    stopped_by: Mapped[str | None] = mapped_column()
    """The code of the rule without which most would fit."""
    kept_out: Mapped[dict[str, int]] = mapped_column(JSON())
    """How many each rule keeps out; and where everybody who fits costs more than leaving it open,
    what the cheapest would cost and what it costs open (`CHEAPEST`, `OPEN_PRICE`)."""

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Each need once a list; found by the rule that stops it."""
        return (
            UniqueConstraint("list_id", "need_id"),
            *to_owned("proposal_lists", "list_id"),
            *to_owned("needs", "need_id"),
            *to_owned("cases", "case_id"),
            *to_owned("areas", "area_id"),
            Index("ix_open_places_rule", "list_id", "stopped_by"),
        )


class MatchAppeal(Base, Owned, Versioned, kw_only=True):
    """Somebody said that a pair does not suit, or that what is asked does not suit in general."""

    __tablename__ = "match_appeals"

    need_id: Mapped[UUID] = mapped_column()
    case_id: Mapped[UUID] = mapped_column()
    resident_id: Mapped[UUID] = mapped_column()
    helper_id: Mapped[UUID] = mapped_column()
    by_staff: Mapped[bool] = mapped_column()
    """Of staff: about this pair. Otherwise of the volunteer: about what they are asked."""
    reason: Mapped[AppealReason] = mapped_column()
    made_at: Mapped[datetime] = mapped_column()
    made_by_id: Mapped[UUID | None] = mapped_column()
    offer_id: Mapped[UUID | None] = mapped_column(default=None)
    settled_at: Mapped[datetime | None] = mapped_column(default=None)
    settled_by_id: Mapped[UUID | None] = mapped_column(default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Found by pair, and by what waits to be looked at."""
        return (
            *to_owned("needs", "need_id"),
            *to_owned("cases", "case_id"),
            *to_owned("people", "resident_id", "helper_id", "made_by_id", "settled_by_id"),
            *to_owned("offers", "offer_id"),
            Index("ix_match_appeals_pair", "resident_id", "helper_id", "made_at"),
            Index("ix_match_appeals_open", "town_id", "settled_at", "made_at"),
        )
