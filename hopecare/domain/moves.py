"""The moves of the care path: from which status, by which event, to which status."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from hopecare.domain.machines import Machine
from hopecare.domain.states import (
    AlertEvent,
    AlertStatus,
    AskingEvent,
    AskingStatus,
    CallTaskEvent,
    CallTaskStatus,
    CaseEvent,
    CaseStatus,
    NeedEvent,
    NeedStatus,
    OfferEvent,
    OfferStatus,
    ReportEvent,
    ReportStatus,
    SlotEvent,
    SlotStatus,
    TaskEvent,
    TaskStatus,
)

_R, _RE = ReportStatus, ReportEvent
_TRIAGE: Final[dict[ReportEvent, ReportStatus]] = {
    _RE.JOINED_TO_RESIDENT: _R.JOINED,
    _RE.RESIDENT_OPENED: _R.OPENED,
    _RE.CONSENT_REFUSED: _R.CONSENT_REFUSED,
    _RE.NOT_FOUND: _R.NOT_FOUND,
    _RE.NO_CAPACITY: _R.NO_CAPACITY,
    _RE.MOVED_AWAY: _R.MOVED,
    _RE.DEATH_RECORDED: _R.DIED,
    _RE.CLOSED_WITHOUT_NEED: _R.CLOSED,
}
# Parked, not final: each has a date on which somebody asks or looks again.
_PARKED: Final = (_R.CONSENT_REFUSED, _R.NOT_FOUND, _R.NO_CAPACITY)

REPORT: Final[Machine[ReportStatus, ReportEvent]] = Machine(
    name="report",
    start=_R.RECEIVED,
    moves=MappingProxyType(
        {
            (_R.RECEIVED, _RE.TAKEN_UP): _R.LOOKING,
            **{(_R.RECEIVED, event): status for event, status in _TRIAGE.items()},
            **{(_R.LOOKING, event): status for event, status in _TRIAGE.items()},
            **{(parked, _RE.REOPENED): _R.LOOKING for parked in _PARKED},
            **{(parked, _RE.JOINED_TO_RESIDENT): _R.JOINED for parked in _PARKED},
            **{(parked, _RE.RESIDENT_OPENED): _R.OPENED for parked in _PARKED},
            **{(parked, _RE.DEATH_RECORDED): _R.DIED for parked in _PARKED},
            **{(parked, _RE.CLOSED_WITHOUT_NEED): _R.CLOSED for parked in _PARKED},
            (_R.JOINED, _RE.JOIN_UNDONE): _R.LOOKING,
            (_R.MOVED, _RE.REOPENED): _R.LOOKING,
            (_R.DIED, _RE.REOPENED): _R.LOOKING,
            (_R.CLOSED, _RE.REOPENED): _R.LOOKING,
        }
    ),
    final=frozenset({_R.JOINED, _R.OPENED, _R.MOVED, _R.DIED, _R.CLOSED}),
    reopenings=frozenset({_RE.REOPENED, _RE.JOIN_UNDONE}),
)

_C, _CE = CaseStatus, CaseEvent
# What happens to a case without changing how it stands.
_ASIDE: Final = (_CE.REFERRED, _CE.CENTRE_CHANGED)
_LIVE: Final = (_C.OPEN, _C.ASKING, _C.HELPED)

CASE: Final[Machine[CaseStatus, CaseEvent]] = Machine(
    name="case",
    start=_C.OPEN,
    begins_by=_CE.CASE_OPENED,
    moves=MappingProxyType(
        {
            (_C.OPEN, _CE.OFFER_MADE): _C.ASKING,
            (_C.OPEN, _CE.OFFER_ACCEPTED): _C.HELPED,
            (_C.ASKING, _CE.OFFER_MADE): _C.ASKING,
            (_C.ASKING, _CE.OFFERS_ENDED): _C.OPEN,
            (_C.ASKING, _CE.OFFER_ACCEPTED): _C.HELPED,
            (_C.HELPED, _CE.OFFER_MADE): _C.HELPED,
            (_C.HELPED, _CE.OFFERS_ENDED): _C.HELPED,
            (_C.HELPED, _CE.OFFER_ACCEPTED): _C.HELPED,
            (_C.HELPED, _CE.HELPER_LEFT): _C.OPEN,
            **{(live, aside): live for live in _LIVE for aside in _ASIDE},
            **{(live, _CE.CLOSED): _C.CLOSED for live in _LIVE},
            **{(live, _CE.DEATH_RECORDED): _C.CLOSED for live in _LIVE},
            (_C.CLOSED, _CE.REOPENED): _C.OPEN,
        }
    ),
    final=frozenset({_C.CLOSED}),
    reopenings=frozenset({_CE.REOPENED}),
)

_N, _NE = NeedStatus, NeedEvent
_UNMET: Final = (_N.OPEN, _N.ASKING, _N.HELPED)

NEED: Final[Machine[NeedStatus, NeedEvent]] = Machine(
    name="need",
    start=_N.OPEN,
    moves=MappingProxyType(
        {
            (_N.OPEN, _NE.OFFER_MADE): _N.ASKING,
            (_N.OPEN, _NE.OFFER_ACCEPTED): _N.HELPED,
            (_N.ASKING, _NE.OFFER_MADE): _N.ASKING,
            (_N.ASKING, _NE.OFFERS_ENDED): _N.OPEN,
            (_N.ASKING, _NE.OFFER_ACCEPTED): _N.HELPED,
            (_N.HELPED, _NE.OFFER_MADE): _N.HELPED,
            (_N.HELPED, _NE.OFFERS_ENDED): _N.HELPED,
            (_N.HELPED, _NE.OFFER_ACCEPTED): _N.HELPED,
            (_N.HELPED, _NE.HELPER_LEFT): _N.OPEN,
            **{(unmet, _NE.MET): _N.MET for unmet in _UNMET},
            **{(unmet, _NE.ENDED): _N.ENDED for unmet in _UNMET},
            (_N.MET, _NE.REOPENED): _N.OPEN,
            (_N.ENDED, _NE.REOPENED): _N.OPEN,
        }
    ),
    final=frozenset({_N.MET, _N.ENDED}),
    reopenings=frozenset({_NE.REOPENED}),
)

_O, _OE = OfferStatus, OfferEvent

OFFER: Final[Machine[OfferStatus, OfferEvent]] = Machine(
    name="offer",
    start=_O.STANDING,
    moves=MappingProxyType(
        {
            (_O.STANDING, _OE.ACCEPTED): _O.ACCEPTED,
            (_O.STANDING, _OE.DECLINED): _O.DECLINED,
            (_O.STANDING, _OE.LAPSED): _O.LAPSED,
            (_O.STANDING, _OE.STOOD_DOWN): _O.STOOD_DOWN,
            (_O.STANDING, _OE.SAID_YES_LATE): _O.LATE,
            (_O.DECLINED, _OE.SAID_YES_LATE): _O.LATE,
            (_O.LAPSED, _OE.SAID_YES_LATE): _O.LATE,
            # A no is never too late: whoever said it is not asked for this again.
            (_O.LAPSED, _OE.DECLINED): _O.DECLINED,
            (_O.STOOD_DOWN, _OE.DECLINED): _O.DECLINED,
            (_O.STOOD_DOWN, _OE.SAID_YES_LATE): _O.LATE,
            (_O.STOOD_DOWN, _OE.REOPENED): _O.STANDING,
            # A yes to what has changed since: they are asked for what it is now.
            (_O.LAPSED, _OE.REOPENED): _O.STANDING,
            (_O.DECLINED, _OE.REOPENED): _O.STANDING,
            (_O.LATE, _OE.REOPENED): _O.STANDING,
            # A late yes waits as backup: it steps in when the helper leaves, or is let go.
            (_O.LATE, _OE.ACCEPTED): _O.ACCEPTED,
            (_O.LATE, _OE.DECLINED): _O.DECLINED,
            (_O.LATE, _OE.STOOD_DOWN): _O.STOOD_DOWN,
        }
    ),
    final=frozenset({_O.ACCEPTED, _O.DECLINED, _O.LAPSED, _O.STOOD_DOWN}),
    reopenings=frozenset({_OE.SAID_YES_LATE, _OE.DECLINED, _OE.REOPENED}),
)

_G, _GE = AskingStatus, AskingEvent
_STILL_ASKED: Final = (_G.OPEN, _G.OFFERING, _G.ESCALATED)

ASKING: Final[Machine[AskingStatus, AskingEvent]] = Machine(
    name="asking",
    start=_G.OPEN,
    moves=MappingProxyType(
        {
            (_G.OPEN, _GE.WAVE_ASKED): _G.OFFERING,
            (_G.OFFERING, _GE.WAVE_ASKED): _G.OFFERING,
            (_G.OPEN, _GE.ESCALATED): _G.ESCALATED,
            (_G.OFFERING, _GE.ESCALATED): _G.ESCALATED,
            # Ringing takes nobody's place: neighbours are asked until the time is over.
            (_G.ESCALATED, _GE.WAVE_ASKED): _G.ESCALATED,
            **{(live, _GE.FILLED): _G.FILLED for live in _STILL_ASKED},
            **{(live, _GE.TIME_OVER): _G.EXPIRED for live in _STILL_ASKED},
            **{(live, _GE.WITHDRAWN): _G.WITHDRAWN for live in _STILL_ASKED},
        }
    ),
    final=frozenset({_G.FILLED, _G.EXPIRED, _G.WITHDRAWN}),
)

TASK: Final[Machine[TaskStatus, TaskEvent]] = Machine(
    name="task",
    start=TaskStatus.ACTIVE,
    moves=MappingProxyType(
        {
            (TaskStatus.ACTIVE, TaskEvent.HANDED_BACK): TaskStatus.ENDED,
            (TaskStatus.ACTIVE, TaskEvent.FINISHED): TaskStatus.ENDED,
            (TaskStatus.ACTIVE, TaskEvent.STOPPED): TaskStatus.ENDED,
            (TaskStatus.ENDED, TaskEvent.REOPENED): TaskStatus.ACTIVE,
        }
    ),
    final=frozenset({TaskStatus.ENDED}),
    reopenings=frozenset({TaskEvent.REOPENED}),
)

_K, _KE = SlotStatus, SlotEvent

SLOT: Final[Machine[SlotStatus, SlotEvent]] = Machine(
    name="slot",
    start=_K.DUE,
    moves=MappingProxyType(
        {
            (_K.DUE, _KE.ASKED): _K.WAITING,
            (_K.DUE, _KE.ANSWERED_WELL): _K.ANSWERED,
            (_K.DUE, _KE.HELP_ASKED): _K.HELP_ASKED,
            (_K.DUE, _KE.COULD_NOT_ASK): _K.NOT_ASKED,
            (_K.DUE, _KE.CANCELLED): _K.CANCELLED,
            (_K.WAITING, _KE.ASKED): _K.WAITING,
            (_K.WAITING, _KE.ANSWERED_WELL): _K.ANSWERED,
            (_K.WAITING, _KE.HELP_ASKED): _K.HELP_ASKED,
            (_K.WAITING, _KE.COULD_NOT_ASK): _K.NOT_ASKED,
            (_K.WAITING, _KE.DEADLINE_PASSED): _K.SILENT,
            (_K.WAITING, _KE.ALL_CLEAR): _K.CLEARED,
            (_K.WAITING, _KE.FOUND_OUT): _K.KNOWN,
            (_K.WAITING, _KE.CANCELLED): _K.CANCELLED,
            (_K.NOT_ASKED, _KE.ASKED): _K.WAITING,
            (_K.NOT_ASKED, _KE.ANSWERED_WELL): _K.ANSWERED,
            (_K.NOT_ASKED, _KE.HELP_ASKED): _K.HELP_ASKED,
            (_K.NOT_ASKED, _KE.DEADLINE_PASSED): _K.SILENT,
            (_K.NOT_ASKED, _KE.ALL_CLEAR): _K.CLEARED,
            (_K.NOT_ASKED, _KE.FOUND_OUT): _K.KNOWN,
            (_K.NOT_ASKED, _KE.CANCELLED): _K.CANCELLED,
            (_K.SILENT, _KE.ASKED): _K.SILENT,
            (_K.SILENT, _KE.ANSWERED_WELL): _K.ANSWERED,
            (_K.SILENT, _KE.HELP_ASKED): _K.HELP_ASKED,
            (_K.SILENT, _KE.ALL_CLEAR): _K.CLEARED,
            (_K.SILENT, _KE.FOUND_OUT): _K.KNOWN,
            (_K.SILENT, _KE.CANCELLED): _K.CANCELLED,
            # A later "fine" does not take back a call for help: a person gives the all-clear.
            (_K.HELP_ASKED, _KE.HELP_ASKED): _K.HELP_ASKED,
            (_K.HELP_ASKED, _KE.ANSWERED_WELL): _K.HELP_ASKED,
            (_K.HELP_ASKED, _KE.ALL_CLEAR): _K.CLEARED,
            (_K.HELP_ASKED, _KE.FOUND_OUT): _K.KNOWN,
            (_K.HELP_ASKED, _KE.CANCELLED): _K.CANCELLED,
            (_K.ANSWERED, _KE.ANSWERED_WELL): _K.ANSWERED,
            (_K.ANSWERED, _KE.HELP_ASKED): _K.HELP_ASKED,
            (_K.CLEARED, _KE.ANSWERED_WELL): _K.CLEARED,
            (_K.CLEARED, _KE.HELP_ASKED): _K.HELP_ASKED,
            (_K.KNOWN, _KE.ANSWERED_WELL): _K.KNOWN,
            (_K.KNOWN, _KE.HELP_ASKED): _K.HELP_ASKED,
            # Whoever calls for help on a day that nobody asks any further is on its board too.
            (_K.CANCELLED, _KE.HELP_ASKED): _K.HELP_ASKED,
            (_K.CANCELLED, _KE.REOPENED): _K.NOT_ASKED,
        }
    ),
    final=frozenset({_K.ANSWERED, _K.CLEARED, _K.KNOWN, _K.CANCELLED}),
    reopenings=frozenset({_KE.HELP_ASKED, _KE.REOPENED}),
)

_A, _AE = AlertStatus, AlertEvent

ALERT: Final[Machine[AlertStatus, AlertEvent]] = Machine(
    name="alert",
    start=_A.RAISED,
    moves=MappingProxyType(
        {
            (_A.RAISED, _AE.ACKNOWLEDGED): _A.ACKNOWLEDGED,
            (_A.RAISED, _AE.RESOLVED): _A.RESOLVED,
            (_A.ACKNOWLEDGED, _AE.LEFT_LYING): _A.RAISED,
            (_A.ACKNOWLEDGED, _AE.RESOLVED): _A.RESOLVED,
        }
    ),
    final=frozenset({_A.RESOLVED}),
)

CALL_TASK: Final[Machine[CallTaskStatus, CallTaskEvent]] = Machine(
    name="call_task",
    start=CallTaskStatus.OPEN,
    moves=MappingProxyType(
        {
            (CallTaskStatus.OPEN, CallTaskEvent.DONE): CallTaskStatus.DONE,
            (CallTaskStatus.OPEN, CallTaskEvent.CANCELLED): CallTaskStatus.CANCELLED,
            (CallTaskStatus.CANCELLED, CallTaskEvent.REOPENED): CallTaskStatus.OPEN,
        }
    ),
    final=frozenset({CallTaskStatus.DONE, CallTaskStatus.CANCELLED}),
    reopenings=frozenset({CallTaskEvent.REOPENED}),
)
