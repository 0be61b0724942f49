"""Somebody says yes to what they held and hold no more: where it is open, a person rings them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.channels import ReplyWay
from hopecare.language.wordings import Text
from hopecare.queries.yes_rules import may_hold_again
from hopecare.services.owe_case_call import owe_case_call
from hopecare.services.tell_in_vain import tell_in_vain

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case, Need, Offer


def hear_ended_yes(  # noqa: PLR0913  a yes to which offer of which need, and how it came
    session: Session,
    case: Case,
    need: Need,
    offer: Offer,
    *,
    way: ReplyWay,
    by: Actor,
    now: datetime,
) -> bool:
    """Owe them a call, and say so; False where it is not needed of them any more.

    Only a person asks them again (`let_go`): a yes that comes late or twice gives nothing back that
    was handed back. Who is on the line with them already asks at once. The caller holds case and
    need.
    """
    if not may_hold_again(session, need, offer, now=now):
        return False
    if way is not ReplyWay.HELPER_CALL:
        key, to_id = f"held_before:{offer.id}", offer.helper_id
        owe_case_call(session, case, to_id=to_id, key=key, recurs=True, by=by, now=now)
    tell_in_vain(session, offer, Text.HELD_BEFORE, way=way, now=now)
    return True
