"""Links by which an office answers without an account. Kept is only a keyed hash of the link."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hopecare.domain.receiver_links import ReceiverAct
from models.base import Base, Owned, to_owned, unique_while


class ReceiverLink(Base, Owned, kw_only=True):
    """A link of one referral, or of all open ones that one centre has with an organisation."""

    __tablename__ = "receiver_links"

    organisation_id: Mapped[UUID] = mapped_column()
    token_index: Mapped[str] = mapped_column()
    """Keyed hash of the signs in the address."""
    made_at: Mapped[datetime] = mapped_column()
    made_by_id: Mapped[UUID | None] = mapped_column()
    expires_at: Mapped[datetime] = mapped_column()
    referral_id: Mapped[UUID | None] = mapped_column(default=None)
    """None: it lists the organisation's open referrals."""
    centre_id: Mapped[UUID | None] = mapped_column(default=None)
    """Whose referrals a list holds; whoever makes a link sees no other centre's people by it."""
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)
    revoked_by_id: Mapped[UUID | None] = mapped_column(default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """One that opens for each referral."""
        return (
            UniqueConstraint("token_index"),
            *to_owned("organisations", "organisation_id"),
            *to_owned("people", "made_by_id", "revoked_by_id"),
            *to_owned("referrals", "referral_id"),
            *to_owned("centres", "centre_id"),
            unique_while(
                "uq_receiver_links_one_live",
                "referral_id",
                where="revoked_at IS NULL AND referral_id IS NOT NULL",
            ),
            Index("ix_receiver_links_organisation", "organisation_id"),
        )


class ReceiverOpening(Base, Owned, kw_only=True):
    """A link was opened or pressed: append-only, codes and times alone."""

    __tablename__ = "receiver_openings"

    link_id: Mapped[UUID] = mapped_column()
    at: Mapped[datetime] = mapped_column()
    act: Mapped[ReceiverAct] = mapped_column()
    referral_id: Mapped[UUID | None] = mapped_column(default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Counted by link and time; shown by referral."""
        return (
            *to_owned("receiver_links", "link_id"),
            *to_owned("referrals", "referral_id"),
            Index("ix_receiver_openings_link", "link_id", "at"),
            Index("ix_receiver_openings_referral", "referral_id", "at"),
        )
