"""How a referral moves, from sending it until its outcome. Data."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from hopecare.domain.machines import Machine
from hopecare.domain.states import ReferralEvent, ReferralStatus

_F, _FE = ReferralStatus, ReferralEvent

UNANSWERED: Final = (_F.SENT, _F.SEEN, _F.NO_ANSWER)
"""The office has not said yes or no."""
OWES: Final = (*UNANSWERED, _F.ACCEPTED)
"""The office owes its next word by its day: a yes or no, then what came of it."""
_ANSWERS: Final[dict[ReferralEvent, ReferralStatus]] = {
    _FE.ACCEPTED: _F.ACCEPTED,
    _FE.REFUSED: _F.REFUSED,
    _FE.WITHDRAWN: _F.WITHDRAWN,
    _FE.OUTCOME_RECORDED: _F.DONE,
}

REFERRAL: Final[Machine[ReferralStatus, ReferralEvent]] = Machine(
    name="referral",
    start=_F.SENT,
    moves=MappingProxyType(
        {
            (_F.SENT, _FE.SEEN): _F.SEEN,
            **{(each, _FE.ANSWER_MISSED): _F.NO_ANSWER for each in (_F.SENT, _F.SEEN)},
            (_F.NO_ANSWER, _FE.IN_HAND): _F.SEEN,
            **{(each, event): to for each in UNANSWERED for event, to in _ANSWERS.items()},
            (_F.ACCEPTED, _FE.REFUSED): _F.REFUSED,
            (_F.ACCEPTED, _FE.WITHDRAWN): _F.WITHDRAWN,
            (_F.ACCEPTED, _FE.OUTCOME_RECORDED): _F.DONE,
            (_F.REFUSED, _FE.OBJECTED): _F.SENT,
            (_F.DONE, _FE.OBJECTED): _F.SENT,
            (_F.WITHDRAWN, _FE.REOPENED): _F.SENT,
            **{(each, _FE.CORRECTED): _F.SEEN for each in (_F.REFUSED, _F.DONE)},
            **{(each, _FE.BACK_IN_HAND): _F.ACCEPTED for each in (_F.REFUSED, _F.DONE)},
        }
    ),
    final=frozenset({_F.REFUSED, _F.WITHDRAWN, _F.DONE}),
    reopenings=frozenset({_FE.OBJECTED, _FE.REOPENED, _FE.CORRECTED, _FE.BACK_IN_HAND}),
)
