"""A decision was taken back: the help that had ended with it may be needed again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.domain.applications import BridgeTrouble
from hopecare.domain.calls import CallTaskKind
from hopecare.language import N_, translator
from hopecare.queries.bridges import again_key, count_helpers_so_far, warning_key
from hopecare.queries.cases import case_by_id
from hopecare.queries.needs import LIVE, need_by_id
from hopecare.queries.town_days import town_by_id
from hopecare.services.open_call_task import OwedCall, open_call_task
from models import Need, Referral

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Application

WORDS: Final = N_(
    "The decision was taken back."
    " The help until then ended with it: ask whether it is needed again."
)


def owe_bridge_again(
    session: Session, of: Application | Referral, *, by: Actor, now: datetime
) -> None:
    """Owe the person one call where such help has ended, whoever ended it: they may be without.

    Of an application it is the very warning that its help does not last: nobody is rung twice,
    and another decision, or help that is agreed anew, ends it.
    """
    if isinstance(of, Referral):
        key, recurs = _key_of_referral(session, of, now), False
    else:
        key, recurs = _key_of_application(session, of), True
    if key is None:
        return
    case = case_by_id(session, of.case_id)
    owed = OwedCall(
        kind=CallTaskKind.BRIDGE_SHORT,
        dedup_key=key,
        due_at=now,
        person_id=of.person_id,
        about_person_id=of.person_id,
        case_id=case.id,
        owner_id=case.owner_id,
        centre_id=case.centre_id,
        words=translator(town_by_id(session, of.town_id).language).gettext(WORDS),
        recurs=recurs,
    )
    open_call_task(session, town_id=of.town_id, owed=owed, by=by, now=now)


def _key_of_referral(session: Session, referral: Referral, now: datetime) -> str | None:
    helped = select(Need.id).where(
        Need.bridges_referral_id == referral.id, Need.status.not_in(LIVE)
    )
    if session.scalar(helped.limit(1)) is None:
        return None
    return again_key(referral.id) + now.isoformat()


def _key_of_application(session: Session, application: Application) -> str | None:
    if application.bridge_need_id is None:
        return None
    need = need_by_id(session, application.bridge_need_id)
    if need.status in LIVE:
        return None
    helpers = count_helpers_so_far(session, need.id)
    return warning_key(application.id, need.id, BridgeTrouble.ENDED, helpers)
