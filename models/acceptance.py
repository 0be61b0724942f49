"""What was fitted each night to who said yes: numbers only, nobody is in it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hopecare.domain.matching.fits import FitVerdict
from models.base import Base, Owned


class AcceptanceModel(Base, Owned, kw_only=True):
    """One night's fit in a town, and whether it is honest enough to be used."""

    __tablename__ = "acceptance_models"

    fitted_on: Mapped[date] = mapped_column()
    """By the town's own calendar."""
    fitted_at: Mapped[datetime] = mapped_column()
    verdict: Mapped[FitVerdict] = mapped_column()
    answers: Mapped[int] = mapped_column()
    """How many it was fitted to, or too few for it."""
    weights: Mapped[list[float] | None] = mapped_column(JSON(none_as_null=True), default=None)
    """Of the features in their order; None where the plain rates hold."""
    judged_by: Mapped[int] = mapped_column(default=0)
    """Answers it had not seen."""
    said: Mapped[float | None] = mapped_column(default=None)
    """How often a yes was foretold, on average."""
    came: Mapped[float | None] = mapped_column(default=None)
    """How often a yes came."""
    most_off: Mapped[float | None] = mapped_column(default=None)
    """How far the worst tenth of the answers lay off."""
    brier: Mapped[float | None] = mapped_column(default=None)
    own_brier: Mapped[float | None] = mapped_column(default=None)
    """The same of the plain rates."""

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """One a night; it has weights exactly where it is used."""
        return (
            UniqueConstraint("town_id", "fitted_on"),
            CheckConstraint("(verdict = 'used') = (weights IS NOT NULL)", name="used_has_weights"),
        )
