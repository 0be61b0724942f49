"""Ask the next neighbour to look in: who helps in the case, or who agreed to, one by one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.domain.channel_profiles import Answerable
from hopecare.domain.channels import Channel, ReplyWay
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.delivery import MessageKind
from hopecare.domain.escalation import Rung
from hopecare.domain.look_ins import SkipReason
from hopecare.domain.ringing import RingingNote
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from hopecare.queries.check_ins import named_keyholders
from hopecare.queries.consents import find_standing_consent
from hopecare.queries.look_ins import values_for
from hopecare.queries.not_to_send import barred_from
from hopecare.queries.ringing import ringing_of_person
from hopecare.queries.tasks import helpers_of
from hopecare.queries.town_days import local_day, town_by_id
from hopecare.queries.volunteers import person_by_id
from hopecare.services.skip_look_in import skip_look_in
from models import RungClimbed
from notifications.gate import telephone_of
from notifications.outbox import About, promise
from notifications.town_channels import profile_of_town

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import CheckInPlan, CheckInSlot, Person

NEEDS: Final = {
    Rung.KEYHOLDER: ConsentPurpose.KEYHOLDER,
    Rung.HELPER: ConsentPurpose.PEER_HELP,
}
"""What the resident must have agreed to before such a neighbour hears of the silence."""
CALL_FOLLOWS: Final = timedelta(minutes=2)
"""They have read the text by then, and know who rings."""
CALL_HOLDS: Final = timedelta(hours=2)
UNREACHED: Final = {
    RingingNote.DO_NOT_RING: SkipReason.NOT_SAFE,
    RingingNote.DO_NOT_TEXT: SkipReason.NOT_SAFE,
}
UNTOLD: Final = (SkipReason.NO_TELEPHONE, SkipReason.NOT_SAFE)
"""The words are held, so that a person is owed the call or the way there; the next is asked now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ways:
    """How somebody may be asked."""

    by_text: bool
    by_call: bool
    reason: SkipReason | None


def ask_to_look_in(
    session: Session, *, slot: CheckInSlot, plan: CheckInPlan, rung: Rung, by: Actor, now: datetime
) -> UUID | None:
    """Ask the next one who has not been asked for this check-in; None where there is nobody.

    Whoever would be next and cannot be asked is passed over, once with the reason.
    """
    asked = select(RungClimbed.person_id).where(
        RungClimbed.slot_id == slot.id, RungClimbed.rung.in_(NEEDS)
    )
    # By who was asked, not by how many: one who has ended since stands in the list no more.
    already = set(session.scalars(asked))
    today = local_day(session, slot.town_id, now)
    in_order = _in_order(session, slot, rung, today=today, now=now)
    people = [each for each, _ in in_order]
    barred = barred_from(session, people, rung, resident_id=slot.person_id, on=today)
    for person_id, has_agreed in in_order:
        if person_id in already:
            continue
        if person_id in barred:
            why = barred[person_id]
            skip_look_in(
                session, slot=slot, plan=plan, person_id=person_id, reason=why, by=by, now=now
            )
            continue
        reader = person_by_id(session, person_id)
        ways = _ways_to(session, reader, has_agreed=has_agreed, now=now)
        if ways.reason is None:
            _ask(session, slot, plan, reader, ways, now)
            return person_id
        if ways.reason in UNTOLD:
            _promise(session, slot, plan, reader, channel=Channel.SMS, at=now, now=now)
        skip_look_in(
            session, slot=slot, plan=plan, person_id=person_id, reason=ways.reason, by=by, now=now
        )
    return None


def _in_order(
    session: Session, slot: CheckInSlot, rung: Rung, *, today: date, now: datetime
) -> list[tuple[UUID, bool]]:
    """The helpers who were there first, or the keyholders in the resident's own order.

    Each with whether the resident has agreed that they hear of it.
    """
    resident_id, purpose = slot.person_id, NEEDS[rung]
    agrees = find_standing_consent(session, person_id=resident_id, purpose=purpose, now=now)
    if rung is Rung.HELPER:
        return [(each, bool(agrees)) for each in helpers_of(session, resident_id)]
    return [
        (each.person_id, bool(agrees) and each.consent_entry_id is not None)
        for each in named_keyholders(session, resident_id, today=today)
    ]


def _ways_to(session: Session, reader: Person, *, has_agreed: bool, now: datetime) -> _Ways:
    """How they may be asked, or why not."""
    if not has_agreed:
        return _Ways(by_text=False, by_call=False, reason=SkipReason.NO_CONSENT)
    today = local_day(session, reader.town_id, now)
    notes = ringing_of_person(session, reader, now=now).notes
    text = telephone_of(session, reader.id, channel=Channel.SMS, today=today)
    call = telephone_of(session, reader.id, channel=Channel.VOICE, today=today)
    takes_texts = text is not None and text.opted_out_at is None
    by_text = takes_texts and not set(notes) & set(UNREACHED)
    by_call = call is not None and RingingNote.DO_NOT_RING not in notes
    if by_text or by_call:
        return _Ways(by_text=by_text, by_call=by_call, reason=None)
    forbids = next((UNREACHED[each] for each in notes if each in UNREACHED), None)
    return _Ways(by_text=False, by_call=False, reason=forbids or SkipReason.NO_TELEPHONE)


def _ask(
    session: Session,
    slot: CheckInSlot,
    plan: CheckInPlan,
    reader: Person,
    ways: _Ways,
    now: datetime,
) -> None:
    """Promise the text; where its answer cannot return, or it cannot be read, a call as well."""
    town = town_by_id(session, slot.town_id)
    profile = profile_of_town(session, town, on=local_day(session, town.id, now))
    is_by_key = profile.answers[Answerable.LOOK_IN][0] is ReplyWay.KEYPRESS
    if ways.by_text:
        _promise(session, slot, plan, reader, channel=Channel.SMS, at=now, now=now)
    if ways.by_call and (is_by_key or not ways.by_text):
        at = now + CALL_FOLLOWS if ways.by_text else now
        _promise(session, slot, plan, reader, channel=Channel.VOICE, at=at, now=now)


def _promise(  # noqa: PLR0913  one question to one person
    session: Session,
    slot: CheckInSlot,
    plan: CheckInPlan,
    reader: Person,
    *,
    channel: Channel,
    at: datetime,
    now: datetime,
) -> None:
    is_call = channel is Channel.VOICE
    promise(
        session,
        town_id=slot.town_id,
        kind=MessageKind.ALERT,
        to_person_id=reader.id,
        dedup_key=f"look_in:{slot.id}:{reader.id}" + (":rung" if is_call else ""),
        words=Words(text=Text.LOOK_IN, values=values_for(session, slot, reader)),
        about=About(case_id=plan.case_id, slot_id=slot.id),
        channel=channel,
        not_before=at,
        valid_until=at + CALL_HOLDS if is_call else None,
        now=now,
    )
