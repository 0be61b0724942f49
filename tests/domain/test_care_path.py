"""The care path as it is drawn: every state and event stands in it, and no move is missing."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from enum import StrEnum
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hopecare
import hopecare.domain
from hopecare.domain import application_states, states
from hopecare.domain.care_path import (
    CASE,
    MACHINES,
    NEED,
    OFFER,
    REFERRAL,
    REPORT,
    SLOT,
    STEPS,
    CaseEvent,
    CaseStatus,
    Machine,
    NeedEvent,
    NeedStatus,
    OfferEvent,
    OfferStatus,
    ReferralEvent,
    ReferralStatus,
    ReportEvent,
    ReportStatus,
    SlotEvent,
    SlotStatus,
    Stage,
    allowed_events,
    next_status,
)
from hopecare.errors import MoveNotAllowedError

OWN_RANKS = {states.MessageStatus, states.RunState}
"""Their moves are no events of care: a message goes by rank, a run by its worker."""

each_machine = pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
machines = st.sampled_from(MACHINES)


def _status_enum(machine):
    return type(machine.start)


def _event_enum(machine):
    return type(next(iter(machine.moves))[1])


def test_every_status_and_event_belongs_to_a_machine():
    drawn = {_status_enum(each) for each in MACHINES} | {_event_enum(each) for each in MACHINES}
    declared = {
        each
        for module in (states, application_states)
        for _, each in inspect.getmembers(module, inspect.isclass)
        if issubclass(each, StrEnum) and each is not StrEnum
    }
    assert declared - OWN_RANKS <= drawn


def test_every_machine_of_the_domain_is_of_the_care_path():
    """Whatever has states of its own is held to the laws below."""
    found = {
        value.name
        for info in pkgutil.iter_modules(hopecare.domain.__path__, "hopecare.domain.")
        for value in vars(importlib.import_module(info.name)).values()
        if isinstance(value, Machine)
    }
    assert found == {each.name for each in MACHINES}


@each_machine
def test_every_status_is_reached_and_every_event_happens(machine):
    reached = {machine.start} | set(machine.moves.values())
    assert reached == set(_status_enum(machine))
    happening = {event for _, event in machine.moves} | {machine.begins_by} - {None}
    assert happening == set(_event_enum(machine))


@each_machine
def test_a_final_state_is_left_only_by_its_declared_reopening(machine):
    for (status, event), follows in machine.moves.items():
        if status in machine.final and follows is not status:
            assert event in machine.reopenings


@each_machine
def test_whatever_is_not_final_can_still_come_to_an_end(machine):
    for status in set(_status_enum(machine)) - machine.final:
        assert _can_reach(machine, status, machine.final), status


def _can_reach(machine, status, goal):
    seen, ahead = set(), {status}
    while ahead:
        seen |= ahead
        ahead = {machine.moves[move] for move in machine.moves if move[0] in ahead} - seen
    return bool(seen & goal)


@given(machine=machines, data=st.data())
def test_a_move_is_either_drawn_or_refused_with_what_would_be_allowed(machine, data):
    status = data.draw(st.sampled_from(list(_status_enum(machine))))
    event = data.draw(st.sampled_from(list(_event_enum(machine))))
    if (status, event) in machine.moves:
        assert next_status(machine, status, event) is machine.moves[status, event]
        assert event in allowed_events(machine, status)
        return
    with pytest.raises(MoveNotAllowedError) as refused:
        next_status(machine, status, event)
    assert refused.value.facts == {
        "machine": machine.name,
        "status": status.value,
        "event": event.value,
        "allowed": [each.value for each in allowed_events(machine, status)],
    }


@pytest.mark.parametrize(
    ("machine", "status", "event", "follows"),
    [
        pytest.param(
            REPORT,
            ReportStatus.CONSENT_REFUSED,
            ReportEvent.REOPENED,
            ReportStatus.LOOKING,
            id="somebody who refused may be asked again",
        ),
        pytest.param(
            REPORT,
            ReportStatus.JOINED,
            ReportEvent.JOIN_UNDONE,
            ReportStatus.LOOKING,
            id="a mistaken join is undone",
        ),
        pytest.param(
            CASE,
            CaseStatus.HELPED,
            CaseEvent.OFFER_MADE,
            CaseStatus.HELPED,
            id="asking for a second need leaves the first helper standing",
        ),
        pytest.param(
            CASE,
            CaseStatus.ASKING,
            CaseEvent.DEATH_RECORDED,
            CaseStatus.CLOSED,
            id="a death closes the case",
        ),
        pytest.param(
            NEED,
            NeedStatus.HELPED,
            NeedEvent.HELPER_LEFT,
            NeedStatus.OPEN,
            id="a need without its helper is open again",
        ),
        pytest.param(
            OFFER,
            OfferStatus.STOOD_DOWN,
            OfferEvent.SAID_YES_LATE,
            OfferStatus.LATE,
            id="a late yes is kept as backup",
        ),
        pytest.param(
            SLOT,
            SlotStatus.SILENT,
            SlotEvent.ANSWERED_WELL,
            SlotStatus.ANSWERED,
            id="a late answer still counts",
        ),
        pytest.param(
            SLOT,
            SlotStatus.HELP_ASKED,
            SlotEvent.ANSWERED_WELL,
            SlotStatus.HELP_ASKED,
            id="a call for help is not taken back by a key",
        ),
        pytest.param(
            SLOT,
            SlotStatus.ANSWERED,
            SlotEvent.HELP_ASKED,
            SlotStatus.HELP_ASKED,
            id="fine first, help after: help",
        ),
        pytest.param(
            REFERRAL,
            ReferralStatus.REFUSED,
            ReferralEvent.OBJECTED,
            ReferralStatus.SENT,
            id="a refusal may be contested",
        ),
        pytest.param(
            REFERRAL,
            ReferralStatus.NO_ANSWER,
            ReferralEvent.IN_HAND,
            ReferralStatus.SEEN,
            id="an office once late may name a day",
        ),
    ],
)
def test_the_care_path_goes_on_as_people_expect(machine, status, event, follows):
    assert next_status(machine, status, event) is follows


def test_no_stage_is_left_out_and_they_come_in_order():
    stages = [step.stage for step in STEPS]
    assert list(dict.fromkeys(stages)) == list(Stage)
    assert len({step.verb for step in STEPS}) == len(STEPS)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.verb)
def test_every_step_is_done_by_a_service_of_its_name(step):
    verb = Path(hopecare.__file__).parent / "services" / f"{step.verb}.py"
    assert f"def {step.verb}(" in verb.read_text("utf-8")
