"""Ask the next neighbour to look in: who helps in the case, or who agreed to, one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from sqlalchemy import select

from hopecare.domain.channels import Channel
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.delivery import MessageKind
from hopecare.domain.escalation import Rung
from hopecare.domain.phone import at_home
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from hopecare.queries.check_ins import keyholders
from hopecare.queries.consents import find_standing_consent
from hopecare.queries.tasks import helpers_of
from hopecare.queries.town_days import town_by_id
from hopecare.queries.volunteers import person_by_id
from models import RungClimbed
from notifications.outbox import About, promise

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import CheckInPlan, CheckInSlot

NEEDS: Final = {
    Rung.KEYHOLDER: ConsentPurpose.KEYHOLDER,
    Rung.HELPER: ConsentPurpose.PEER_HELP,
}
"""What the resident must have agreed to before such a neighbour hears of the silence."""


def ask_to_look_in(
    session: Session, *, slot: CheckInSlot, plan: CheckInPlan, rung: Rung, now: datetime
) -> UUID | None:
    """Text the next one who has not been asked for this check-in; None where there is nobody."""
    resident_id, purpose = slot.person_id, NEEDS[rung]
    if not find_standing_consent(session, person_id=resident_id, purpose=purpose, now=now):
        return None
    # By who was asked, not by how many: one who has ended since stands in the list no more.
    asked = select(RungClimbed.person_id).where(
        RungClimbed.slot_id == slot.id, RungClimbed.rung.in_(NEEDS)
    )
    already = set(session.scalars(asked))
    willing = _willing(session, slot, plan, rung, now)
    following = next((each for each in willing if each not in already), None)
    if following is not None:
        _text(session, slot, plan, following, now)
    return following


def _willing(
    session: Session, slot: CheckInSlot, plan: CheckInPlan, rung: Rung, now: datetime
) -> Sequence[UUID]:
    """The helpers who were there first, or the keyholders in the resident's own order."""
    if rung is Rung.HELPER:
        return helpers_of(session, slot.person_id)
    today = now.astimezone(ZoneInfo(plan.zone)).date()
    return [each.person_id for each in keyholders(session, slot.person_id, today=today)]


def _text(
    session: Session, slot: CheckInSlot, plan: CheckInPlan, reader_id: UUID, now: datetime
) -> None:
    reader, resident = person_by_id(session, reader_id), person_by_id(session, slot.person_id)
    office = at_home(town_by_id(session, slot.town_id).office_phone)
    values = {"helper": reader.called, "name": resident.called, "office": office}
    promise(
        session,
        town_id=slot.town_id,
        kind=MessageKind.ALERT,
        to_person_id=reader.id,
        dedup_key=f"look_in:{slot.id}:{reader.id}",
        words=Words(text=Text.LOOK_IN, values=values),
        about=About(case_id=plan.case_id, slot_id=slot.id),
        channel=Channel.SMS,
        now=now,
    )
