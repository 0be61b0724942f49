"""Volunteers: what they offer, when, how far, and whom a resident would rather not have."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, MappedColumn, mapped_column, validates

from hopecare.domain.channels import ReplyWay
from hopecare.domain.matching.bits import home_bits, language_bits, skill_bits, slot_bits
from hopecare.domain.matching.cells import cell_of
from hopecare.domain.people import StartsFrom
from models.base import Base, Codes, Owned, Versioned, index_while, to_owned

WHOLE_WEEK: Final = "1" * 28
USUAL_M: Final = 2_000
BITS_OF: Final[Mapping[str, tuple[str, Callable[[Any], int]]]] = MappingProxyType(
    {
        "skills": ("skill_bits", skill_bits),
        "languages": ("language_bits", language_bits),
        "avoids": ("avoid_bits", home_bits),
        "slots": ("slot_bits", slot_bits),
    }
)
"""The readable columns a search would compare, each with the number that stands beside it."""


def _bits_beside(name: str, bits: Callable[[Any], int]) -> MappedColumn[int]:
    """A number that follows a readable column, also where many rows are laid at once."""

    def of_row(context: DefaultExecutionContext) -> int:
        said = context.get_current_parameters()  # type: ignore[no-untyped-call]
        return bits(said.get(name) or (WHOLE_WEEK if name == "slots" else ()))

    return mapped_column(BigInteger(), init=False, insert_default=of_row, server_default="0")


def _cell_of_row(context: DefaultExecutionContext) -> int | None:
    """The square of a volunteer, also where many rows are laid at once."""
    said = context.get_current_parameters()  # type: ignore[no-untyped-call]
    return cell_of(said.get("grid_lat"), said.get("grid_lon"), said.get("radius_m") or USUAL_M)


class VolunteerProfile(Base, Owned, Versioned, kw_only=True):
    """A registered neighbour's skills, hours and reach."""

    __tablename__ = "volunteer_profiles"

    person_id: Mapped[UUID] = mapped_column()
    joined_on: Mapped[date] = mapped_column()
    centre_id: Mapped[UUID | None] = mapped_column()
    skills: Mapped[Codes] = mapped_column(default_factory=list)
    """Kinds of need they help with."""
    languages: Mapped[Codes] = mapped_column(default_factory=list)
    avoids: Mapped[Codes] = mapped_column(default_factory=list)
    slots: Mapped[str] = mapped_column(default=WHOLE_WEEK)
    """28 characters of 0 and 1: seven days from Monday, four parts of each day."""
    radius_m: Mapped[int] = mapped_column(default=USUAL_M)
    max_active: Mapped[int] = mapped_column(default=2)
    check_level: Mapped[int] = mapped_column(default=0)
    check_expires_on: Mapped[date | None] = mapped_column(default=None)
    is_on_duty: Mapped[bool] = mapped_column(default=True)
    away_until: Mapped[date | None] = mapped_column(default=None)
    """The first day they may be asked again."""
    suspended_at: Mapped[datetime | None] = mapped_column(default=None)
    answers_by: Mapped[ReplyWay] = mapped_column(default=ReplyWay.PAGE)
    grid_lat: Mapped[float | None] = mapped_column(default=None)
    grid_lon: Mapped[float | None] = mapped_column(default=None)
    askings_a_week: Mapped[int | None] = mapped_column(default=None)
    """How often they wish to be asked at most; None for as often as the town does."""
    asked_from: Mapped[time | None] = mapped_column(default=None)
    """Their own hours for being asked, in local wall time; None for all that are not quiet."""
    asked_until: Mapped[time | None] = mapped_column(default=None)
    starts_from: Mapped[StartsFrom] = mapped_column(
        default=StartsFrom.HOME, server_default=StartsFrom.HOME
    )
    """Which place the grid point above stands for."""
    skill_bits: Mapped[int] = _bits_beside("skills", skill_bits)
    language_bits: Mapped[int] = _bits_beside("languages", language_bits)
    avoid_bits: Mapped[int] = _bits_beside("avoids", home_bits)
    slot_bits: Mapped[int] = _bits_beside("slots", slot_bits)
    near_cell: Mapped[int | None] = mapped_column(
        BigInteger(), init=False, insert_default=_cell_of_row
    )
    """The square of the map a search finds them by; it follows their place and their radius."""
    missed: Mapped[float] = mapped_column(default=0.0, server_default="0")
    """What the needs of a month would miss in them, reckoned each night; waves spare them by it."""

    @validates(*BITS_OF)
    def _keep_bits(self, name: str, said: Any) -> Any:  # noqa: ANN401  a list of codes, or slots
        """Whoever writes the readable row writes its number too."""
        column, bits = BITS_OF[name]
        setattr(self, column, bits(said))
        return said

    @validates("grid_lat", "grid_lon", "radius_m")
    def _keep_cell(self, name: str, said: Any) -> Any:  # noqa: ANN401  degrees or metres
        """Whoever moves them, or changes how far they go, moves their square."""
        known = {each: getattr(self, each, None) for each in ("grid_lat", "grid_lon", "radius_m")}
        known[name] = said
        self.near_cell = cell_of(known["grid_lat"], known["grid_lon"], known["radius_m"] or USUAL_M)
        return said

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """One profile a person; a real radius; 28 slots."""
        return (
            UniqueConstraint("person_id"),
            CheckConstraint("radius_m BETWEEN 100 AND 50000", name="real_radius"),
            CheckConstraint("length(slots) = 28", name="whole_week"),
            CheckConstraint("check_level BETWEEN 0 AND 2", name="known_level"),
            CheckConstraint("max_active BETWEEN 0 AND 20", name="few_tasks"),
            CheckConstraint("askings_a_week BETWEEN 1 AND 20", name="few_askings"),
            CheckConstraint(
                "(asked_from IS NULL) = (asked_until IS NULL)", name="both_hours_or_none"
            ),
            *to_owned("people", "person_id"),
            *to_owned("centres", "centre_id"),
            Index(
                "ix_volunteer_profiles_near",
                "town_id",
                "near_cell",
                "skill_bits",
                "slot_bits",
                "language_bits",
                "avoid_bits",
                "check_level",
                "is_on_duty",
                "max_active",
                "away_until",
                "suspended_at",
                "check_expires_on",
                "grid_lat",
                "grid_lon",
                "radius_m",
                "person_id",
            ),
            index_while(
                "ix_volunteer_profiles_no_place", "town_id", "person_id", where="grid_lat IS NULL"
            ),
        )


class RefusedHelper(Base, Owned, kw_only=True):
    """A resident does not want this volunteer; no reason is asked."""

    __tablename__ = "refused_helpers"

    resident_id: Mapped[UUID] = mapped_column()
    helper_id: Mapped[UUID] = mapped_column()
    from_on: Mapped[date] = mapped_column()
    until_on: Mapped[date | None] = mapped_column(default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Found by resident."""
        return (
            *to_owned("people", "resident_id", "helper_id"),
            Index("ix_refused_helpers_resident", "resident_id"),
        )
