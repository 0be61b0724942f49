"""Open the help until the decision, or write down why there is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hopecare.domain.applications import NoBridge
from hopecare.domain.care_path import APPLICATION
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.need_wishes import NeedWish
from hopecare.domain.needs import NeedRhythm
from hopecare.errors import InvalidInputError, MoveNotAllowedError
from hopecare.queries.clocks import running_clocks
from hopecare.queries.silent_referrals import ANSWERS
from hopecare.queries.town_days import local_day
from hopecare.services.add_need import add_need
from hopecare.services.end_bridge import end_bridge
from hopecare.services.let_help_go_on import let_help_go_on
from hopecare.standing_consents import agrees_to

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.needs import NeedKind
    from models import Application, Case


@dataclass(frozen=True, slots=True, kw_only=True)
class BridgeWish:
    """What a neighbour does until the decision; or why nobody has to."""

    kind: NeedKind | None = None
    weekdays: tuple[str, ...] = field(default=())
    """None stands for once."""
    none_because: NoBridge | None = None


def settle_bridge(
    session: Session,
    case: Case,
    application: Application,
    wish: BridgeWish,
    *,
    by: Actor,
    now: datetime,
) -> Application:
    """Either help or a reason; help that runs already is put in the place of nothing else.

    It ends, unless the reason is that somebody goes on helping.
    """
    if application.status in APPLICATION.final:
        raise MoveNotAllowedError(
            machine="application", status=application.status, event="bridge_settled"
        )
    today = local_day(session, case.town_id, now)
    agreed = ConsentPurpose.PEER_HELP in agrees_to(session, case.resident_id, today)
    _refuse_faults(wish, agreed=agreed)
    if wish.none_because is NoBridge.HELPED_ON:
        let_help_go_on(session, case, application, by=by, now=now)
    else:
        end_bridge(session, application, is_met=False, by=by, now=now)
    application.no_bridge, application.bridge_need_id = wish.none_because, None
    if wish.kind is not None:
        waits = running_clocks(session, *ANSWERS, application_id=application.id)
        clock = next(iter(waits), None)
        help_wished = NeedWish(
            kind=wish.kind,
            from_on=today,
            rhythm=NeedRhythm.WEEKLY if wish.weekdays else NeedRhythm.ONCE,
            weekdays=wish.weekdays,
            until_on=max(clock.due_on, today) if clock else None,
        )
        need = add_need(session, case, help_wished, by=by, now=now)
        need.bridges_referral_id = application.referral_id
        application.bridge_need_id = need.id
    session.flush()
    return application


def _refuse_faults(wish: BridgeWish, *, agreed: bool) -> None:
    if (wish.kind is None) == (wish.none_because is None):
        raise InvalidInputError({"bridge": ["bridge_or_reason"]})
    if wish.kind is not None and not agreed:
        raise InvalidInputError({"bridge": ["bridge_needs_consent"]})
