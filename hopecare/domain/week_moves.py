"""The moves of one missed week: who is asked to come instead, and what comes of it."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from hopecare.domain.machines import Machine
from hopecare.domain.week_states import MissedWeekEvent, MissedWeekStatus

_M, _ME = MissedWeekStatus, MissedWeekEvent
_LOOKED_FOR: Final = (_M.SAID, _M.ASKED_BACKUP, _M.ASKED_OTHERS)

MISSED_WEEK: Final[Machine[MissedWeekStatus, MissedWeekEvent]] = Machine(
    name="missed_week",
    start=_M.SAID,
    moves=MappingProxyType(
        {
            (_M.SAID, _ME.BACKUP_ASKED): _M.ASKED_BACKUP,
            (_M.SAID, _ME.OTHERS_ASKED): _M.ASKED_OTHERS,
            (_M.ASKED_BACKUP, _ME.OTHERS_ASKED): _M.ASKED_OTHERS,
            **{(each, _ME.TAKEN): _M.TAKEN for each in _LOOKED_FOR},
            # Whoever is rung by a person, or says yes late, comes all the same.
            (_M.UNFILLED, _ME.TAKEN): _M.TAKEN,
            (_M.TAKEN, _ME.TAKER_LEFT): _M.ASKED_OTHERS,
            (_M.UNFILLED, _ME.AGREED_AGAIN): _M.SAID,
            **{(each, _ME.TIME_SHORT): _M.UNFILLED for each in _LOOKED_FOR},
            **{
                (each, _ME.CALLED_OFF): _M.CALLED_OFF
                for each in (*_LOOKED_FOR, _M.TAKEN, _M.UNFILLED)
            },
        }
    ),
    final=frozenset({_M.CALLED_OFF}),
)
