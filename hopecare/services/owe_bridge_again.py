"""A decision was taken back: the help that had ended with it may be needed again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.language import N_, translator
from hopecare.queries.cases import case_by_id
from hopecare.queries.needs import LIVE
from hopecare.queries.town_days import town_by_id
from hopecare.services.open_call_task import OwedCall, open_call_task
from models import Need

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Referral

WORDS: Final = N_(
    "The office took its decision back."
    " The help until then ended with it: ask whether it is needed again."
)


def owe_bridge_again(session: Session, referral: Referral, *, by: Actor, now: datetime) -> None:
    """Owe the person one call where such help has ended, whoever ended it: they may be without."""
    helped = select(Need.id).where(
        Need.bridges_referral_id == referral.id, Need.status.not_in(LIVE)
    )
    if session.scalar(helped.limit(1)) is None:
        return
    case = case_by_id(session, referral.case_id)
    owed = OwedCall(
        kind=CallTaskKind.BRIDGE_SHORT,
        dedup_key=f"bridge_again:{referral.id}:{now.isoformat()}",
        due_at=now,
        person_id=referral.person_id,
        about_person_id=referral.person_id,
        case_id=case.id,
        owner_id=case.owner_id,
        centre_id=case.centre_id,
        words=translator(town_by_id(session, referral.town_id).language).gettext(WORDS),
    )
    open_call_task(session, town_id=referral.town_id, owed=owed, by=by, now=now)
