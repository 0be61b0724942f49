"""The moves of one application: from its papers to the decision, and back with an objection."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from hopecare.domain.application_states import ApplicationEvent, ApplicationStatus
from hopecare.domain.machines import Machine

_A, _AE = ApplicationStatus, ApplicationEvent

APPLICATION: Final[Machine[ApplicationStatus, ApplicationEvent]] = Machine(
    name="application",
    start=_A.PREPARING,
    moves=MappingProxyType(
        {
            (_A.PREPARING, _AE.SUBMITTED): _A.WAITING,
            (_A.PREPARING, _AE.DECIDED_AHEAD): _A.DECIDED,
            (_A.WAITING, _AE.DECIDED): _A.DECIDED,
            (_A.OBJECTED, _AE.DECIDED): _A.DECIDED,
            (_A.DECIDED, _AE.OBJECTED): _A.OBJECTED,
            (_A.DECIDED, _AE.CORRECTED): _A.PREPARING,
            (_A.DECIDED, _AE.TAKEN_BACK): _A.WAITING,
            (_A.DECIDED, _AE.BACK_TO_OBJECTION): _A.OBJECTED,
            (_A.WITHDRAWN, _AE.REOPENED): _A.PREPARING,
            **{
                (each, _AE.WITHDRAWN): _A.WITHDRAWN
                for each in (_A.PREPARING, _A.WAITING, _A.OBJECTED)
            },
        }
    ),
    final=frozenset({_A.DECIDED, _A.WITHDRAWN}),
    reopenings=frozenset(
        {_AE.OBJECTED, _AE.CORRECTED, _AE.TAKEN_BACK, _AE.BACK_TO_OBJECTION, _AE.REOPENED}
    ),
)
