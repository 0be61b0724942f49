"""What must be complete: refusals, labels of encryption, the care path, the timetable."""

from __future__ import annotations

import importlib
import pkgutil
from enum import StrEnum
from http import HTTPStatus
from typing import Any

import pytest
from sqlalchemy.orm import Mapper

import hopecare.jobs
from hopecare import errors
from hopecare.domain import (
    application_moves,
    care_path,
    moves,
    referral_moves,
    states,
    week_moves,
)
from hopecare.domain.machines import Machine
from hopecare.errors import HopecareError
from models.base import Base
from models.types import EncryptedJson, EncryptedText


def kinds(root: type[HopecareError]) -> set[type[HopecareError]]:
    return {root}.union(*(kinds(child) for child in root.__subclasses__()))


def our_errors() -> list[type[HopecareError]]:
    return sorted(
        (kind for kind in kinds(HopecareError) if not kind.__module__.startswith("tests.")),
        key=lambda kind: kind.__name__,
    )


def test_every_error_has_an_http_status():
    refusals = importlib.import_module("hopecare.web.refusals")
    for kind in our_errors():
        status = refusals.status_of(kind)
        assert HTTPStatus(status) >= HTTPStatus.BAD_REQUEST, kind


def test_every_error_stands_in_errors_and_has_a_reason_of_its_own():
    found = our_errors()
    assert [kind.__name__ for kind in found if not hasattr(errors, kind.__name__)] == []
    reasons = [kind.reason for kind in found]
    assert sorted(set(reasons)) == sorted(reasons)


def mislabelled(mappers: list[Mapper[Any]]) -> list[str]:
    return [
        f"{table.name}.{column.name} is labelled {column.type.label}"
        for mapper in mappers
        for table in mapper.tables
        for column in table.columns
        if isinstance(column.type, EncryptedText | EncryptedJson)
        and column.type.label != f"{table.name}.{column.name}"
    ]


def test_every_encrypted_value_is_bound_to_its_own_column():
    assert mislabelled(list(Base.registry.mappers)) == []


def machines() -> list[Machine[Any, Any]]:
    parts = (moves, week_moves, application_moves, referral_moves)
    drawn = [each for part in parts for each in vars(part).values()]
    return [value for value in drawn if isinstance(value, Machine)]


def undrawn(members: list[StrEnum], drawn: set[StrEnum]) -> list[str]:
    return [f"{type(member).__name__}.{member.name}" for member in members if member not in drawn]


def drawn_by(machine: Machine[Any, Any]) -> set[StrEnum]:
    ends = {machine.start, machine.begins_by, *machine.moves.values()}
    return ends | {each for move in machine.moves for each in move}


@pytest.mark.parametrize("machine", machines(), ids=lambda machine: machine.name)
def test_every_state_and_event_of_the_care_path_is_drawn(machine):
    states_of: type[StrEnum] = type(machine.start)
    events_of: type[StrEnum] = type(next(event for _, event in machine.moves))
    members = [member for enum in (states_of, events_of) for member in enum]
    assert undrawn(members, drawn_by(machine)) == []


def test_every_status_enum_of_the_care_path_has_a_machine():
    enums = {v for v in vars(states).values() if isinstance(v, type) and issubclass(v, StrEnum)}
    enums -= {StrEnum}
    events = {type(event) for machine in machines() for _, event in machine.moves}
    drawn = {type(machine.start) for machine in machines()} | events
    # Messages move by rank (domain/delivery.py); a run's state is a plain line.
    by_other_rules = {"MessageStatus", "RunState"}
    assert {enum.__name__ for enum in enums - drawn} <= by_other_rules


def test_an_undrawn_member_is_noticed():
    machine = care_path.CASE
    drawn = drawn_by(machine) - {machine.start}
    assert undrawn([machine.start], drawn) == ["CaseStatus.OPEN"]


def test_every_job_is_in_the_timetable():
    timetable = importlib.import_module("hopecare.timetable")
    planned = {entry.run.__module__ for entry in timetable.JOBS}
    written = set()
    for module in pkgutil.iter_modules(hopecare.jobs.__path__, "hopecare.jobs."):
        job = importlib.import_module(module.name)
        name = module.name.rpartition(".")[2]
        if hasattr(job, name):
            written.add(module.name)
    assert written == planned
