"""Check-ins: the plan, each slot of it, and each rung climbed when nobody answers."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from hopecare.domain.care_path import SlotStatus
from hopecare.domain.channels import Channel
from hopecare.domain.check_ins import AnswererKind, AskedBy, QuestionCode
from hopecare.domain.escalation import Rung
from hopecare.domain.look_ins import LookInAnswer
from hopecare.domain.replies import ReplyMeaning
from models.base import Base, Codes, Owned, Versioned, index_while, to_owned, unique_while
from models.types import EncryptedText


class CheckInPlan(Base, Owned, Versioned, kw_only=True):
    """How one resident wishes to be asked: days, local time, channel, language."""

    __tablename__ = "check_in_plans"

    person_id: Mapped[UUID] = mapped_column()
    channel: Mapped[Channel] = mapped_column()
    language: Mapped[str] = mapped_column()
    weekdays: Mapped[Codes] = mapped_column()
    local_time: Mapped[time] = mapped_column()
    zone: Mapped[str] = mapped_column()
    created_at: Mapped[datetime] = mapped_column()
    next_due_at: Mapped[datetime | None] = mapped_column()
    """The next moment a slot opens; None once ended or paused without an end."""
    case_id: Mapped[UUID | None] = mapped_column(default=None)
    asked_by: Mapped[AskedBy] = mapped_column(default=AskedBy.MACHINE, server_default="machine")
    """Who asks; with a knock, the channel is the one of a ladder's repeated question."""
    asked_person_id: Mapped[UUID | None] = mapped_column(default=None)
    """Who is rung or texted, where it is not the resident: a carer."""
    answer_of: Mapped[AnswererKind] = mapped_column(default=AnswererKind.RESIDENT)
    """Whose answer stops the ladder."""
    question: Mapped[QuestionCode] = mapped_column(
        default=QuestionCode.WELLBEING, server_default="wellbeing"
    )
    """What is asked, the first time and once more."""
    ladder: Mapped[str] = mapped_column(default="default")
    """The shipped ladder it began from, or `own`."""
    steps: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True), default=None)
    """The ladder itself; None where it is the shipped one as it stands today."""
    grace_minutes: Mapped[int] = mapped_column(default=120)
    """Later than this, the question is not asked any more that day."""
    paused_from: Mapped[date | None] = mapped_column(default=None)
    paused_until: Mapped[date | None] = mapped_column(default=None)
    """The first day it goes on by itself."""
    rests_for_death: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether the pause is the one that the word of their death began: it ends with that word."""
    gave_way: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True), default=None)
    """The pauses that gave way to this one, first day and end: a holiday to a stay in hospital."""
    moved_over_at: Mapped[datetime | None] = mapped_column(default=None)
    """When the town's network changed, and this plan's way with it: nobody had agreed on that."""
    ended_at: Mapped[datetime | None] = mapped_column(default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Due plans are found by one index; one plan of a person stands at a time."""
        return (
            CheckConstraint("ended_at IS NULL OR next_due_at IS NULL", name="ended_is_not_due"),
            *to_owned("people", "person_id", "asked_person_id"),
            *to_owned("cases", "case_id"),
            Index("ix_check_in_plans_due", "next_due_at"),
            Index("ix_check_in_plans_person", "person_id"),
            unique_while("uq_check_in_plans_one_live", "person_id", where="ended_at IS NULL"),
        )


class CheckInSlot(Base, Owned, Versioned, kw_only=True):
    """One check-in on one day: asked, answered, silent - never a message by itself."""

    __tablename__ = "check_in_slots"

    plan_id: Mapped[UUID] = mapped_column()
    person_id: Mapped[UUID] = mapped_column()
    due_at: Mapped[datetime] = mapped_column()
    status: Mapped[SlotStatus] = mapped_column()
    asked_at: Mapped[datetime | None] = mapped_column(default=None)
    """When the provider accepted the question: silence counts from here."""
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    answer: Mapped[ReplyMeaning | None] = mapped_column(default=None)
    answered_by_id: Mapped[UUID | None] = mapped_column(default=None)
    rungs_climbed: Mapped[int] = mapped_column(default=0)
    next_rung_at: Mapped[datetime | None] = mapped_column(default=None)
    steps: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True), default=None)
    """The ladder it began with, where its plan has got another one since."""
    cleared_at: Mapped[datetime | None] = mapped_column(default=None)
    cleared_by_id: Mapped[UUID | None] = mapped_column(default=None)
    note: Mapped[str | None] = mapped_column(EncryptedText("check_in_slots.note"), default=None)
    """What happened, in the words of whoever wrote how it ended."""

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """A plan's moment exists once."""
        return (
            UniqueConstraint("plan_id", "due_at"),
            *to_owned("check_in_plans", "plan_id"),
            *to_owned("people", "person_id", "answered_by_id", "cleared_by_id"),
            index_while("ix_check_in_slots_rung", "next_rung_at", where="next_rung_at IS NOT NULL"),
            Index("ix_check_in_slots_person", "person_id", "due_at"),
            Index("ix_check_in_slots_board", "town_id", "status", "due_at"),
        )


class RungClimbed(Base, Owned, kw_only=True):
    """One rung of a ladder: whom we turned to, when."""

    __tablename__ = "rungs_climbed"

    slot_id: Mapped[UUID] = mapped_column()
    rung: Mapped[Rung] = mapped_column()
    position: Mapped[int] = mapped_column()
    at: Mapped[datetime] = mapped_column()
    person_id: Mapped[UUID | None] = mapped_column(default=None)
    """Who was turned to."""
    answer: Mapped[LookInAnswer | None] = mapped_column(default=None)
    """What a neighbour who was asked to look in said last."""
    answered_at: Mapped[datetime | None] = mapped_column(default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Each position of a ladder is climbed once a slot."""
        return (
            UniqueConstraint("slot_id", "position"),
            CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered_at_a_time"),
            *to_owned("check_in_slots", "slot_id"),
            *to_owned("people", "person_id"),
        )
