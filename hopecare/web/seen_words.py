"""What is said of a check-in once whoever looked in has found the resident well."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.check_ins import AnswererKind
from hopecare.language import N_
from hopecare.queries.check_ins import AWAITED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hopecare.language.reader import Reader
    from models import CheckInPlan, CheckInSlot, RungClimbed

_SEEN: Final = N_("Seen well by %(name)s, %(at)s.")
_STILL_COUNTS: Final[Mapping[AnswererKind, str]] = MappingProxyType(
    {
        AnswererKind.RESIDENT: N_("By the plan their own answer still counts."),
        AnswererKind.CARER: N_("By the plan the carer's answer still counts."),
        AnswererKind.EITHER: N_("By the plan their own answer or the carer's still counts."),
    }
)


def seen_words(
    slot: CheckInSlot, plan: CheckInPlan, seen: RungClimbed, name: str, reader: Reader
) -> str:
    """Say who saw them well and when; and, while it is awaited, whose answer the plan waits for."""
    said = reader.say(_SEEN, name=name, at=reader.moment(seen.answered_at))
    if slot.status not in AWAITED:
        return said
    return f"{said} {reader.say(_STILL_COUNTS[plan.answer_of])}"
